package io.vedette.collector.shard;

import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.Setting;
import java.util.List;

/** Sources and targets whose contacts are not held against anybody. */
public record AllowSettings(
        @Setting(value = "Sources that may scan whatever they like.", reloadable = true)
        List<Prefix> sources,

        @Setting(
                value = "Vulnerability scanners of your own: as sources, but counted by themselves.",
                reloadable = true)
        List<Prefix> vulnerabilityScanners,

        @Setting(
                value =
                        "Monitoring systems: they ask for what may be down. Pings, SYNs and UDP of theirs never count; probes with odd"
                                + " flags do.",
                reloadable = true)
        List<Prefix> monitors,

        @Setting(
                value = "Resolvers: servers that do not answer them on ports 53 and 853 never count.",
                reloadable = true)
        List<Prefix> resolvers,

        @Setting(
                value = "Targets, and ports of them, that anybody may ask for, such as a service that has moved.",
                reloadable = true)
        List<AllowedTarget> targets) {

    public AllowSettings {
        sources = List.copyOf(sources);
        vulnerabilityScanners = List.copyOf(vulnerabilityScanners);
        monitors = List.copyOf(monitors);
        resolvers = List.copyOf(resolvers);
        targets = List.copyOf(targets);
    }

    public static AllowSettings defaults() {
        return new AllowSettings(List.of(), List.of(), List.of(), List.of(), List.of());
    }

    /** Targets that anybody may ask for. */
    public record AllowedTarget(
            @Setting(value = "Addresses of the targets.", required = true)
            Prefix network,

            @Setting("Ports of theirs, TCP and UDP. Left empty: all ports, and pings.")
            List<Integer> ports) {

        public AllowedTarget {
            ports = List.copyOf(ports);
            for (int port : ports) {
                if (port < 0 || port > 65535) {
                    throw new IllegalArgumentException("ports " + port + ", expected 0 to 65535");
                }
            }
        }

        public static AllowedTarget defaults() {
            return new AllowedTarget(Prefix.parse("0.0.0.0/32"), List.of());
        }
    }
}

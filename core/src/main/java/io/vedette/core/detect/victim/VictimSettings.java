package io.vedette.core.detect.victim;

import io.vedette.core.setting.Setting;
import java.time.Duration;

/** What makes a target the target of many. */
public record VictimSettings(
        @Setting("Sources that must share a scan of one target or network to make it one distributed scan.")
        int minSources,

        @Setting("Sources that must probe one target in step for a scan behind decoys.")
        int minDecoys,

        @Setting("Distinct ports of one target, or hosts of one network, that a distributed scan must have tried.")
        int minCouples,

        @Setting("Sources that must scatter probes over one /16 (IPv6: /48) to make it one distributed scan.")
        int minScatterSources,

        @Setting("Event time within which the probes of all sources must fall.")
        Duration window,

        @Setting(
                "New sources within a minute that leave connections to one target unfinished, from which it is a flood.")
        int floodSources,

        @Setting(
                "Unfinished packets to one target within a minute from which it is a flood whatever the sources; 7680 is 128"
                        + " packets a second.")
        int floodPackets,

        @Setting("Hosts that must be sent answers they did not ask for to make their sender the victim of a flood.")
        int backscatterHosts,

        @Setting("Addresses that the input sees; from 8388608 on, weak backscatter is left out as the floor asks for.")
        long monitoredAddresses,

        @Setting(
                "Whether a client that asks for one dead service for ten minutes and longer is an alert, or only counted.")
        boolean misconfiguredAlerts,

        @Setting(
                "Targets that are watched at once, over all shards; about 200 bytes each. Beyond it those with the fewest"
                        + " contacts make room, which is counted.")
        int maxTargets,

        @Setting("Quiet time after which an incident of a target is closed.")
        Duration quiet) {

    public VictimSettings {
        atLeast("min-sources", minSources, 2);
        atLeast("min-decoys", minDecoys, 2);
        atLeast("min-couples", minCouples, 4);
        atLeast("min-scatter-sources", minScatterSources, 2);
        atLeast("flood-sources", floodSources, 10);
        atLeast("flood-packets", floodPackets, 100);
        atLeast("backscatter-hosts", backscatterHosts, 5);
        atLeast("monitored-addresses", monitoredAddresses, 1);
        atLeast("max-targets", maxTargets, 256);
        if (monitoredAddresses > 1L << 32) {
            throw new IllegalArgumentException(
                    "monitored-addresses " + monitoredAddresses + ", expected 4294967296 or less");
        }
        if (window.toSeconds() < 60) {
            throw new IllegalArgumentException("window " + window + ", expected 60s or more");
        }
        if (quiet.toSeconds() < 1) {
            throw new IllegalArgumentException("quiet " + quiet + ", expected 1s or more");
        }
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " " + value + ", expected " + least + " or more");
        }
    }

    public static VictimSettings defaults() {
        return new VictimSettings(
                5, 3, 16, 8, Duration.ofHours(1), 500, 7680, 25, 65_536, false, 50_000, Duration.ofMinutes(5));
    }
}

package io.vedette.core.detect.scan;

import io.vedette.core.setting.Setting;
import java.time.Duration;
import java.util.List;

/** What makes a source a scanner. */
public record ScanSettings(
        @Setting(
                value = "Distinct ports of one host, or distinct hosts on one port, that must have failed over TCP.",
                reloadable = true)
        int minTargets,

        @Setting(
                value = "The same for probes with flags that no connection begins with: NULL, FIN, Xmas and their kin.",
                reloadable = true)
        int minOddTargets,

        @Setting(value = "Distinct hosts that must have left ICMP requests unanswered.", reloadable = true)
        int minIcmpTargets,

        @Setting(value = "Distinct UDP ports of one host that must have failed.", reloadable = true)
        int minUdpPorts,

        @Setting(value = "Distinct hosts on one UDP port that must have failed.", reloadable = true)
        int minUdpHosts,

        @Setting(
                value =
                        "Weight of evidence, as a natural log-likelihood, from which a source is a scanner: 9.2 is odds of 9900 to 1.",
                reloadable = true)
        double minScore,

        @Setting(
                value =
                        "A UDP source is only suspect beyond this many times the forecast number of couples per source.",
                reloadable = true)
        double udpFactor,

        @Setting(value = "Event time after which a failed contact no longer counts; at most 240h.", reloadable = true)
        Duration memory,

        @Setting(value = "Event time after which a failed contact counts half.", reloadable = true)
        Duration halfLife,

        @Setting(
                value =
                        "TCP ports of peer-to-peer networks, whose members ask many who are gone: a sweep of one needs eight"
                                + " times as many hosts.",
                reloadable = true)
        List<Integer> peerPorts,

        @Setting(value = "Quiet time after which an incident is closed.", reloadable = true)
        Duration quiet) {

    /** Less than what the times of {@link Couples} reach. */
    private static final Duration MAX_MEMORY = Duration.ofDays(10);

    public ScanSettings {
        atLeast("min-targets", minTargets, 2);
        atLeast("min-odd-targets", minOddTargets, 2);
        atLeast("min-icmp-targets", minIcmpTargets, 2);
        atLeast("min-udp-ports", minUdpPorts, 2);
        atLeast("min-udp-hosts", minUdpHosts, 2);
        if (!(minScore > 0)) {
            throw new IllegalArgumentException("min-score " + minScore + ", expected more than 0");
        }
        if (!(udpFactor >= 1)) {
            throw new IllegalArgumentException("udp-factor " + udpFactor + ", expected 1 or more");
        }
        if (memory.toSeconds() < 1 || memory.compareTo(MAX_MEMORY) > 0) {
            throw new IllegalArgumentException("memory " + memory + ", expected 1s to 240h");
        }
        if (halfLife.toSeconds() < 1) {
            throw new IllegalArgumentException("half-life " + halfLife + ", expected 1s or more");
        }
        peerPorts = List.copyOf(peerPorts);
        for (int port : peerPorts) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("peer-ports " + port + ", expected 0 to 65535");
            }
        }
        if (quiet.toSeconds() < 1) {
            throw new IllegalArgumentException("quiet " + quiet + ", expected 1s or more");
        }
    }

    private static void atLeast(String key, int value, int least) {
        if (value < least || value > ScanState.MAX_COUPLES) {
            throw new IllegalArgumentException(
                    key + " " + value + ", expected " + least + " to " + ScanState.MAX_COUPLES);
        }
    }

    /** Gnutella, eDonkey, BitTorrent, Bitcoin, Ethereum: the ports that they are given by default. */
    private static final List<Integer> PEER_PORTS = List.of(
            4662, 4672, 6346, 6347, 6348, 6349, 6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889, 8333, 30303,
            51413);

    private static final Duration MEMORY = Duration.ofHours(24);
    private static final Duration HALF_LIFE = Duration.ofHours(6);
    private static final Duration QUIET = Duration.ofMinutes(5);

    /** What sensitivity normal stands for. */
    public static ScanSettings defaults() {
        return new ScanSettings(8, 4, 10, 10, 20, 9.2, 1.75, MEMORY, HALF_LIFE, PEER_PORTS, QUIET);
    }

    /** Fewer alerts: more than twice the fan-out, and odds of a million to one. */
    public static ScanSettings low() {
        return new ScanSettings(20, 8, 25, 25, 40, 13.8, 3, MEMORY, HALF_LIFE, PEER_PORTS, QUIET);
    }

    /** Earlier alerts, at the price of innocent ones: half the fan-out, and odds of a thousand to one. */
    public static ScanSettings high() {
        return new ScanSettings(5, 3, 5, 6, 10, 6.9, 1.75, MEMORY, HALF_LIFE, PEER_PORTS, QUIET);
    }
}

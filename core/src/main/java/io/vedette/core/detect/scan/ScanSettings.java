package io.vedette.core.detect.scan;

import io.vedette.core.setting.Setting;
import java.time.Duration;

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

        @Setting(value = "Event time after which a failed contact no longer counts.", reloadable = true)
        Duration memory,

        @Setting(value = "Quiet time after which an incident is closed.", reloadable = true)
        Duration quiet) {

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
        if (memory.toSeconds() < 1) {
            throw new IllegalArgumentException("memory " + memory + ", expected 1s or more");
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

    public static ScanSettings defaults() {
        return new ScanSettings(8, 4, 10, 10, 20, 9.2, 1.75, Duration.ofHours(24), Duration.ofMinutes(5));
    }
}

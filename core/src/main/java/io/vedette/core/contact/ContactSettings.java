package io.vedette.core.contact;

import io.vedette.core.setting.Setting;
import java.time.Duration;
import java.util.List;

/** How flow records are turned into contacts. */
public record ContactSettings(
        @Setting("How long a one-directional UDP record waits for the record of the other direction before it counts as"
                + " unanswered. Longer is safer for slow exporters and delays UDP verdicts.")
        Duration pairWait,

        @Setting("Records that may wait for their other direction at once, for each connection. Beyond it the oldest is"
                + " judged without waiting, which is counted. Up to 150 bytes each.")
        int pairLimit,

        @Setting("UDP destination ports that are left out: NetBIOS datagrams, mDNS and Spotify by default.")
        List<Integer> ignoredUdpPorts) {

    public ContactSettings {
        if (pairWait.isNegative() || pairWait.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("pair-wait " + pairWait + ", expected 0s to 10m");
        }
        if (pairLimit < 16 || pairLimit > 1 << 22) {
            throw new IllegalArgumentException("pair-limit " + pairLimit + ", expected 16 to 4194304");
        }
        ignoredUdpPorts = List.copyOf(ignoredUdpPorts);
        for (int port : ignoredUdpPorts) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("ignored-udp-ports " + port + ", expected 0 to 65535");
            }
        }
    }

    public static ContactSettings defaults() {
        return new ContactSettings(Duration.ofSeconds(5), 1 << 16, List.of(138, 5353, 57621));
    }
}

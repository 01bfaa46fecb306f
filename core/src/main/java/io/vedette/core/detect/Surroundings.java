package io.vedette.core.detect;

import io.vedette.core.detect.udp.UdpUsual;

/** What a detector is told beside the contact and the state: numbers that belong to no single initiator. */
public interface Surroundings {

    /** Added to type and code (as {@code type << 8 | code}) to ask {@link #reachedOn} for ICMP requests instead of a port. */
    int ICMP = 1 << 16;

    /** When the contact reached us, milliseconds since 1970 UTC; never goes back for one state. */
    long receivedMillis();

    /** What a source is expected to have over UDP, from all sources. */
    UdpUsual udpUsual();

    /** Whether there is room to count exactly how many couples an incident has, which takes up to 80 KB for each. */
    default boolean countsExactly() {
        return true;
    }

    /** Failed UDP ports of one host that the initiator at hand has in this window; 0 where nobody counts them. */
    default long udpPorts() {
        return 0;
    }

    /** Failed UDP hosts that the initiator at hand has in this window; 0 where nobody counts them. */
    default long udpHosts() {
        return 0;
    }

    /**
     * Distinct hosts that the initiator at hand has reached with success on a port, as far as the host remembers: also
     * before it came under judgement.
     */
    default int reachedOn(int port) {
        return 0;
    }

    /** Whether the initiator at hand is known to have reached a host with success, on whatever port. */
    default boolean knows(long hostHigh, long hostLow) {
        return false;
    }
}

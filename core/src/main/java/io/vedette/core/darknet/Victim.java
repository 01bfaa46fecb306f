package io.vedette.core.darknet;

import java.util.List;

/**
 * The target of a flood with forged sources, known from its answers that arrived in the darknet.
 *
 * @param address IPv4 address as a big-endian integer: who answers, or whom an ICMP error is about
 * @param firstNanos time of the first answer, nanoseconds since 1970 UTC
 * @param latestNanos time of the last one
 * @param packets answers
 * @param bytes captured frame bytes of them
 * @param largestMinute answers in the densest 60 seconds, looked at every 10
 * @param forgedSources different addresses of the darknet that the attacker used
 * @param ports that were attacked, the first four; empty for ICMP
 * @param morePorts whether there were others
 * @param mismatches ICMP errors about a packet that did not claim to come from where they arrived
 */
public record Victim(
        int address,
        long firstNanos,
        long latestNanos,
        long packets,
        long bytes,
        long largestMinute,
        long forgedSources,
        List<Integer> ports,
        boolean morePorts,
        long mismatches) {

    public Victim {
        ports = List.copyOf(ports);
    }
}

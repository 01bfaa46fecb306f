package io.vedette.core.flow;

import org.jspecify.annotations.Nullable;

/**
 * One flow record as a value: unidirectional, or bidirectional when the reverse counters or per-side flags are known.
 *
 * <p>Numbers that the producer did not report are {@link #UNKNOWN}; a reported zero is zero. Source and destination are as
 * the producer wrote them and say nothing about who started the conversation.
 *
 * @param source sender of the forward direction
 * @param destination receiver of the forward direction
 * @param protocol IP protocol number, 0 to 255
 * @param sourcePort 0 to 65535 or {@link #UNKNOWN}
 * @param destinationPort 0 to 65535 or {@link #UNKNOWN}
 * @param tcpFlags TCP_FLAGS as reported: of the forward direction, or of both, depending on the producer
 * @param clientFlags CLIENT_TCP_FLAGS: what the initiator sent
 * @param serverFlags SERVER_TCP_FLAGS: what the responder sent
 * @param packets packets from source to destination
 * @param reversePackets packets from destination to source; known, even if 0, only in bidirectional records
 * @param icmpType ICMP type × 256 + code
 * @param startMillis first packet, milliseconds since 1970 UTC
 * @param endMillis last packet, never before {@code startMillis} when both are known
 * @param samplingInterval one packet in so many was looked at
 * @param exporter the device that observed the flow, where the record names it
 */
public record Flow(
        IpAddress source,
        IpAddress destination,
        int protocol,
        int sourcePort,
        int destinationPort,
        int tcpFlags,
        int clientFlags,
        int serverFlags,
        long packets,
        long reversePackets,
        int icmpType,
        long startMillis,
        long endMillis,
        long samplingInterval,
        @Nullable IpAddress exporter) {

    /** Stands for a number that the producer did not report. */
    public static final int UNKNOWN = -1;

    /** A record with the seven fields of the short nProbe template; everything else unknown. */
    public static Flow of(
            String source,
            int sourcePort,
            String destination,
            int destinationPort,
            int protocol,
            int tcpFlags,
            long packets) {
        return new Flow(
                IpAddress.parse(source),
                IpAddress.parse(destination),
                protocol,
                sourcePort,
                destinationPort,
                tcpFlags,
                UNKNOWN,
                UNKNOWN,
                packets,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                UNKNOWN,
                null);
    }

    /** The same record between two moments, in milliseconds since 1970 UTC. */
    public Flow during(long start, long end) {
        return new Flow(
                source,
                destination,
                protocol,
                sourcePort,
                destinationPort,
                tcpFlags,
                clientFlags,
                serverFlags,
                packets,
                reversePackets,
                icmpType,
                start,
                end,
                samplingInterval,
                exporter);
    }

    /** The same record as a bidirectional one: what came back, and each side's flags. */
    public Flow answeredBy(long reverse, int client, int server) {
        return new Flow(
                source,
                destination,
                protocol,
                sourcePort,
                destinationPort,
                tcpFlags,
                client,
                server,
                packets,
                reverse,
                icmpType,
                startMillis,
                endMillis,
                samplingInterval,
                exporter);
    }
}

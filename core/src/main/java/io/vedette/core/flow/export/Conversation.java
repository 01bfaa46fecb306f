package io.vedette.core.flow.export;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.Ipv6;
import io.vedette.core.packet.PacketBatch;

/** A conversation that goes on, and what was counted of it since it was last exported. */
final class Conversation {

    private static final int IPV6_HEADER_LENGTH = 40;

    private final ConversationKey key;

    /** Whether the first endpoint of the key is the initiator, as far as can be seen. */
    private final boolean fromFirst;

    private final Direction forward = new Direction();
    private final Direction reverse = new Direction();

    /** @param fromFirst whether the initiator is the first endpoint of the key */
    Conversation(ConversationKey key, boolean fromFirst) {
        this.key = key;
        this.fromFirst = fromFirst;
    }

    /** What one side sent. */
    private static final class Direction {
        long packets;
        long bytes;
        int flags;
        int icmpType;
        long startMillis;
        long endMillis;
    }

    void add(PacketBatch packets, int row, long millis) {
        Direction direction = key.fromFirst(packets, row) == fromFirst ? forward : reverse;
        direction.startMillis = direction.packets == 0 ? millis : Math.min(direction.startMillis, millis);
        direction.endMillis = direction.packets == 0 ? millis : Math.max(direction.endMillis, millis);
        direction.packets++;
        direction.bytes += length(packets, row);
        direction.flags |= packets.tcpFlags(row);
        direction.icmpType = packets.destinationPort(row);
    }

    private static long length(PacketBatch packets, int row) {
        int ip = packets.ipOffset(row);
        int captured = packets.end(row) - ip;
        if (packets.isIpv6(row)) {
            int payload = Ipv6.payloadLength(packets.bytes(), ip);
            return payload == 0 ? captured : IPV6_HEADER_LENGTH + payload;
        }
        int total = Ipv4.totalLength(packets.bytes(), ip);
        return total == 0 ? captured : total; // 0: longer than the field can say, see Ipv4.declaredEnd
    }

    long packets() {
        return forward.packets + reverse.packets;
    }

    long startMillis() {
        return Math.min(
                forward.packets == 0 ? Long.MAX_VALUE : forward.startMillis,
                reverse.packets == 0 ? Long.MAX_VALUE : reverse.startMillis);
    }

    long endMillis() {
        return Math.max(
                forward.packets == 0 ? Long.MIN_VALUE : forward.endMillis,
                reverse.packets == 0 ? Long.MIN_VALUE : reverse.endMillis);
    }

    /** Writes what the initiator sent, or what the other side did; not to be called for a side that sent nothing. */
    FlowRecord one(boolean initiator) {
        Direction sent = initiator ? forward : reverse;
        boolean first = initiator == fromFirst;
        return new FlowRecord(
                flow(first, sent, sent.flags, Flow.UNKNOWN).during(sent.startMillis, sent.endMillis),
                sent.bytes,
                Flow.UNKNOWN);
    }

    /** Writes both directions as one record with the initiator as its source. */
    FlowRecord both() {
        boolean tcp = key.protocol() == IpProtocol.TCP;
        Flow flow = flow(fromFirst, forward, forward.flags | reverse.flags, reverse.packets)
                .answeredBy(reverse.packets, tcp ? forward.flags : Flow.UNKNOWN, tcp ? reverse.flags : Flow.UNKNOWN)
                .during(startMillis(), endMillis());
        return new FlowRecord(flow, forward.bytes, reverse.bytes);
    }

    private Flow flow(boolean first, Direction sent, int flags, long reversePackets) {
        boolean icmp = ConversationKey.isIcmp(key.protocol());
        IpAddress source = first ? key.first() : key.second();
        IpAddress destination = first ? key.second() : key.first();
        int sourcePort = first ? key.firstPort() : key.secondPort();
        int destinationPort = first ? key.secondPort() : key.firstPort();
        int icmpType = sent.packets == 0 ? key.icmpType() : sent.icmpType;
        return new Flow(
                source,
                destination,
                key.protocol(),
                sourcePort,
                icmp ? icmpType : destinationPort,
                flags,
                Flow.UNKNOWN,
                Flow.UNKNOWN,
                sent.packets,
                reversePackets,
                icmp ? icmpType : Flow.UNKNOWN,
                Flow.UNKNOWN,
                Flow.UNKNOWN,
                Flow.UNKNOWN,
                null);
    }

    boolean sent(boolean initiator) {
        return (initiator ? forward : reverse).packets > 0;
    }

    /** Begins the next part of the same conversation. */
    Conversation next() {
        return new Conversation(key, fromFirst);
    }
}

package io.vedette.core.flow.export;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.packet.PacketBatch;

/**
 * What the packets of both directions of a conversation have in common.
 *
 * <p>The endpoint with the smaller address, then the smaller port, comes first. ICMP has no ports: its packets belong together
 * by the type and code of the question, which a reply shares with what it replies to (RFC 792, RFC 950, RFC 4443), and
 * whoever asks comes first.
 *
 * @param icmpType type × 256 + code of the question; 0 for other protocols
 */
record ConversationKey(IpAddress first, int firstPort, IpAddress second, int secondPort, int protocol, int icmpType) {

    static ConversationKey of(PacketBatch packets, int row) {
        IpAddress source = new IpAddress(packets.sourceHigh(row), packets.sourceLow(row));
        IpAddress destination = new IpAddress(packets.destinationHigh(row), packets.destinationLow(row));
        int protocol = packets.protocol(row);
        if (isIcmp(protocol)) {
            int question = question(protocol, packets.destinationPort(row));
            return question == packets.destinationPort(row)
                    ? new ConversationKey(source, 0, destination, 0, protocol, question)
                    : new ConversationKey(destination, 0, source, 0, protocol, question);
        }
        int sourcePort = packets.sourcePort(row);
        int destinationPort = packets.destinationPort(row);
        int order = source.compareTo(destination);
        boolean sourceFirst = order < 0 || order == 0 && sourcePort <= destinationPort;
        return sourceFirst
                ? new ConversationKey(source, sourcePort, destination, destinationPort, protocol, 0)
                : new ConversationKey(destination, destinationPort, source, sourcePort, protocol, 0);
    }

    static boolean isIcmp(int protocol) {
        return protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6;
    }

    /** Type and code with the type of the question in place of that of its reply. */
    private static int question(int protocol, int typeAndCode) {
        int type = typeAndCode >>> 8;
        int code = typeAndCode & 0xff;
        int asked = protocol == IpProtocol.ICMP
                ? switch (type) {
                    case 0 -> 8; // echo
                    case 14, 16, 18 -> type - 1; // timestamp, information, address mask
                    default -> type;
                }
                : type == 129 ? 128 : type;
        return asked << 8 | code;
    }

    /** Whether the packet in {@code row} goes from the first endpoint to the second. */
    boolean fromFirst(PacketBatch packets, int row) {
        if (isIcmp(protocol)) {
            return packets.destinationPort(row) == icmpType;
        }
        return packets.sourceLow(row) == first.low()
                && packets.sourceHigh(row) == first.high()
                && packets.sourcePort(row) == firstPort;
    }
}

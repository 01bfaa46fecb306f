package io.vedette.core.contact;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpProtocol;

/**
 * What an ICMP (RFC 792, RFC 950) or ICMPv6 (RFC 4443) flow record says: a request, the reply to one, or word that
 * something could not be reached.
 *
 * <p>Type and code come from ICMP_TYPE or, where the template lacks it, from the destination port, both as type × 256 +
 * code. Belongs to one thread.
 */
final class IcmpReading {

    private static final int FRAGMENTATION_NEEDED = 4;
    private static final int V6_PARAMETER_PROBLEM = 4;
    private static final int V6_UNKNOWN_NEXT_HEADER = 1;

    enum Kind {
        REQUEST,
        REPLY,
        UNREACHABLE,
        OTHER
    }

    Kind kind = Kind.OTHER;

    /** Type × 256 + code of the request, also for its reply. */
    int targetPort;

    int protocol;
    Outcome outcome = Outcome.UNKNOWN;

    void read(FlowBatch batch, int row) {
        protocol = batch.protocol(row);
        int typeAndCode = batch.icmpType(row) >= 0 ? batch.icmpType(row) : batch.destinationPort(row);
        int type = typeAndCode < 0 ? -1 : typeAndCode >>> 8;
        kind = kind(protocol, type);
        if (kind == Kind.UNREACHABLE && !refuses(protocol, type, typeAndCode & 0xff)) {
            kind = Kind.OTHER;
        }
        targetPort = request(type) << 8;
        long reverse = batch.reversePackets(row);
        outcome = reverse > 0 ? Outcome.ANSWERED : reverse == 0 ? Outcome.SILENT : Outcome.UNKNOWN;
    }

    static Kind kind(int protocol, int type) {
        return protocol == IpProtocol.ICMP ? kindV4(type) : kindV6(type);
    }

    private static Kind kindV4(int type) {
        return switch (type) {
            case 8, 13, 15, 17 -> Kind.REQUEST; // echo, timestamp, information, address mask
            case 0, 14, 16, 18 -> Kind.REPLY;
            case 3 -> Kind.UNREACHABLE;
            default -> Kind.OTHER;
        };
    }

    private static Kind kindV6(int type) {
        return switch (type) {
            case 128 -> Kind.REQUEST;
            case 129 -> Kind.REPLY;
            case 1 -> Kind.UNREACHABLE;
            default -> Kind.OTHER;
        };
    }

    /** Whether an ICMP error says that the quoted packet was turned away, and not only that it should change. */
    static boolean refuses(int protocol, int type, int code) {
        boolean unreachable = kind(protocol, type) == Kind.UNREACHABLE;
        if (protocol == IpProtocol.ICMP) {
            return unreachable && code != FRAGMENTATION_NEEDED;
        }
        return unreachable || type == V6_PARAMETER_PROBLEM && code == V6_UNKNOWN_NEXT_HEADER;
    }

    /** The type that asks for this one; a type that is no reply is its own. */
    static int request(int type) {
        return switch (type) {
            case 0 -> 8;
            case 14, 16, 18, 129 -> type - 1;
            default -> type;
        };
    }
}

package io.vedette.core.packet;

import io.vedette.core.flow.IpProtocol;

/**
 * From a packet to the packet it carries: IPv4 and IPv6 in either (RFC 2003, RFC 4213, RFC 2473), GRE (RFC 2784, RFC 2890)
 * with IP, Ethernet or mirrored traffic (ERSPAN) inside, VXLAN (RFC 7348), Teredo (RFC 4380).
 *
 * <p>Tunnels over UDP are told by port <i>and</i> content, since a probe of such a port is a packet like any other.
 */
final class Tunnel {

    private static final int IPV4 = 4;
    private static final int IPV6 = 41;
    private static final int GRE = 47;

    private static final int VXLAN_PORT = 4789;

    /** The port Linux used before the number was assigned, still its default. */
    private static final int OLD_VXLAN_PORT = 8472;

    private static final int VXLAN_HEADER_LENGTH = 8;
    private static final int TEREDO_PORT = 3544;
    private static final int TEREDO_ORIGIN_LENGTH = 8;

    private static final int TRANSPARENT_ETHERNET = 0x6558;
    private static final int ERSPAN_2 = 0x88be;
    private static final int ERSPAN_3 = 0x22eb;
    private static final int GRE_CHECKSUM = 0x8000;
    private static final int GRE_KEY = 0x2000;
    private static final int GRE_SEQUENCE = 0x1000;

    /** Source routing (RFC 1701, withdrawn) and any version but 0. */
    private static final int GRE_UNREADABLE = 0x4007;

    private Tunnel() {}

    /** The packet inside the payload {@code bytes[at, end)} of {@code protocol}, or {@link Layer#NONE}. */
    static long payload(int protocol, byte[] bytes, int at, int end) {
        return switch (protocol) {
            case IpProtocol.UDP -> overUdp(bytes, at, end);
            case IPV4 -> Layer.of(EtherType.IPV4, at);
            case IPV6 -> Layer.of(EtherType.IPV6, at);
            case GRE -> gre(bytes, at, end);
            default -> Layer.NONE;
        };
    }

    private static long gre(byte[] bytes, int at, int end) {
        if (end - at < 4) {
            return Layer.NONE;
        }
        int flags = Wire.u16(bytes, at);
        int type = Wire.u16(bytes, at + 2);
        if ((flags & GRE_UNREADABLE) != 0) {
            return Layer.NONE;
        }
        int inside = at + 4 + 4 * Integer.bitCount(flags & (GRE_CHECKSUM | GRE_KEY | GRE_SEQUENCE));
        if (inside > end) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        return switch (type) {
            case TRANSPARENT_ETHERNET -> Ethernet.payload(bytes, inside, end);
            // Without a sequence number it is the first version, which has no header of its own.
            case ERSPAN_2 -> Ethernet.payload(bytes, inside + ((flags & GRE_SEQUENCE) == 0 ? 0 : 8), end);
            case ERSPAN_3 -> erspan3(bytes, inside, end);
            default -> type < EtherType.FIRST ? Layer.NONE : Ethernet.payloadOf(type, bytes, inside, end);
        };
    }

    private static long erspan3(byte[] bytes, int at, int end) {
        if (end - at < 12) {
            return Layer.NONE;
        }
        boolean optional = (bytes[at + 11] & 1) != 0;
        return Ethernet.payload(bytes, at + (optional ? 20 : 12), end);
    }

    private static long overUdp(byte[] bytes, int at, int end) {
        int to = Udp.destinationPort(bytes, at);
        int inside = at + Udp.HEADER_LENGTH;
        if (to == VXLAN_PORT || to == OLD_VXLAN_PORT) {
            return vxlan(bytes, inside, end);
        }
        return to == TEREDO_PORT || Udp.sourcePort(bytes, at) == TEREDO_PORT ? teredo(bytes, inside, end) : Layer.NONE;
    }

    private static long vxlan(byte[] bytes, int at, int end) {
        boolean header = end - at >= VXLAN_HEADER_LENGTH + Ethernet.HEADER_LENGTH
                && Wire.i32(bytes, at) == 0x0800_0000
                && bytes[at + 7] == 0;
        return header ? Ethernet.payload(bytes, at + VXLAN_HEADER_LENGTH, end) : Layer.NONE;
    }

    /** An IPv6 packet that fills the datagram, after an authentication and an origin indication that both may be absent. */
    private static long teredo(byte[] bytes, int at, int end) {
        int inside = at;
        if (end - inside >= 4 && Wire.u16(bytes, inside) == 0x0001) {
            inside += 13 + Wire.u8(bytes, inside + 2) + Wire.u8(bytes, inside + 3);
        }
        if (end - inside >= TEREDO_ORIGIN_LENGTH && Wire.u16(bytes, inside) == 0x0000) {
            inside += TEREDO_ORIGIN_LENGTH;
        }
        boolean packet = end - inside >= Ipv6.HEADER_LENGTH
                && bytes[inside] >> 4 == 6
                && Ipv6.payloadLength(bytes, inside) >= end - inside - Ipv6.HEADER_LENGTH;
        return packet ? Layer.of(EtherType.IPV6, inside) : Layer.NONE;
    }
}

package io.vedette.core.packet;

/**
 * An Ethernet frame, and the tags between its header and the packet: IEEE 802.1Q and 802.1ad VLAN tags, MPLS labels (RFC
 * 3032) with the packet or an Ethernet pseudowire (RFC 4448) beneath, PPPoE sessions (RFC 2516), LLC with SNAP.
 */
public final class Ethernet {

    /** Tags, labels and session headers in a row, at most. */
    public static final int MAX_TAGS = 16;

    static final int HEADER_LENGTH = 14;

    private static final int TAG_LENGTH = 4;
    private static final int LABEL_LENGTH = 4;
    private static final int PPPOE_HEADER_LENGTH = 8;
    private static final int CONTROL_WORD_LENGTH = 4;
    private static final int SNAP_HEADER_LENGTH = 8;
    private static final int SNAP = 0xaaaa_0300;

    private Ethernet() {}

    static long payload(byte[] bytes, int at, int end) {
        if (end - at < HEADER_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        return payloadOf(Wire.u16(bytes, at + 12), bytes, at + HEADER_LENGTH, end);
    }

    /** What lies at {@code at}, behind a field that announced {@code type}. */
    static long payloadOf(int type, byte[] bytes, int at, int end) {
        return type == EtherType.IPV4 || type == EtherType.IPV6
                ? Layer.of(type, at)
                : untag(Layer.of(type, at), bytes, end);
    }

    private static long untag(long tagged, byte[] bytes, int end) {
        long layer = tagged;
        for (int tags = 0; tags <= MAX_TAGS; tags++) {
            int type = Layer.protocol(layer);
            int at = Layer.offset(layer);
            switch (type) {
                case EtherType.VLAN, EtherType.SERVICE_VLAN, EtherType.OLD_SERVICE_VLAN, EtherType.OLDER_SERVICE_VLAN ->
                    layer = vlan(bytes, at, end);
                case EtherType.MPLS, EtherType.MPLS_MULTICAST -> layer = mpls(type, bytes, at, end);
                case EtherType.PPPOE_SESSION -> layer = pppoe(bytes, at, end);
                default -> {
                    return type < EtherType.FIRST ? snap(bytes, at, end) : layer;
                }
            }
            if (layer <= 0) {
                return layer;
            }
        }
        return Layer.malformed(MalformedReason.TAG_DEPTH);
    }

    private static long vlan(byte[] bytes, int at, int end) {
        if (end - at < TAG_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        return Layer.of(Wire.u16(bytes, at + 2), at + TAG_LENGTH);
    }

    private static long mpls(int type, byte[] bytes, int at, int end) {
        int inside = at + LABEL_LENGTH;
        if (end <= inside) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        boolean bottom = (bytes[at + 2] & 1) != 0;
        if (!bottom) {
            return Layer.of(type, inside);
        }
        return switch (Wire.u8(bytes, inside) >>> 4) {
            case 4 -> Layer.of(EtherType.IPV4, inside);
            case 6 -> Layer.of(EtherType.IPV6, inside);
            case 0 -> {
                int frame = inside + CONTROL_WORD_LENGTH;
                yield end - frame < HEADER_LENGTH
                        ? Layer.malformed(MalformedReason.TRUNCATED_LINK)
                        : Layer.of(Wire.u16(bytes, frame + 12), frame + HEADER_LENGTH);
            }
            default -> Layer.NONE;
        };
    }

    private static long pppoe(byte[] bytes, int at, int end) {
        if (end - at < PPPOE_HEADER_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        if (Wire.u16(bytes, at) != 0x1100) { // version 1, type 1, code 0: session data
            return Layer.malformed(MalformedReason.BAD_PPPOE);
        }
        return LinkLayer.pppPayload(Wire.u16(bytes, at + 6), at + PPPOE_HEADER_LENGTH);
    }

    private static long snap(byte[] bytes, int at, int end) {
        if (end - at < SNAP_HEADER_LENGTH || Wire.i32(bytes, at) != SNAP || Wire.u16(bytes, at + 4) != 0) {
            return Layer.NONE;
        }
        return Layer.of(Wire.u16(bytes, at + 6), at + SNAP_HEADER_LENGTH);
    }
}

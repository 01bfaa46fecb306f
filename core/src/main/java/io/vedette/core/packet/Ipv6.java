package io.vedette.core.packet;

/** Fields of an IPv6 header and the walk over its extension headers (RFC 8200). */
public final class Ipv6 {

    /** Extension headers in a row, at most. Working packets have at most one of each kind, of which there are eight. */
    public static final int MAX_EXTENSIONS = 16;

    static final int HEADER_LENGTH = 40;

    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MOBILITY = 135;
    private static final int HIP = 139;
    private static final int SHIM6 = 140;

    private static final int SMALLEST_EXTENSION = 8;
    private static final int LARGEST_PACKET = 65_535;

    private Ipv6() {}

    public static int payloadLength(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 4);
    }

    public static int nextHeader(byte[] bytes, int at) {
        return Wire.u8(bytes, at + 6);
    }

    public static int hopLimit(byte[] bytes, int at) {
        return Wire.u8(bytes, at + 7);
    }

    public static long sourceHigh(byte[] bytes, int at) {
        return Wire.i64(bytes, at + 8);
    }

    public static long sourceLow(byte[] bytes, int at) {
        return Wire.i64(bytes, at + 16);
    }

    public static long destinationHigh(byte[] bytes, int at) {
        return Wire.i64(bytes, at + 24);
    }

    public static long destinationLow(byte[] bytes, int at) {
        return Wire.i64(bytes, at + 32);
    }

    /** The first payload that is no extension header: its protocol, offset, and whether the packet is a fragment. */
    static long payload(byte[] bytes, int at, int end) {
        if (end - at < HEADER_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_IP);
        }
        if ((bytes[at] & 0xf0) != 0x60) {
            return Layer.malformed(MalformedReason.BAD_IP_VERSION);
        }
        int next = nextHeader(bytes, at);
        return isExtension(next)
                ? skipExtensions(next, bytes, at, Math.min(end, declaredEnd(bytes, at, end)))
                : Layer.of(next, at + HEADER_LENGTH);
    }

    private static long skipExtensions(int first, byte[] bytes, int ip, int end) {
        int next = first;
        int at = ip + HEADER_LENGTH;
        long flags = 0;
        for (int count = 0; isExtension(next); count++) {
            if (count == MAX_EXTENSIONS) {
                return Layer.malformed(MalformedReason.EXTENSION_DEPTH);
            }
            if (end - at < SMALLEST_EXTENSION) {
                return Layer.malformed(MalformedReason.TRUNCATED_EXTENSION);
            }
            if (next == FRAGMENT) {
                int offset = fragmentOffset(bytes, at);
                if (offset + payloadLength(bytes, ip) - (at + SMALLEST_EXTENSION - ip - HEADER_LENGTH)
                        > LARGEST_PACKET) {
                    return Layer.malformed(MalformedReason.BAD_FRAGMENT);
                }
                // An "atomic" fragment, offset 0 and no more to come, is a whole packet (RFC 6946).
                flags |= offset == 0 && !moreFragments(bytes, at) ? 0 : Layer.FRAGMENT;
                flags |= offset == 0 ? 0 : Layer.LATER_FRAGMENT;
            }
            int length = extensionLength(next, bytes, at);
            if (end - at < length) {
                return Layer.malformed(MalformedReason.TRUNCATED_EXTENSION);
            }
            next = Wire.u8(bytes, at);
            at += length;
            if ((flags & Layer.LATER_FRAGMENT) != 0) {
                break; // what follows is the middle of a payload, whatever "next" says
            }
        }
        return Layer.of(next, at) | flags;
    }

    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case HOP_BY_HOP, ROUTING, FRAGMENT, AUTHENTICATION, DESTINATION_OPTIONS, MOBILITY, HIP, SHIM6 -> true;
            default -> false;
        };
    }

    private static int extensionLength(int type, byte[] bytes, int at) {
        return switch (type) {
            case FRAGMENT -> SMALLEST_EXTENSION;
            case AUTHENTICATION -> Wire.u8(bytes, at + 1) + 2 << 2; // counted in words of 4 (RFC 4302)
            default -> Wire.u8(bytes, at + 1) + 1 << 3;
        };
    }

    /** The fragment header of a packet that {@link #payload} called a fragment. */
    static int fragmentHeader(byte[] bytes, int ip) {
        int next = nextHeader(bytes, ip);
        int at = ip + HEADER_LENGTH;
        while (next != FRAGMENT) {
            int length = extensionLength(next, bytes, at);
            next = Wire.u8(bytes, at);
            at += length;
        }
        return at;
    }

    static int fragmentOffset(byte[] bytes, int fragmentHeader) {
        return Wire.u16(bytes, fragmentHeader + 2) & 0xfff8;
    }

    static boolean moreFragments(byte[] bytes, int fragmentHeader) {
        return (bytes[fragmentHeader + 3] & 1) != 0;
    }

    static int fragmentIdentification(byte[] bytes, int fragmentHeader) {
        return Wire.i32(bytes, fragmentHeader + 4);
    }

    /**
     * Where the packet ends by its own account. A payload length of 0 is that of a jumbogram (RFC 2675) where options
     * follow, or of a packet longer than the field can say: it ends with the frame.
     */
    static int declaredEnd(byte[] bytes, int at, int end) {
        int length = payloadLength(bytes, at);
        boolean unsaid =
                length == 0 && (nextHeader(bytes, at) == HOP_BY_HOP || end - at - HEADER_LENGTH > LARGEST_PACKET);
        return unsaid ? end : at + HEADER_LENGTH + length;
    }
}

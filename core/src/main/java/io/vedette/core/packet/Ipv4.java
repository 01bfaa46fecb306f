package io.vedette.core.packet;

/** Fields of an IPv4 header (RFC 791) at an offset where the decoder found one. */
public final class Ipv4 {

    static final int MIN_HEADER_LENGTH = 20;
    private static final int LARGEST_PACKET = 65_535;

    private Ipv4() {}

    public static int headerLength(byte[] bytes, int at) {
        return (bytes[at] & 0xf) << 2;
    }

    public static int totalLength(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 2);
    }

    public static int identification(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 4);
    }

    public static boolean dontFragment(byte[] bytes, int at) {
        return (bytes[at + 6] & 0x40) != 0;
    }

    public static boolean moreFragments(byte[] bytes, int at) {
        return (bytes[at + 6] & 0x20) != 0;
    }

    /** Where this fragment's bytes belong, in bytes. */
    public static int fragmentOffset(byte[] bytes, int at) {
        return (Wire.u16(bytes, at + 6) & 0x1fff) << 3;
    }

    public static int timeToLive(byte[] bytes, int at) {
        return Wire.u8(bytes, at + 8);
    }

    public static int protocol(byte[] bytes, int at) {
        return Wire.u8(bytes, at + 9);
    }

    public static int source(byte[] bytes, int at) {
        return Wire.i32(bytes, at + 12);
    }

    public static int destination(byte[] bytes, int at) {
        return Wire.i32(bytes, at + 16);
    }

    /** The payload of the packet at {@code at}: its protocol, offset, and whether it is a fragment. */
    static long payload(byte[] bytes, int at, int end) {
        if (end - at < MIN_HEADER_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_IP);
        }
        int versionAndLength = bytes[at];
        if (versionAndLength >> 4 != 4) {
            return Layer.malformed(MalformedReason.BAD_IP_VERSION);
        }
        int headerLength = (versionAndLength & 0xf) << 2;
        if (headerLength < MIN_HEADER_LENGTH) {
            return Layer.malformed(MalformedReason.BAD_IP_HEADER_LENGTH);
        }
        if (end - at < headerLength) {
            return Layer.malformed(MalformedReason.TRUNCATED_IP);
        }
        int total = totalLength(bytes, at);
        if (total < headerLength && total != 0) {
            return Layer.malformed(MalformedReason.BAD_IP_TOTAL_LENGTH);
        }
        long payload = Layer.of(Wire.u8(bytes, at + 9), at + headerLength);
        return (Wire.u16(bytes, at + 6) & 0x3fff) == 0 ? payload : fragment(payload, bytes, at);
    }

    private static long fragment(long payload, byte[] bytes, int at) {
        int offset = fragmentOffset(bytes, at);
        if (offset + totalLength(bytes, at) > LARGEST_PACKET + headerLength(bytes, at)) {
            return Layer.malformed(MalformedReason.BAD_FRAGMENT);
        }
        return payload | Layer.FRAGMENT | (offset == 0 ? 0 : Layer.LATER_FRAGMENT);
    }

    /**
     * Where the packet ends by its own account, which can be beyond what was captured. A total length of 0 is that of a
     * packet which the network card was still to cut (TCP segmentation offload): it ends with the frame.
     */
    static int declaredEnd(byte[] bytes, int at, int end) {
        int total = totalLength(bytes, at);
        return total == 0 ? end : at + total;
    }
}

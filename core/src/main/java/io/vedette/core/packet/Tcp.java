package io.vedette.core.packet;

/** Fields of a TCP header (RFC 9293 section 3.1) at an offset where the decoder found one. */
public final class Tcp {

    static final int MIN_HEADER_LENGTH = 20;

    /** Bytes up to and including the flags: what a packet must have been captured of to count as TCP. */
    static final int FLAGS_END = 14;

    private Tcp() {}

    public static int sourcePort(byte[] bytes, int at) {
        return Wire.u16(bytes, at);
    }

    public static int destinationPort(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 2);
    }

    /** The source port in the upper half, the destination port in the lower one. */
    public static int ports(byte[] bytes, int at) {
        return Wire.i32(bytes, at);
    }

    public static int sequence(byte[] bytes, int at) {
        return Wire.i32(bytes, at + 4);
    }

    public static int acknowledgment(byte[] bytes, int at) {
        return Wire.i32(bytes, at + 8);
    }

    /** With options, in bytes. */
    public static int headerLength(byte[] bytes, int at) {
        return (bytes[at + 12] & 0xf0) >> 2;
    }

    /** The eight control bits, CWR to FIN. */
    public static int flags(byte[] bytes, int at) {
        return Wire.u8(bytes, at + 13);
    }

    public static int window(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 14);
    }

    /** What is wrong with the header of the packet that ends at {@code declaredEnd}; 0 if nothing. */
    static long check(byte[] bytes, int at, int end, int declaredEnd) {
        if (end - at < FLAGS_END) {
            return Layer.malformed(MalformedReason.TRUNCATED_TRANSPORT);
        }
        int length = headerLength(bytes, at);
        if (length < MIN_HEADER_LENGTH || length > declaredEnd - at) {
            return Layer.malformed(MalformedReason.BAD_TCP_HEADER_LENGTH);
        }
        return 0;
    }
}

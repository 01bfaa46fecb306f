package io.vedette.core.packet;

/** Fields of an ICMP (RFC 792) or ICMPv6 (RFC 4443) header at an offset where the decoder found one. */
public final class Icmp {

    /** Both protocols have four bytes of their own and four that depend on the type. */
    static final int HEADER_LENGTH = 8;

    /** Bytes without which nothing can be said: type, code, checksum. */
    static final int MIN_LENGTH = 4;

    private Icmp() {}

    public static int type(byte[] bytes, int at) {
        return Wire.u8(bytes, at);
    }

    public static int code(byte[] bytes, int at) {
        return Wire.u8(bytes, at + 1);
    }

    /** Identifier of the query types (echo, timestamp, information, mask). */
    public static int identifier(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 4);
    }

    static long check(int at, int end) {
        return end - at < MIN_LENGTH ? Layer.malformed(MalformedReason.TRUNCATED_TRANSPORT) : 0;
    }
}

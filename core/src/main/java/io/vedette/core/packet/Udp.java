package io.vedette.core.packet;

/** Fields of a UDP header (RFC 768) at an offset where the decoder found one. */
public final class Udp {

    static final int HEADER_LENGTH = 8;

    private Udp() {}

    public static int sourcePort(byte[] bytes, int at) {
        return Wire.u16(bytes, at);
    }

    public static int destinationPort(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 2);
    }

    /** Header and data, in bytes; 0 in jumbograms (RFC 2675). */
    public static int length(byte[] bytes, int at) {
        return Wire.u16(bytes, at + 4);
    }

    static long check(byte[] bytes, int at, int end) {
        if (end - at < HEADER_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_TRANSPORT);
        }
        int length = length(bytes, at);
        return length < HEADER_LENGTH && length != 0 ? Layer.malformed(MalformedReason.BAD_UDP_LENGTH) : 0;
    }
}

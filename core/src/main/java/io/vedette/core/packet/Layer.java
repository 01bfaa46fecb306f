package io.vedette.core.packet;

/**
 * What comes next in a packet: a protocol and an offset, or a {@link MalformedReason}, packed in a long.
 *
 * <p>The result of every step from one header to the next, without an object per step. Layout: negative: -1 - ordinal of the
 * reason; else bits 0 to 31 the offset, 32 to 47 the EtherType or IP protocol, above them the flags.
 */
final class Layer {

    /** Nothing more inside that can be read. */
    static final long NONE = 0;

    /** The packet is a fragment. */
    static final long FRAGMENT = 1L << 48;

    /** The packet is a fragment and not the first one. */
    static final long LATER_FRAGMENT = 1L << 49;

    private Layer() {}

    static long of(int protocol, int offset) {
        return (long) protocol << 32 | offset;
    }

    static long malformed(MalformedReason reason) {
        return -1L - reason.ordinal();
    }

    static MalformedReason reason(long layer) {
        return MalformedReason.of((int) (-1L - layer));
    }

    static int protocol(long layer) {
        return (int) (layer >>> 32) & 0xffff;
    }

    static int offset(long layer) {
        return (int) layer;
    }
}

package io.vedette.collector.tcp;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of a connection, held until it is clear which protocol it speaks. JSON is clear with its first byte.
 */
final class FirstBytes {

    /**
     * What is known so far.
     *
     * @param foreign the protocol that was recognised
     * @param decided whether more bytes cannot change the verdict
     */
    record Verdict(@Nullable ForeignProtocol foreign, boolean decided) {

        /** Nothing that is known as foreign: for the decoder to judge. */
        static final Verdict NATIVE = new Verdict(null, true);

        /** More bytes are needed. */
        static final Verdict OPEN = new Verdict(null, false);
    }

    private final byte[] held = new byte[ForeignProtocol.LONGEST];
    private int size;

    /** Looks at the next bytes of the connection and remembers the first of them. */
    Verdict judge(byte[] bytes, int from, int to) {
        int taken = Math.min(held.length - size, to - from);
        System.arraycopy(bytes, from, held, size, taken);
        size += taken;
        return ForeignProtocol.judge(held, size);
    }

    byte[] bytes() {
        return held;
    }

    int size() {
        return size;
    }
}

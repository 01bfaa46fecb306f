package io.vedette.core.packet;

/** Two ints in a long, as rows of longs hold them. */
public final class IntPair {

    private static final long LOWER = 0xffff_ffffL;

    private IntPair() {}

    public static long of(int upper, int lower) {
        return (long) upper << 32 | lower & LOWER;
    }

    public static int upper(long pair) {
        return (int) (pair >>> 32);
    }

    public static int lower(long pair) {
        return (int) pair;
    }
}

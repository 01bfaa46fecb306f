package io.vedette.core.detect.victim;

/**
 * About how many ports there are, in 64 bits: linear counting (Whang, Vander-Zanden, Taylor: A Linear-Time Probabilistic
 * Counting Algorithm for Database Applications, ACM TODS 1990). Exact for one, within a fifth up to a hundred; unions are
 * bitwise.
 */
final class Ports {

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;

    private Ports() {}

    static long bit(int port) {
        return 1L << (int) ((port + 1L) * GOLDEN >>> 58);
    }

    /** The estimate; where all bits are set, what can be told at least. */
    static long count(long bits) {
        int zeros = 64 - Long.bitCount(bits);
        return Math.round(64 * Math.log(64.0 / Math.max(1, zeros)));
    }
}

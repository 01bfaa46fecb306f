package io.vedette.core.detect.scan;

/**
 * How many distinct couples failed, once they are more than a list holds: linear counting in 128 bytes (Whang, Vander-Zanden,
 * Taylor, ACM TODS 1990), good within a few per cent up to some thousand. The bits lie in somebody else's array.
 */
final class Overflow {

    /** Ints that the bits take. */
    static final int WORDS = 32;

    private Overflow() {}

    /** Adds a couple by its hash to the bits that begin at {@code from}. */
    static void add(long couple, int[] words, int from) {
        words[from + ((int) (couple >>> 5) & WORDS - 1)] |= 1 << couple;
    }

    /** Distinct couples that were added. */
    static double count(int[] words, int from) {
        int bits = WORDS * Integer.SIZE;
        int zeros = bits;
        for (int i = 0; i < WORDS; i++) {
            zeros -= Integer.bitCount(words[from + i]);
        }
        return bits * Math.log((double) bits / Math.max(1, zeros));
    }
}

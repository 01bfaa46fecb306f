package io.vedette.core.detect.scan;

/**
 * How many distinct couples failed, once they are more than a list holds: linear counting in 128 bytes (Whang, Vander-Zanden,
 * Taylor, ACM TODS 1990), good within a few per cent up to some thousand.
 */
final class Overflow {

    private final long[] map = new long[16];

    void add(long couple) {
        map[(int) (couple >>> 6) & map.length - 1] |= 1L << couple;
    }

    double count() {
        int bits = map.length * Long.SIZE;
        int zeros = bits;
        for (long word : map) {
            zeros -= Long.bitCount(word);
        }
        return bits * Math.log((double) bits / Math.max(1, zeros));
    }
}

package io.vedette.core.detect.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

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

    void write(DataOutput out) throws IOException {
        for (long word : map) {
            out.writeLong(word);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < map.length; i++) {
            map[i] = in.readLong();
        }
    }
}

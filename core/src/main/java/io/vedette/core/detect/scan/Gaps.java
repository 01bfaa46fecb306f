package io.vedette.core.detect.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Pauses between the probes of one incident, by powers of two: enough for a median within a factor of two. */
final class Gaps {

    private static final int BUCKETS = 40;

    private static final int FIRST_BUCKETS = 12;

    /** When there are so many, a quarter of an hour at a million probes a second, all are halved: older ones count for less. */
    static final int MOST = 1 << 30;

    /** Up to the largest bucket that was needed, by and large. */
    private int[] counts = new int[FIRST_BUCKETS];

    private int total;

    void add(long millis) {
        int bucket = Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, millis)));
        if (bucket >= counts.length) {
            counts = Arrays.copyOf(counts, Math.min(BUCKETS, bucket + bucket / 2));
        }
        counts[bucket]++;
        if (++total == MOST) {
            halve();
        }
    }

    private void halve() {
        total = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            counts[bucket] /= 2;
            total += counts[bucket];
        }
    }

    /** The median, in milliseconds: the middle of the range that it lies in; 0 if there is none. */
    long medianMillis() {
        int below = 0;
        for (int bucket = 0; bucket < counts.length; bucket++) {
            below += counts[bucket];
            if (below * 2L > total) {
                return bucket == 0 ? 0 : (3L << bucket - 1) / 2; // bucket b holds 2^(b-1) to 2^b - 1
            }
        }
        return 0;
    }

    void write(DataOutput out) throws IOException {
        for (int count : Arrays.copyOf(counts, BUCKETS)) {
            out.writeInt(count);
        }
    }

    void read(DataInput in) throws IOException {
        total = 0;
        counts = new int[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = in.readInt();
            total += counts[i];
        }
    }
}

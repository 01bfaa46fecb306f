package io.vedette.core.detect.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Pauses between the probes of one incident, by powers of two: enough for a median within a factor of two. */
final class Gaps {

    private static final int BUCKETS = 40;

    private final int[] counts = new int[BUCKETS];
    private int total;

    void add(long millis) {
        int bucket = Math.min(BUCKETS - 1, Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, millis)));
        counts[bucket]++;
        total++;
    }

    /** The median, in milliseconds: the middle of the range that it lies in; 0 if there is none. */
    long medianMillis() {
        int below = 0;
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            below += counts[bucket];
            if (below * 2L > total) {
                return bucket == 0 ? 0 : (3L << bucket - 1) / 2; // bucket b holds 2^(b-1) to 2^b - 1
            }
        }
        return 0;
    }

    void write(DataOutput out) throws IOException {
        for (int count : counts) {
            out.writeInt(count);
        }
    }

    void read(DataInput in) throws IOException {
        total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            counts[i] = in.readInt();
            total += counts[i];
        }
    }
}

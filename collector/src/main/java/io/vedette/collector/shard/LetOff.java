package io.vedette.collector.shard;

import java.util.Arrays;

/** Contacts that were let off, by reason. Immutable. */
public final class LetOff {

    /** None. */
    public static final LetOff NONE = new LetOff(new long[Allowance.values().length]);

    private final long[] counts;

    LetOff(long[] counts) {
        this.counts = counts.clone();
    }

    public long of(Allowance allowance) {
        return counts[allowance.ordinal()];
    }

    public long total() {
        return Arrays.stream(counts).sum();
    }

    LetOff plus(LetOff other) {
        long[] sum = counts.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += other.counts[i];
        }
        return new LetOff(sum);
    }
}

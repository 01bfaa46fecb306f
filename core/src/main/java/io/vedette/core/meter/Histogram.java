package io.vedette.core.meter;

/**
 * How values are spread: counts of those up to 2^<i>n</i>, for a range of <i>n</i>, and of those beyond. One thread writes,
 * any may read.
 *
 * <p>Powers of two, because the range of a value is then one instruction away, on any path.
 */
public final class Histogram {

    private final int lowest;
    private final Counter[] counts;
    private final Counter sum = new Counter();

    /**
     * @param lowest exponent of the first bound, 0 or more
     * @param highest exponent of the last, 62 at most
     */
    public Histogram(int lowest, int highest) {
        if (lowest < 0 || highest < lowest || highest > 62) {
            throw new IllegalArgumentException("bounds 2^" + lowest + " to 2^" + highest + ", expected 0 to 62");
        }
        this.lowest = lowest;
        counts = new Counter[highest - lowest + 2];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new Counter();
        }
    }

    /** Counts a value; one below zero counts as zero. */
    public void observe(long value) {
        long positive = Math.max(0, value);
        int exponent = positive <= 1 ? 0 : Long.SIZE - Long.numberOfLeadingZeros(positive - 1);
        counts[Math.max(0, Math.min(counts.length - 1, exponent - lowest))].increment();
        sum.add(positive);
    }

    /** Adds what another of the same bounds has counted. Only the thread that owns this one may call it. */
    public void add(Histogram other) {
        if (other.lowest != lowest || other.counts.length != counts.length) {
            throw new IllegalArgumentException("a histogram of other bounds");
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i].add(other.counts[i].get());
        }
        sum.add(other.sum.get());
    }

    /** How many ranges have an upper bound; one more has none. */
    public int bounds() {
        return counts.length - 1;
    }

    /** The {@code i}th upper bound; a value equal to it is below it. */
    public long bound(int i) {
        return 1L << lowest + i;
    }

    /** Values in the {@code i}th range, between the bound before it and its own; the last range is {@link #bounds}. */
    public long count(int i) {
        return counts[i].get();
    }

    /** All values added up. */
    public long sum() {
        return sum.get();
    }
}

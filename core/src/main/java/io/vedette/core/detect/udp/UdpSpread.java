package io.vedette.core.detect.udp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many sources have how much of something: a histogram of integers, which adds up exactly however sources are spread over
 * shards. Belongs to one thread.
 *
 * <p>Counts are exact below 64 and then rounded down to a sixteenth of an octave. Sources with less than two do not count: one
 * failure has no extent.
 */
public final class UdpSpread {

    /** Fewer sources than this, beside the one that is looked at, show nothing that could be called usual. */
    static final int MIN_OTHERS = 5;

    /** Makes the median absolute deviation an estimate of the standard deviation of a normal distribution. */
    private static final double MAD_TO_SIGMA = 1.4826;

    private static final int SIGMAS = 3;
    private static final int EXACT = 64;
    private static final int EXACT_BITS = 6;
    private static final int STEP_BITS = 4;
    private static final int BUCKETS = EXACT + (31 - EXACT_BITS << STEP_BITS);

    private final long[] sources = new long[BUCKETS];

    /** One source, which had {@code from}, now has {@code to}. */
    void move(long from, long to) {
        if (from >= 2) {
            sources[bucket(from)]--;
        }
        if (to >= 2) {
            sources[bucket(to)]++;
        }
    }

    /** Adds what changed elsewhere. */
    void add(UdpSpread changes) {
        for (int i = 0; i < BUCKETS; i++) {
            sources[i] += changes.sources[i];
        }
    }

    /** What is here, which is forgotten. */
    UdpSpread take() {
        UdpSpread taken = new UdpSpread();
        taken.add(this);
        clear();
        return taken;
    }

    void clear() {
        Arrays.fill(sources, 0);
    }

    static int bucket(long count) {
        if (count < EXACT) {
            return (int) count;
        }
        long capped = Math.min(count, Integer.MAX_VALUE);
        int octave = 63 - Long.numberOfLeadingZeros(capped);
        int step = (int) (capped >>> octave - STEP_BITS) & (1 << STEP_BITS) - 1;
        return EXACT + (octave - EXACT_BITS << STEP_BITS) + step;
    }

    /** The least count in a bucket. */
    static long least(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int octave = EXACT_BITS + (bucket - EXACT >> STEP_BITS);
        long step = bucket - EXACT & (1 << STEP_BITS) - 1;
        return (1L << octave) + (step << octave - STEP_BITS);
    }

    /**
     * What a source may have without standing out: median plus three robust standard deviations, of the logarithm of one more
     * than each count, back on the scale of counts. A deviation is at least the noise of counting as much as the median
     * (Poisson: one over the square root), however alike the sources happen to be.
     *
     * <p>The lowest of all values that leaving out any one source gives. So whoever is compared with it has not raised it,
     * without anybody having to know what he had. {@link Double#NaN} with fewer than {@link #MIN_OTHERS} others.
     */
    double usual() {
        long total = Arrays.stream(sources).sum();
        if (total <= MIN_OTHERS) {
            return Double.NaN;
        }
        double lowest = Double.POSITIVE_INFINITY;
        for (int left = 0; left < BUCKETS; left++) {
            if (sources[left] > 0) {
                sources[left]--;
                lowest = Math.min(lowest, upper(total - 1));
                sources[left]++;
            }
        }
        return Math.expm1(lowest);
    }

    private double upper(long total) {
        int middle = at(total);
        double median = Math.log1p(least(middle));
        double noise = 1 / Math.sqrt(1 + least(middle));
        return median + SIGMAS * Math.max(noise, MAD_TO_SIGMA * medianDeviation(middle, median, total));
    }

    /** The bucket in which the source of middle rank lies; of two the lower. */
    private int at(long total) {
        long rank = (total + 1) / 2;
        int bucket = 0;
        for (long below = sources[0]; below < rank; below += sources[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Walks away from the median on both sides, nearest first, until half of the sources are behind. */
    private double medianDeviation(int middle, double median, long total) {
        long left = (total + 1) / 2 - sources[middle];
        int down = middle - 1;
        int up = middle + 1;
        double deviation = 0;
        while (left > 0) {
            double below = down < 0 ? Double.POSITIVE_INFINITY : median - Math.log1p(least(down));
            double above = up >= BUCKETS ? Double.POSITIVE_INFINITY : Math.log1p(least(up)) - median;
            boolean goDown = below <= above;
            long there = sources[goDown ? down : up];
            if (there > 0) {
                deviation = Math.min(below, above);
                left -= there;
            }
            if (goDown) {
                down--;
            } else {
                up++;
            }
        }
        return deviation;
    }

    /** Bytes that {@link #write} takes now. */
    long writtenBytes() {
        return 2 + 10 * Arrays.stream(sources).filter(count -> count != 0).count();
    }

    void write(DataOutput out) throws IOException {
        out.writeShort((int) Arrays.stream(sources).filter(count -> count != 0).count());
        for (int bucket = 0; bucket < BUCKETS; bucket++) {
            if (sources[bucket] != 0) {
                out.writeShort(bucket);
                out.writeLong(sources[bucket]);
            }
        }
    }

    /** Takes over what another instance wrote, in place of what is here. */
    void read(DataInput in) throws IOException {
        clear();
        int many = in.readUnsignedShort();
        for (int i = 0; i < many; i++) {
            int bucket = in.readUnsignedShort();
            if (bucket >= BUCKETS) {
                throw new IOException("bucket " + bucket + ", expected 0 to " + (BUCKETS - 1));
            }
            sources[bucket] = in.readLong();
        }
    }
}

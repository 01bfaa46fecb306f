package io.vedette.core.darknet.report;

/** Which bucket a share or a rate falls into: a step that is a tenth of its decade or less, half away from zero. */
final class Bucket {

    private static final double[] COVERAGE_BELOW = {1e-5, 1e-4, 1e-3, 1e-2, 1e-1};
    private static final double[] COVERAGE_STEP = {1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1};
    private static final double[] RATE_BELOW = {1e2, 1e3, 1e4, 1e5, 1e6};
    private static final double[] RATE_STEP = {1e1, 1e2, 1e3, 1e4, 1e5, 1e6};

    private Bucket() {}

    static double ofCoverage(double share) {
        return nearest(share, step(share, COVERAGE_BELOW, COVERAGE_STEP));
    }

    static double ofRate(double rate) {
        return Double.isInfinite(rate) ? rate : nearest(rate, step(rate, RATE_BELOW, RATE_STEP));
    }

    /** Where a bucket of coverage ends; not beyond 1, which no share exceeds. */
    static double endOfCoverage(double bucket) {
        return Math.min(1, bucket + step(bucket, COVERAGE_BELOW, COVERAGE_STEP) / 2);
    }

    /** Where a bucket of rates ends; infinity has no end. */
    static double endOfRate(double bucket) {
        return bucket + step(bucket, RATE_BELOW, RATE_STEP) / 2;
    }

    private static double step(double value, double[] below, double[] steps) {
        int i = 0;
        while (i < below.length && value >= below[i]) {
            i++;
        }
        return steps[i];
    }

    private static double nearest(double value, double step) {
        // Steps below one as their whole reciprocals: 3 / 1000 is 0.003, 3 * 0.001 is not.
        if (step < 1) {
            double reciprocal = Math.rint(1 / step);
            return away(value * reciprocal) / reciprocal;
        }
        return away(value / step) * step;
    }

    private static double away(double value) {
        return Math.copySign(Math.floor(Math.abs(value) + 0.5), value);
    }
}

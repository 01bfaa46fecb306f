package io.vedette.core.detect.udp;

/** How the next mean is forecast from the last ones. Pure functions; the parameters are fixed by the method's name. */
public enum Smoothing {
    /**
     * Holt's linear trend, damped and robust, on the logarithm of one more than each value, one step ahead. For a series of
     * closed windows; one value is enough.
     *
     * <p>α = 0.3, β = 0.05 (a slope that follows faster than the level, as in {@link #HOLT}, chases noise) and φ = 0.9 (Gardner
     * and McKenzie 1985). An error counts for at most three times the running scale of errors (Gelper, Fried and Croux,
     * "Robust Forecasting with Exponential and Holt-Winters Smoothing", 2010), so that one wild window moves little.
     * Starts at the first value, without slope.
     */
    ROBUST {
        @Override
        public double forecast(double[] series) {
            return robust(series);
        }
    },
    /**
     * Holt's linear trend (double exponential smoothing; Holt 1957) with α = 0.1 and β = 0.9, one step ahead, the initial
     * level and slope chosen by least squares of the one-step errors.
     */
    HOLT {
        @Override
        public double forecast(double[] series) {
            return holt(series);
        }
    },
    /**
     * Simple exponential smoothing with α = 0.1, the initial level chosen by least squares: what PortScanDetector really
     * computes, although its description promises double smoothing.
     */
    REFERENCE {
        @Override
        public double forecast(double[] series) {
            return simple(series);
        }
    };

    private static final double ALPHA = 0.1;
    private static final double BETA = 0.9;

    private static final double ROBUST_ALPHA = 0.3;
    private static final double ROBUST_BETA = 0.05;
    private static final double DAMPING = 0.9;
    private static final double SCALE_WEIGHT = 0.1;
    private static final double CLIP = 3;

    /** A fifth: before there are errors, half again as much or two thirds is nothing wild. */
    private static final double FIRST_SCALE = 0.2;

    /** @param series at least two values unless said otherwise, oldest first */
    public abstract double forecast(double[] series);

    /*
     * The one-step errors are affine in the initial values, so that least squares has a closed form. With level
     * l_t = c_t·l0 + d_t, c_0 = 1, d_0 = 0, the error is e_t = y_t − d_(t−1) − c_(t−1)·l0.
     */
    private static double simple(double[] series) {
        double c = 1;
        double d = 0;
        double numerator = 0;
        double denominator = 0;
        for (double y : series) {
            numerator += c * (y - d);
            denominator += c * c;
            c *= 1 - ALPHA;
            d = ALPHA * y + (1 - ALPHA) * d;
        }
        return c * numerator / denominator + d;
    }

    private static double robust(double[] series) {
        double level = Math.log1p(series[0]);
        double slope = 0;
        double scale = FIRST_SCALE;
        for (int t = 1; t < series.length; t++) {
            double expected = level + DAMPING * slope;
            double error = Math.log1p(series[t]) - expected;
            double clipped = Math.max(-CLIP * scale, Math.min(CLIP * scale, error));
            level = expected + ROBUST_ALPHA * clipped;
            slope = DAMPING * slope + ROBUST_ALPHA * ROBUST_BETA * clipped;
            scale = Math.sqrt(SCALE_WEIGHT * clipped * clipped + (1 - SCALE_WEIGHT) * scale * scale);
        }
        return Math.expm1(level + DAMPING * slope);
    }

    /*
     * Level and slope are affine in (l0, b0): run the recursion for (0,0), and without input for (1,0) and (0,1). The errors
     * of the three runs give the normal equations of a two-parameter least squares.
     */
    private static double holt(double[] series) {
        int n = series.length;
        double[] base = new double[n + 1];
        double[] perLevel = new double[n + 1];
        double[] perSlope = new double[n + 1];
        forecasts(series, 0, 0, 1, base);
        forecasts(series, 1, 0, 0, perLevel);
        forecasts(series, 0, 1, 0, perSlope);
        double ll = 0;
        double ls = 0;
        double ss = 0;
        double le = 0;
        double se = 0;
        for (int t = 0; t < n; t++) {
            double error = series[t] - base[t];
            ll += perLevel[t] * perLevel[t];
            ls += perLevel[t] * perSlope[t];
            ss += perSlope[t] * perSlope[t];
            le += perLevel[t] * error;
            se += perSlope[t] * error;
        }
        double determinant = ll * ss - ls * ls;
        double level = (le * ss - se * ls) / determinant;
        double slope = (se * ll - le * ls) / determinant;
        return base[n] + level * perLevel[n] + slope * perSlope[n];
    }

    /** Fills {@code out[t]} with the forecast for {@code series[t]}, and its last element with that for the next value. */
    private static void forecasts(double[] series, double level, double slope, double input, double[] out) {
        double l = level;
        double b = slope;
        for (int t = 0; t < series.length; t++) {
            out[t] = l + b;
            double before = l;
            l = ALPHA * input * series[t] + (1 - ALPHA) * (l + b);
            b = BETA * (l - before) + (1 - BETA) * b;
        }
        out[series.length] = l + b;
    }
}

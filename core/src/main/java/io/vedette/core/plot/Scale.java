package io.vedette.core.plot;

/** Maps the values from {@code low} to {@code high} onto the pixels from {@code from} to {@code to}. */
record Scale(double low, double high, double from, double to, boolean logarithmic) {

    Scale {
        if (!(high > low) || logarithmic && !(low > 0)) {
            throw new IllegalArgumentException("no scale from " + low + " to " + high);
        }
    }

    /** Pixel of a value; NaN if it has no place. */
    double at(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return Double.isFinite(share) ? from + share * (to - from) : Double.NaN;
    }
}

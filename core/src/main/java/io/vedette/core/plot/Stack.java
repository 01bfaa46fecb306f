package io.vedette.core.plot;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A series with the line it stands on: zero, or the top of the stacked series below it. A gap in a stacked series adds
 * nothing.
 */
final class Stack {

    final Series series;
    private final double @Nullable [] base;

    private Stack(Series series, double @Nullable [] base) {
        this.series = series;
        this.base = base;
    }

    /** {@code series} on top of {@code below}, or on zero if it is not stacked or there is none. */
    static Stack on(@Nullable Stack below, Series series) {
        if (!series.mark().isStacked() || below == null) {
            return new Stack(series, null);
        }
        double[] base = new double[series.size()];
        Arrays.setAll(base, below::top);
        return new Stack(series, base);
    }

    double base(int at) {
        return base == null ? 0 : base[at];
    }

    /** NaN is a gap; never for stacked series. */
    double top(int at) {
        double y = series.y(at);
        return series.mark().isStacked() ? base(at) + (Double.isNaN(y) ? 0 : y) : y;
    }
}

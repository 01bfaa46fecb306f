package io.vedette.core.plot;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Series over one horizontal axis.
 *
 * @param title what is shown
 * @param description the same in a sentence or two
 * @param x the horizontal axis
 * @param left the vertical axis
 * @param right a second vertical axis, for the series that are {@link Series#onRight on the right}; or none
 * @param series drawn in this order, later ones in front
 */
public record XyChart(
        String title,
        String description,
        Axis x,
        NumberAxis left,
        @Nullable NumberAxis right,
        List<Series> series) implements Figure {

    /**
     * @throws IllegalArgumentException if a series is on a right axis that is not there, or stacked series have different x
     */
    public XyChart {
        series = List.copyOf(series);
        Series below = null;
        for (Series one : series) {
            if (one.isOnRight() && right == null) {
                throw new IllegalArgumentException(one.label() + " is on the right, but there is no axis");
            }
            if (one.mark().isStacked()) {
                if (below != null && (below.mark() != one.mark() || !one.isAlignedWith(below))) {
                    throw new IllegalArgumentException("stacked series must share mark and x: " + one.label());
                }
                below = one;
            }
        }
    }

    /** A chart with one vertical axis. */
    public XyChart(String title, String description, Axis x, NumberAxis left, List<Series> series) {
        this(title, description, x, left, null, series);
    }
}

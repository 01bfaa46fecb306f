package io.vedette.core.plot;

import java.util.Arrays;

/**
 * A sequence of points under one key.
 *
 * <p>x values ascend: Unix milliseconds on a {@link TimeAxis}, days on a {@link DayAxis}, numbers on a {@link
 * NumberAxis}. For bars, x is where the bin
 * begins, and all bins are equally wide. A y value of NaN is a gap: nothing is known there, which is not zero.
 */
public final class Series {

    private final String key;
    private final String label;
    private final Mark mark;
    private final boolean right;
    private final double binWidth;
    private final double[] x;
    private final double[] y;

    private Series(String key, String label, Mark mark, boolean right, double binWidth, double[] x, double[] y) {
        if (x.length != y.length) {
            throw new IllegalArgumentException("x has " + x.length + " values, y has " + y.length);
        }
        for (int i = 1; i < x.length; i++) {
            if (!(x[i] >= x[i - 1])) {
                throw new IllegalArgumentException("x must ascend, but does not at " + i);
            }
        }
        if (mark.isBar() != binWidth > 0) {
            throw new IllegalArgumentException("bars, and only bars, have a bin width");
        }
        this.key = key;
        this.label = label;
        this.mark = mark;
        this.right = right;
        this.binWidth = binWidth;
        this.x = x;
        this.y = y;
    }

    /**
     * A series that is not bars.
     *
     * @param key says what it is, across pictures: the same key has the same colour
     * @param label the name that the legend shows
     * @throws IllegalArgumentException if the arrays differ in length, x does not ascend, or the mark wants bins
     */
    public static Series of(String key, String label, Mark mark, double[] x, double[] y) {
        return new Series(key, label, mark, false, 0, x.clone(), y.clone());
    }

    /**
     * A series of bars; parameters as {@link #of}.
     *
     * @param binWidth width of a bin, in units of x
     */
    public static Series bars(String key, String label, Mark mark, double binWidth, double[] x, double[] y) {
        return new Series(key, label, mark, false, binWidth, x.clone(), y.clone());
    }

    /** The same series, measured by the right axis of its chart. */
    public Series onRight() {
        return new Series(key, label, mark, true, binWidth, x, y);
    }

    public String key() {
        return key;
    }

    public String label() {
        return label;
    }

    public Mark mark() {
        return mark;
    }

    public boolean isOnRight() {
        return right;
    }

    /** Width of a bin in units of x; 0 if these are not bars. */
    public double binWidth() {
        return binWidth;
    }

    public int size() {
        return x.length;
    }

    public double x(int at) {
        return x[at];
    }

    /** NaN is a gap. */
    public double y(int at) {
        return y[at];
    }

    /** Whether it has the x values of {@code other}, as stacking requires. */
    boolean isAlignedWith(Series other) {
        return Arrays.equals(x, other.x);
    }
}

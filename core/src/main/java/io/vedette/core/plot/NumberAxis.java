package io.vedette.core.plot;

/**
 * Numbers of one unit.
 *
 * @param label what is measured
 * @param unit unit of the values
 * @param logarithmic whether equal distances are equal ratios; values of zero and below then have no place and are gaps
 * @param upTo the axis reaches at least this value; NaN: as far as the data
 */
public record NumberAxis(String label, Unit unit, boolean logarithmic, double upTo) implements Axis {

    /** A linear axis from zero, as far as the data reach. */
    public static NumberAxis of(String label, Unit unit) {
        return new NumberAxis(label, unit, false, Double.NaN);
    }

    /** A logarithmic axis. */
    public static NumberAxis logarithmic(String label, Unit unit) {
        return new NumberAxis(label, unit, true, Double.NaN);
    }

    /** The same axis, reaching at least {@code value}. */
    public NumberAxis upTo(double value) {
        return new NumberAxis(label, unit, logarithmic, value);
    }
}

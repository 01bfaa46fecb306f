package io.vedette.core.plot;

import java.util.ArrayList;
import java.util.List;

/**
 * Round numbers along an axis: steps of 1, 2 or 5 times a power of ten (of the unit as written, so that bytes step by whole
 * KiB), or powers of ten if the axis is logarithmic.
 *
 * @param ticks ascending; the first is at or below the data, the last at or above
 */
record NumberTicks(List<Tick> ticks) {

    private static final double ROUNDING = 1e-9;

    double low() {
        return ticks.get(0).at();
    }

    double high() {
        return ticks.get(ticks.size() - 1).at();
    }

    /**
     * Ticks from zero to {@code high} or above.
     *
     * @param most how many steps there is room for, at least 1
     */
    static NumberTicks linear(double low, double high, int most, Unit unit) {
        double top = high > low ? high : low + (unit == Unit.RATIO ? 0.01 : 1);
        double divisor = unit.divisor(top);
        double step = roundUp((top - low) / divisor / most) * divisor;
        if (unit == Unit.COUNT || unit == Unit.BYTES) {
            step = Math.max(1, step);
        }
        long first = (long) Math.floor(low / step + ROUNDING);
        long last = Math.max(first + 1, (long) Math.ceil(top / step - ROUNDING));
        List<Tick> ticks = new ArrayList<>();
        for (long i = first; i <= last; i++) {
            ticks.add(new Tick(i * step, unit.format(i * step, top, step)));
        }
        return new NumberTicks(ticks);
    }

    /** Powers of ten from {@code low}, which is above zero, to {@code high}; only every n-th if there is no room for all. */
    static NumberTicks logarithmic(double low, double high, int most, Unit unit) {
        int first = (int) Math.floor(Math.log10(low) + ROUNDING);
        int last = (int) Math.max(first + 1, Math.ceil(Math.log10(high) - ROUNDING));
        int every = Math.max(1, (last - first + most - 1) / most);
        last = first + (last - first + every - 1) / every * every;
        List<Tick> ticks = new ArrayList<>();
        for (int power = first; power <= last; power += every) {
            double value = Math.pow(10, power);
            ticks.add(new Tick(value, unit.format(value)));
        }
        return new NumberTicks(ticks);
    }

    private static double roundUp(double step) {
        double power = Math.pow(10, Math.floor(Math.log10(step) + ROUNDING));
        for (double factor : new double[] {1, 2, 5}) {
            if (step <= factor * power * (1 + ROUNDING)) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    double widest(double size) {
        return ticks.stream()
                .mapToDouble(tick -> TextWidth.of(tick.label(), size))
                .max()
                .orElse(0);
    }
}

package io.vedette.core.plot;

import java.util.Locale;

/** Units of axes, and how their numbers are written. Decimal prefixes are SI's, binary ones IEC 80000-13's. */
public enum Unit {
    /** Things that are counted. */
    COUNT("", 1000),
    BYTES("B", 1024),
    SECONDS("s", 1000),
    PER_SECOND("/s", 1000),
    /** A fraction, written as per cent. */
    RATIO("%", 0);

    private static final String[] SI = {"", "k", "M", "G", "T", "P", "E"};
    private static final String[] IEC = {"", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"};

    private static final double ROUNDING = 1e-9;

    private final String symbol;
    private final int base;

    Unit(String symbol, int base) {
        this.symbol = symbol;
        this.base = base;
    }

    /** Which prefix suits {@code size}: the power of the base. */
    private int power(double size) {
        int power = 0;
        for (double rest = Math.abs(size); base > 0 && rest >= base && power < SI.length - 1; rest /= base) {
            power++;
        }
        return power;
    }

    /** What a value is divided by before it is written, when {@code largest} is the largest one written beside it. */
    double divisor(double largest) {
        return base == 0 ? 0.01 : Math.pow(base, power(largest));
    }

    /**
     * {@code value} as written at a tick.
     *
     * @param largest the largest value of the axis: all its ticks share one prefix
     * @param step distance of two ticks: says how many decimals tell them apart
     */
    String format(double value, double largest, double step) {
        if (value == 0 && base != 0) {
            return "0";
        }
        double divisor = divisor(largest);
        int decimals = (int) Math.max(0, Math.min(6, Math.ceil(-Math.log10(step / divisor) - 1e-9)));
        String number = String.format(Locale.ROOT, "%." + decimals + "f", value / divisor);
        String prefix = base == 0 ? "" : (base == 1024 ? IEC : SI)[power(largest)];
        String suffix = prefix + symbol;
        return suffix.isEmpty() ? number : number + " " + suffix;
    }

    /** {@code value} with its own prefix and three digits that count; below one two of them, or one if that is all. */
    public String format(double value) {
        double scaled = Math.abs(value / divisor(value));
        double step = scaled >= 100 || scaled == Math.rint(scaled) ? 1 : scaled >= 10 ? 0.1 : 0.01;
        if (scaled > 0 && scaled < 1) {
            double first = Math.pow(10, Math.floor(Math.log10(scaled) + ROUNDING));
            step = Math.abs(scaled / first - Math.rint(scaled / first)) < ROUNDING ? first : first / 10;
        }
        return format(value, value, step * divisor(value));
    }
}

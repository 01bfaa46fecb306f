package io.vedette.core.darknet;

/**
 * An interval that contains the true value with a probability of 95 %.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {

    /** The 97.5 % quantile of the standard normal distribution. */
    private static final double Z = 1.959963984540054;

    private static final double TAIL = 0.025;
    private static final int NEWTON_STEPS = 40;

    /**
     * For the mean of a Poisson distribution of which {@code count} was seen: the exact interval of Garwood (Fiducial limits
     * for the Poisson distribution, Biometrika 28, 1936), half the quantiles of chi-square with 2n and 2n + 2 degrees of
     * freedom.
     */
    public static Interval ofPoisson(long count) {
        double low = count == 0 ? 0 : gammaQuantile(count, TAIL);
        return new Interval(low, gammaQuantile(count + 1, 1 - TAIL));
    }

    /**
     * For a share of which {@code hits} of {@code trials} were seen, at least one trial: Wilson's score interval (Probable
     * inference, the law of succession, and statistical inference, JASA 22, 1927).
     */
    public static Interval ofShare(long hits, long trials) {
        double share = Math.min(1, (double) hits / trials);
        double square = Z * Z / trials;
        double centre = (share + square / 2) / (1 + square);
        double half = Z / (1 + square) * Math.sqrt((share * (1 - share) + square / 4) / trials);
        return new Interval(hits == 0 ? 0 : centre - half, hits >= trials ? 1 : centre + half);
    }

    /** The interval of what is {@code factor} times as large. */
    Interval times(double factor) {
        return new Interval(low * factor, high * factor);
    }

    /**
     * Quantile of the gamma distribution with shape {@code k} and scale 1: the approximation of Wilson and Hilferty (The
     * distribution of chi-square, PNAS 17, 1931), made exact by Newton's method held between bounds.
     */
    private static double gammaQuantile(double k, double probability) {
        double z = probability < 0.5 ? -Z : Z;
        double root = 1 - 1 / (9 * k) + z / (3 * Math.sqrt(k));
        double x = root > 0 ? k * root * root * root : k / 1000;
        double below = 0;
        double above = Double.POSITIVE_INFINITY;
        double logGamma = logGamma(k);
        for (int step = 0; step < NEWTON_STEPS; step++) {
            double error = gammaCumulated(k, x, logGamma) - probability;
            if (error > 0) {
                above = x;
            } else {
                below = x;
            }
            double next = x - error / Math.exp((k - 1) * Math.log(x) - x - logGamma);
            if (!(next > below && next < above)) {
                next = above == Double.POSITIVE_INFINITY ? 2 * x : (below + above) / 2;
            }
            if (Math.abs(next - x) <= 1e-12 * x) {
                return next;
            }
            x = next;
        }
        return x;
    }

    /** The regularised incomplete gamma function P(k, x), by its series below k + 1, else by its continued fraction. */
    private static double gammaCumulated(double k, double x, double logGamma) {
        double front = Math.exp(k * Math.log(x) - x - logGamma);
        if (x < k + 1) {
            double term = 1 / k;
            double sum = term;
            for (double n = k + 1; term > sum * 1e-16; n++) {
                term *= x / n;
                sum += term;
            }
            return front * sum;
        }
        double tiny = 1e-300;
        double b = x + 1 - k;
        double c = 1 / tiny;
        double d = 1 / b;
        double fraction = d;
        double factor = 0;
        for (int i = 1; Math.abs(factor - 1) > 1e-15 && i < 100_000; i++) {
            double numerator = -i * (i - k);
            b += 2;
            d = numerator * d + b;
            d = 1 / (Math.abs(d) < tiny ? tiny : d);
            c = b + numerator / c;
            c = Math.abs(c) < tiny ? tiny : c;
            factor = d * c;
            fraction *= factor;
        }
        return 1 - front * fraction;
    }

    /** ln Γ(k): Stirling's series (Abramowitz, Stegun, 6.1.41), after moving small arguments up. */
    private static double logGamma(double k) {
        double shift = 0;
        double x = k;
        while (x < 10) {
            shift += Math.log(x);
            x++;
        }
        double square = 1 / (x * x);
        double series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square / 1680))) / x;
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
    }
}

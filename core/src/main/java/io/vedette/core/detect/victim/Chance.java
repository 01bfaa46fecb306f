package io.vedette.core.detect.victim;

/** How probable it is that sources that know nothing of each other look as if they did. */
final class Chance {

    private Chance() {}

    /** Probability of at most {@code count} events where {@code mean} are expected: the Poisson distribution. */
    static double ofAtMost(int count, double mean) {
        double term = Math.exp(-mean);
        double sum = term;
        for (int i = 1; i <= count; i++) {
            term *= mean / i;
            sum += term;
        }
        return Math.min(1, sum);
    }

    /**
     * Probability that so many beginnings, each at any time of a window, lie within {@code share} of it: the distribution of
     * the range of a uniform sample (David, Nagaraja: Order Statistics, 2003, section 2.3).
     *
     * @param count 2 or more
     * @param share of the window, from 0; more than 1 counts as 1
     */
    static double ofSpan(int count, double share) {
        double within = Math.min(1, share);
        return count * Math.pow(within, count - 1) - (count - 1) * Math.pow(within, count);
    }
}

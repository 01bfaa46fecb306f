package io.vedette.core.darknet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an event tells of the whole Internet, if its source chooses destinations at random.
 *
 * @param rate packets per second to all of IPv4, from the n - 1 gaps between n packets; null below two packets or in no time
 * @param rateInterval from the quantiles of the Poisson distribution of those n - 1
 * @param coverage share of all addresses reached
 * @param coverageInterval Wilson's, of destinations among the addresses of the darknet
 * @param totalPackets sent to all of IPv4
 * @param order in which destinations were chosen
 */
public record Estimates(
        @Nullable Double rate,
        @Nullable Interval rateInterval,
        double coverage,
        Interval coverageInterval,
        double totalPackets,
        Order order) {

    private static final double NANOS_PER_SECOND = 1e9;

    /** Repeats to be expected before their absence means something: at 10, none has the probability 0.00005. */
    private static final double ENOUGH_REPEATS = 10;

    /** Standard deviations from what is expected. */
    private static final double BOUND = 4;

    /** How a source chooses the next address. */
    public enum Order {
        /** Each address once, in an order of its own, as ZMap and Masscan do. */
        PERMUTATION,
        /** At random, whatever it chose before, as Mirai does. */
        RANDOM,
        /** The same addresses again and again. */
        REPEATING,
        /** Too few packets to tell. */
        UNKNOWN;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Estimates from an event in a darknet of so many addresses. */
    public static Estimates of(DarknetEvent event, long darknetSize) {
        double factor = 0x1p32 / darknetSize;
        double seconds = (event.latestNanos() - event.firstNanos()) / NANOS_PER_SECOND;
        long gaps = event.packets() - 1;
        boolean hasRate = gaps > 0 && seconds > 0;
        long uniques = Math.min(darknetSize, event.destinations().addresses());
        return new Estimates(
                hasRate ? gaps / seconds * factor : null,
                hasRate ? Interval.ofPoisson(gaps).times(factor / seconds) : null,
                (double) uniques / darknetSize,
                Interval.ofShare(uniques, darknetSize),
                event.packets() * factor,
                order(event.packets(), uniques, darknetSize));
    }

    /**
     * Compares the repeats with those of n choices with replacement from N addresses, of which
     * N (1 - (1 - 1/N)<sup>n</sup>) different ones are expected. Their variance is below their number.
     */
    private static Order order(long packets, long uniques, long size) {
        double different = -size * Math.expm1(packets * Math.log1p(-1.0 / size));
        double expected = packets - different;
        double repeats = packets - uniques;
        double deviation = BOUND * Math.sqrt(Math.max(1, expected));
        if (repeats > expected + deviation) {
            return Order.REPEATING;
        } else if (expected < ENOUGH_REPEATS || size == 1) {
            return Order.UNKNOWN;
        }
        return repeats < expected - deviation || repeats == 0 ? Order.PERMUTATION : Order.RANDOM;
    }
}

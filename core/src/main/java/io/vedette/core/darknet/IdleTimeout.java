package io.vedette.core.darknet;

import java.time.Duration;

/**
 * How long a source must be silent before its event is over.
 *
 * <p>A scan of random addresses at a rate r in packets per second arrives at N of 2<sup>32</sup> addresses as a Poisson stream
 * of rate rN / 2<sup>32</sup>. A gap of T seconds in it has the probability exp(-T r N / 2<sup>32</sup>), so that
 * <b>T = ln(1/ε) 2<sup>32</sup> / (N r)</b> splits a scan that goes on with a probability of at most ε per gap. For 475,136
 * addresses, 100 packets per second and ε = 0.001 that is 624 seconds, the value Merit uses.
 */
public final class IdleTimeout {

    private static final double ADDRESSES = 0x1p32;

    private IdleTimeout() {}

    /**
     * The time for a darknet and the slowest scan that is to stay whole, in whole seconds, at least one.
     *
     * @param darknetSize addresses, 1 to 2^32
     * @param floorRate packets per second that the slowest scan sends to the whole of the Internet, above 0
     * @param epsilon probability of splitting it at one gap, between 0 and 1
     */
    public static Duration of(long darknetSize, double floorRate, double epsilon) {
        if (!(floorRate > 0) || !(epsilon > 0 && epsilon < 1) || darknetSize < 1) {
            throw new IllegalArgumentException("darknet size " + darknetSize + ", rate " + floorRate + ", epsilon "
                    + epsilon + ": expected a size of at least 1, a rate above 0, an epsilon between 0 and 1");
        }
        double seconds = Math.log(1 / epsilon) * ADDRESSES / (darknetSize * floorRate);
        return Duration.ofSeconds(Math.max(1, Math.round(Math.min(seconds, Integer.MAX_VALUE))));
    }
}

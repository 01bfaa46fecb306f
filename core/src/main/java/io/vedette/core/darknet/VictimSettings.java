package io.vedette.core.darknet;

import java.time.Duration;

/**
 * What backscatter must be like to speak of a flood, scaled to the darknet.
 *
 * <p>The constants of Moore, Shannon, Brown, Voelker and Savage (Inferring Internet denial-of-service activity, ACM TOCS 24,
 * 2006) are for a /8: 25 packets, 60 seconds, 30 packets in one minute, an end after 300 silent seconds. 30 packets a minute in
 * a /8 are 128 a second from the victim. In a smaller darknet so few of them arrive that a constant means nothing. Here the
 * least count in a minute is the smallest that a victim with <i>half</i> that rate reaches with a probability of at most 1 in
 * 2000; for a /8 that is 30 again, for 475,136 addresses it is 5, for a /16 it is 3.
 *
 * @param minPackets least packets of a flood: 25 for a /8, in proportion below, never under 10
 * @param minDuration from the first packet to the last
 * @param minWindow packets in the densest minute
 * @param idleTimeout silence after which it is over
 * @param maxVictims senders of backscatter that are watched at once
 */
public record VictimSettings(
        long minPackets, Duration minDuration, long minWindow, Duration idleTimeout, int maxVictims) {

    private static final double SLASH_8 = 1 << 24;
    private static final double HALF_FLOOR_OF_SLASH_8 = 15;
    private static final double PACKETS_OF_SLASH_8 = 25;
    private static final long FEWEST_PACKETS = 10;
    private static final double SIGNIFICANCE = 0.0005;
    private static final int DEFAULT_MAX_VICTIMS = 500_000;

    /** The thresholds for a darknet of so many addresses. */
    public static VictimSettings forDarknet(long size) {
        double share = Math.min(1, size / SLASH_8);
        long packets = Math.max(FEWEST_PACKETS, (long) Math.ceil(PACKETS_OF_SLASH_8 * share));
        return new VictimSettings(
                packets,
                Duration.ofSeconds(60),
                smallestRare(HALF_FLOOR_OF_SLASH_8 * share),
                Duration.ofSeconds(300),
                DEFAULT_MAX_VICTIMS);
    }

    /** The smallest m with P(X ≥ m) ≤ {@link #SIGNIFICANCE} for X of a Poisson distribution with this mean. */
    private static long smallestRare(double mean) {
        double term = Math.exp(-mean);
        double tail = 1 - term;
        long m = 1;
        while (tail > SIGNIFICANCE) {
            term *= mean / m;
            tail -= term;
            m++;
        }
        return m;
    }
}

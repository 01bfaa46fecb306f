package io.vedette.core.darknet;

import java.time.Duration;

/**
 * What makes an event, what is kept of it, and how much memory that may take.
 *
 * @param idleTimeout silence after which an event is over: it ends when a gap is longer than this, not when it is equal
 * @param samples frames kept of each event, at least one
 * @param uniques different destinations below which an event is left out, at least one; no frame is kept before as many packets
 *     were seen
 * @param rate packets per second to the whole of the Internet, by extrapolation, below which an event is left out
 * @param minPackets packets below which an event is left out
 * @param darknetSize addresses of the darknet, 1 to 2^32
 * @param seed of the choice of samples and of hashes; the same seed gives the same output
 * @param maxEvents open events at once
 * @param maxSetBytes memory for exact sets of destinations; beyond it, larger ones become estimates
 * @param maxSampleBytes memory for samples of open events
 */
public record DarknetSettings(
        Duration idleTimeout,
        int samples,
        int uniques,
        double rate,
        long minPackets,
        long darknetSize,
        long seed,
        int maxEvents,
        long maxSetBytes,
        long maxSampleBytes) {

    /** Addresses of Merit's darknet, which its program has built in. */
    public static final long MERIT_SIZE = 475_136;

    /** Open events for which a heap of 2 GiB suffices. */
    public static final int DEFAULT_MAX_EVENTS = 2_000_000;

    private static final long ADDRESSES = 1L << 32;
    private static final long MEBIBYTE = 1L << 20;

    public DarknetSettings {
        require(idleTimeout.compareTo(Duration.ZERO) > 0, "idle timeout " + idleTimeout + ", expected more than 0");
        require(samples > 0, "samples " + samples + ", expected at least 1");
        require(uniques > 0, "uniques " + uniques + ", expected at least 1");
        require(!Double.isNaN(rate), "rate is not a number");
        require(
                darknetSize > 0 && darknetSize <= ADDRESSES,
                "darknet size " + darknetSize + ", expected 1 to " + ADDRESSES);
        require(maxEvents > 0, "events " + maxEvents + ", expected at least 1");
    }

    private static void require(boolean right, String message) {
        if (!right) {
            throw new IllegalArgumentException(message);
        }
    }

    /** These samples and this timeout for Merit's darknet, without filters. */
    public static DarknetSettings of(Duration idleTimeout, int samples) {
        return new DarknetSettings(
                idleTimeout, samples, 1, 0, 0, MERIT_SIZE, 0, DEFAULT_MAX_EVENTS, 640 * MEBIBYTE, 512 * MEBIBYTE);
    }

    /** The same with these filters. */
    public DarknetSettings withFilters(int atLeastUniques, double atLeastRate, long atLeastPackets) {
        return new DarknetSettings(
                idleTimeout,
                samples,
                atLeastUniques,
                atLeastRate,
                atLeastPackets,
                darknetSize,
                seed,
                maxEvents,
                maxSetBytes,
                maxSampleBytes);
    }

    /** The same for a darknet of another size. */
    public DarknetSettings withDarknetSize(long addresses) {
        return new DarknetSettings(
                idleTimeout,
                samples,
                uniques,
                rate,
                minPackets,
                addresses,
                seed,
                maxEvents,
                maxSetBytes,
                maxSampleBytes);
    }

    /** The same with another seed. */
    public DarknetSettings withSeed(long otherSeed) {
        return new DarknetSettings(
                idleTimeout,
                samples,
                uniques,
                rate,
                minPackets,
                darknetSize,
                otherSeed,
                maxEvents,
                maxSetBytes,
                maxSampleBytes);
    }

    /** The same with room for as many open events. */
    public DarknetSettings withMaxEvents(int events) {
        return withLimits(events, maxSetBytes, maxSampleBytes);
    }

    /** The same with other limits. */
    public DarknetSettings withLimits(int events, long setBytes, long sampleBytes) {
        return new DarknetSettings(
                idleTimeout, samples, uniques, rate, minPackets, darknetSize, seed, events, setBytes, sampleBytes);
    }

    /** By how much the Internet is larger than the darknet. */
    public double factor() {
        return (double) ADDRESSES / darknetSize;
    }
}

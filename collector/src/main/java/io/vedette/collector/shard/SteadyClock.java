package io.vedette.collector.shard;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * A clock that starts at the wall clock's time and from then on goes as a ticker does: whoever sets the wall clock does not move
 * it. For everything that waits or expires; what is told to people is stamped by the wall clock. Thread-safe if its ticker is.
 */
public final class SteadyClock implements InstantSource {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long startMillis;
    private final long startNanos;
    private final LongSupplier ticker;

    /** @param ticker nanoseconds since some moment, never going back: {@link System#nanoTime} */
    public SteadyClock(InstantSource wallClock, LongSupplier ticker) {
        this.startMillis = wallClock.millis();
        this.ticker = ticker;
        this.startNanos = ticker.getAsLong();
    }

    @Override
    public long millis() {
        return startMillis + (ticker.getAsLong() - startNanos) / NANOS_PER_MILLI;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}

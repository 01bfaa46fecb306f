package io.vedette.core.darknet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which events are worth telling of, by their destinations, extrapolated rate and packets. */
public final class EventFilter {

    private static final double NANOS_PER_SECOND = 1e9;

    /** What an event had too little of. */
    public enum Reason {
        UNIQUES,
        RATE,
        PACKETS;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final DarknetSettings settings;

    EventFilter(DarknetSettings settings) {
        this.settings = settings;
    }

    /**
     * Why the event is left out, or null if it is not. Packets out of order can make an event end before it begins: its rate is
     * then negative, and below any but zero.
     */
    @Nullable
    Reason reject(long uniques, long packets, long firstNanos, long latestNanos) {
        if (uniques < settings.uniques()) {
            return Reason.UNIQUES;
        } else if (settings.rate() > 0 && rate(packets, settings.factor(), firstNanos, latestNanos) < settings.rate()) {
            return Reason.RATE;
        }
        return packets < settings.minPackets() ? Reason.PACKETS : null;
    }

    /**
     * Packets per second as if the whole Internet were the darknet: {@code packets × factor ÷ duration}. Infinite if the event
     * took no time. For the filter and for the tables of counts, which share this rule; {@link Estimates} has a better one.
     */
    public static double rate(long packets, double factor, long firstNanos, long latestNanos) {
        return packets * factor / seconds(latestNanos - firstNanos);
    }

    /** Whole seconds and the rest apart, so that long times keep their nanoseconds as far as a double can. */
    private static double seconds(long nanos) {
        return nanos / 1_000_000_000L + nanos % 1_000_000_000L / NANOS_PER_SECOND;
    }
}

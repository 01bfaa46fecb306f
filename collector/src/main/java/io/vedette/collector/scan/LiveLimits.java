package io.vedette.collector.scan;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When traffic that goes on has been looked at for long enough; a signal ends it in any case.
 *
 * @param packets captured packets, after the filter; null for any number
 * @param duration by the clock on the wall; null for any length
 */
public record LiveLimits(@Nullable Long packets, @Nullable Duration duration) {

    public static final LiveLimits NONE = new LiveLimits(null, null);
}

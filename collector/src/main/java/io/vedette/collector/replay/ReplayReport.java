package io.vedette.collector.replay;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did.
 *
 * @param lines lines handed to the system for sending; without a failure, all were taken by the collector
 * @param bytes bytes of these lines
 * @param elapsed from the first byte sent to the collector's end of the connection
 * @param failure why it ended early and what to do about it, else null
 */
public record ReplayReport(
        long lines, long bytes, Duration elapsed, @Nullable String failure) {

    /** Lines per second, 0 if there was no time. */
    public double rate() {
        return elapsed.isZero() ? 0 : lines * 1e9 / elapsed.toNanos();
    }
}

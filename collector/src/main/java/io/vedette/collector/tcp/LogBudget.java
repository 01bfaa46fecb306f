package io.vedette.collector.tcp;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * So many log lines in so much time, whatever happens; the next line says how many were left out before it.
 *
 * <p>Thread-safe.
 */
final class LogBudget {

    private final int lines;
    private final long windowNanos;
    private final LongSupplier ticker;
    private long windowStart;
    private int used;
    private long leftOut;

    LogBudget(int lines, Duration window, LongSupplier ticker) {
        this.lines = lines;
        this.windowNanos = window.toNanos();
        this.ticker = ticker;
        this.windowStart = ticker.getAsLong() - windowNanos;
    }

    /**
     * Has a line written if the budget allows.
     *
     * @param line writes it; its argument belongs at the end, and is empty unless lines were left out before
     * @return whether the line was written
     */
    boolean spend(Consumer<String> line) {
        long before;
        synchronized (this) {
            long now = ticker.getAsLong();
            if (now - windowStart >= windowNanos) {
                windowStart = now;
                used = 0;
            }
            if (used == lines) {
                leftOut++;
                return false;
            }
            used++;
            before = leftOut;
            leftOut = 0;
        }
        line.accept(before == 0 ? "" : " (" + before + " similar messages left out)");
        return true;
    }
}

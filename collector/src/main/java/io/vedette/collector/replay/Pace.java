package io.vedette.collector.replay;

/**
 * How many lines are due. Counts from the start, so that a delay is made up for, but by a tenth of a second's worth at most:
 * a sender that was stopped must not follow with a flood.
 *
 * <p>Belongs to one thread.
 */
final class Pace {

    private static final long LARGEST_DEBT_NANOS = 100_000_000;

    private final double linesPerNano;
    private long originNanos;
    private double sent;

    /** @param linesPerSecond more than 0 */
    Pace(double linesPerSecond, long startNanos) {
        linesPerNano = linesPerSecond / 1e9;
        originNanos = startNanos;
    }

    /** Lines to be sent now. */
    int due(long nowNanos) {
        double debt = (nowNanos - originNanos) * linesPerNano - sent;
        double largest = Math.max(1, LARGEST_DEBT_NANOS * linesPerNano);
        if (debt > largest) {
            originNanos += (long) ((debt - largest) / linesPerNano);
            debt = largest;
        }
        return (int) Math.min(debt + 1e-6, Integer.MAX_VALUE);
    }

    void sent(int lines) {
        sent += lines;
    }
}

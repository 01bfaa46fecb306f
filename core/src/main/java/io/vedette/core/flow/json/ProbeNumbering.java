package io.vedette.core.flow.json;

import io.vedette.core.flow.IntakeCounts;

/**
 * The running number that a probe gives its records (TOTAL_FLOWS_EXP), as a detector of losses and restarts.
 *
 * <p>Numbers may come a little out of order. A number counts as lost when it has fallen {@value #WINDOW} behind the highest
 * one, or at the end; until then it may still arrive. The highest number once more is a repetition. Any other number that
 * was seen, or is older than the window, means that the probe began again; so does one too far ahead to be a loss.
 */
final class ProbeNumbering {

    private static final int WINDOW = 64;
    private static final long LARGEST_GAP = 1L << 30;

    private final IntakeCounts counts;

    /** Bit i: the number {@code highest - i} arrived, or belongs to a time before the first one. */
    private long arrived = -1;

    private long highest = -1;

    ProbeNumbering(IntakeCounts counts) {
        this.counts = counts;
    }

    void saw(long number) {
        long ahead = number - highest;
        if (highest < 0) {
            begin(number);
        } else if (ahead > 0 && ahead <= LARGEST_GAP) {
            advance(ahead);
            highest = number;
        } else if (ahead < 0 && ahead > -WINDOW && (arrived & 1L << -ahead) == 0) {
            arrived |= 1L << -ahead;
        } else if (ahead != 0) {
            end();
            counts.probeRestarts.increment();
            begin(number);
        }
    }

    private void begin(long number) {
        highest = number;
        arrived = -1;
    }

    private void advance(long ahead) {
        if (ahead == 1) {
            counts.lost.add(~arrived >>> WINDOW - 1);
            arrived = arrived << 1 | 1;
        } else if (ahead < WINDOW) {
            counts.lost.add(Long.bitCount(~arrived >>> WINDOW - ahead));
            arrived = arrived << ahead | 1;
        } else {
            counts.lost.add(Long.bitCount(~arrived) + (ahead - WINDOW));
            arrived = 1;
        }
    }

    /** Counts what is still missing: nothing more will come. */
    void end() {
        counts.lost.add(Long.bitCount(~arrived));
        arrived = -1;
    }
}

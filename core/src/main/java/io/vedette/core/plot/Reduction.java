package io.vedette.core.plot;

import java.util.Arrays;

/**
 * Which points of a line must be drawn so that the picture is the same as with all of them: of each column of pixels the
 * first, the lowest, the highest and the last (Jugel et al., "M4: A Visualization-Oriented Time Series Data Aggregation",
 * VLDB 2014), and every gap between two columns.
 */
final class Reduction {

    private static final int PER_COLUMN = 4;

    private int[] kept = new int[64];
    private int size;

    private Reduction() {}

    /** Positions to draw, ascending. */
    static int[] of(Stack stack, Scale x) {
        Series series = stack.series;
        Reduction reduction = new Reduction();
        int from = 0;
        while (from < series.size()) {
            double column = Math.floor(x.at(series.x(from)));
            int to = from + 1;
            while (to < series.size() && Math.floor(x.at(series.x(to))) == column) {
                to++;
            }
            reduction.keepColumn(stack, from, to);
            from = to;
        }
        return Arrays.copyOf(reduction.kept, reduction.size);
    }

    private void keepColumn(Stack stack, int from, int to) {
        if (to - from <= PER_COLUMN) {
            for (int at = from; at < to; at++) {
                keep(at);
            }
            return;
        }
        int lowest = -1;
        int highest = -1;
        for (int at = from; at < to; at++) {
            double top = stack.top(at);
            if (Double.isNaN(top)) {
                continue;
            }
            lowest = lowest < 0 || top < stack.top(lowest) ? at : lowest;
            highest = highest < 0 || top > stack.top(highest) ? at : highest;
        }
        int[] chosen = {from, lowest, highest, to - 1};
        Arrays.sort(chosen);
        for (int at : chosen) {
            if (at >= 0 && (size == 0 || kept[size - 1] != at)) {
                keep(at);
            }
        }
    }

    private void keep(int at) {
        if (size == kept.length) {
            kept = Arrays.copyOf(kept, size * 2);
        }
        kept[size++] = at;
    }
}

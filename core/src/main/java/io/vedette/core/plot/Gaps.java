package io.vedette.core.plot;

import java.util.List;

/** The bins of a bar chart of which nothing is known: every bar there is NaN. */
final class Gaps {

    private final List<Series> bars;

    private Gaps(List<Series> bars) {
        this.bars = bars;
    }

    static Gaps of(XyChart chart) {
        return new Gaps(
                chart.series().stream().filter(series -> series.mark().isBar()).toList());
    }

    boolean any() {
        if (bars.isEmpty()) {
            return false;
        }
        for (int at = 0; at < bars.get(0).size(); at++) {
            if (isGap(at)) {
                return true;
            }
        }
        return false;
    }

    private boolean isGap(int at) {
        double x = bars.get(0).x(at);
        return bars.stream().allMatch(series -> at < series.size() && series.x(at) == x && Double.isNaN(series.y(at)));
    }

    /** Shades the gaps over the height of {@code area}; neighbours become one surface. */
    void draw(Pen pen, Box area, Scale x) {
        if (bars.isEmpty()) {
            return;
        }
        Series first = bars.get(0);
        for (int at = 0; at < first.size(); at++) {
            if (!isGap(at)) {
                continue;
            }
            double from = x.at(first.x(at));
            while (at + 1 < first.size() && isGap(at + 1)) {
                at++;
            }
            double to = x.at(first.x(at) + first.binWidth());
            pen.gap(new Box(from, area.y(), to - from, area.height()));
        }
    }
}

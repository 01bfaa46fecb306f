package io.vedette.core.plot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a legend.
 *
 * @param key whose colour it is; null stands for places where nothing is known
 * @param mark how the series is drawn
 * @param label its name
 */
record LegendEntry(@Nullable String key, Mark mark, String label) {

    /** Width of the sample with the space behind it, in pixels. */
    static final double SAMPLE = 22;

    /** Between two entries. */
    static final double SPACE = 18;

    static final double HEIGHT = 18;

    private static final LegendEntry GAP = new LegendEntry(null, Mark.BAR, "not known");

    /** The legend of a chart: what its one series is, its axis already says. */
    static List<LegendEntry> of(XyChart chart) {
        List<LegendEntry> entries = new ArrayList<>();
        if (chart.series().size() > 1) {
            for (Series series : chart.series()) {
                String side = series.isOnRight() ? " (right axis)" : "";
                entries.add(new LegendEntry(series.key(), series.mark(), series.label() + side));
            }
        }
        if (Gaps.of(chart).any()) {
            entries.add(GAP);
        }
        return entries;
    }

    void drawSample(Pen pen, double x, double y) {
        double width = SAMPLE - 6;
        double middle = y + Pen.TEXT / 2;
        if (key == null) {
            pen.gap(new Box(x, y + 1, width, Pen.TEXT - 2));
            return;
        }
        String colour = pen.colour(key);
        switch (mark) {
            case LINE -> {
                pen.svg
                        .start("line")
                        .set("x1", x)
                        .set("y1", middle)
                        .set("x2", x + width)
                        .set("y2", middle)
                        .set("stroke", colour)
                        .set("stroke-width", 2);
                pen.dash(key);
                pen.svg.end();
            }
            case DOTS ->
                pen.svg
                        .start("circle")
                        .set("cx", x + width / 2)
                        .set("cy", middle)
                        .set("r", 3)
                        .set("fill", colour)
                        .end();
            default -> pen.rectangle(new Box(x, y + 1, width, Pen.TEXT - 2), colour);
        }
    }
}

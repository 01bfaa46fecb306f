package io.vedette.core.plot;

import io.vedette.core.plot.Pen.Anchor;
import java.util.List;

/** Lays out and draws {@link RankedBars}. */
final class RankedBarsDrawing {

    private static final double GAP = 8;
    private static final double FILL = 0.72;

    /** Part of the width that names may take. */
    private static final double NAMES = 0.35;

    private final Pen pen;
    private final RankedBars figure;

    RankedBarsDrawing(Pen pen, RankedBars figure) {
        this.pen = pen;
        this.figure = figure;
    }

    void draw(Box box) {
        Box rest = pen.title(figure.title(), box, Pen.TITLE);
        if (figure.parts().size() > 1) {
            rest = pen.legend(
                    figure.parts().stream()
                            .map(part -> new LegendEntry(part.key(), Mark.STACKED_BAR, part.label()))
                            .toList(),
                    rest);
        }
        List<RankedBars.Row> rows = figure.rows();
        if (rows.isEmpty()) {
            pen.nothing(rest);
            return;
        }
        Unit unit = figure.axis().unit();
        double largest = rows.stream().mapToDouble(RankedBars.Row::total).max().orElse(0);
        double named = rows.stream()
                .mapToDouble(row -> TextWidth.of(row.label(), Pen.TEXT))
                .max()
                .orElse(0);
        double names = Math.min(rest.width() * NAMES, named);
        double totals = rows.stream()
                .mapToDouble(row -> TextWidth.of(unit.format(row.total()), Pen.TEXT))
                .max()
                .orElse(0);
        Box area = rest.cut(0, totals + GAP * 2, Pen.TEXT * 2 + GAP * 2, names + GAP);
        NumberTicks ticks = NumberTicks.linear(0, largest, (int) Math.max(1, area.width() / 90), unit);
        Scale x = new Scale(ticks.low(), ticks.high(), area.x(), area.right(), false);
        drawAxis(area, rest, ticks, x);
        double height = area.height() / rows.size();
        for (int at = 0; at < rows.size(); at++) {
            drawRow(rows.get(at), new Box(area.x(), area.y() + at * height, area.width(), height), names, x);
        }
        pen.line(area.x(), area.y(), area.x(), area.bottom(), pen.theme.ink());
    }

    private void drawAxis(Box area, Box rest, NumberTicks ticks, Scale x) {
        for (Tick tick : ticks.ticks()) {
            double at = x.at(tick.at());
            pen.line(at, area.y(), at, area.bottom(), pen.theme.grid());
            pen.text(tick.label(), at, area.bottom() + GAP + Pen.TEXT, Anchor.MIDDLE, Pen.TEXT, pen.theme.quietInk());
        }
        pen.text(
                figure.axis().label(),
                area.x() + area.width() / 2,
                rest.bottom() - 2,
                Anchor.MIDDLE,
                Pen.TEXT,
                pen.theme.ink());
    }

    private void drawRow(RankedBars.Row row, Box box, double names, Scale x) {
        double middle = box.y() + box.height() / 2 + Pen.TEXT * 0.35;
        String name = TextWidth.fit(row.label(), Pen.TEXT, names);
        pen.text(name, box.x() - GAP, middle, Anchor.END, Pen.TEXT, pen.theme.ink());
        double thick = Math.max(1, box.height() * FILL);
        double top = box.y() + (box.height() - thick) / 2;
        double from = 0;
        for (int part = 0; part < figure.parts().size(); part++) {
            double to = from + row.values().get(part);
            if (to > from) {
                Box bar = new Box(x.at(from), top, x.at(to) - x.at(from), thick);
                pen.rectangle(bar, pen.colour(figure.parts().get(part).key()));
            }
            from = to;
        }
        String total = figure.axis().unit().format(row.total());
        double beside = x.at(from) + GAP;
        // Else a line of the grid may run through the figures.
        Box behind = new Box(beside - 2, middle - Pen.TEXT, TextWidth.of(total, Pen.TEXT) + 4, Pen.TEXT * 1.3);
        pen.rectangle(behind, pen.theme.background());
        pen.text(total, beside, middle, Anchor.START, Pen.TEXT, pen.theme.quietInk());
    }
}

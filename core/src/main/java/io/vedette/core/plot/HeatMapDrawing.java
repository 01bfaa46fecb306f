package io.vedette.core.plot;

import io.vedette.core.plot.Pen.Anchor;
import java.util.List;

/** Lays out and draws a {@link HeatMap}, with the scale of its colours at the right. */
final class HeatMapDrawing {

    private static final double GAP = 8;
    private static final double NAMES = 0.25;
    private static final double RAMP = 14;
    private static final int RAMP_STEPS = 48;

    private final Pen pen;
    private final HeatMap map;

    HeatMapDrawing(Pen pen, HeatMap map) {
        this.pen = pen;
        this.map = map;
    }

    void draw(Box box) {
        Box rest = pen.title(map.title(), box, Pen.TITLE);
        double largest = map.largest();
        if (Double.isNaN(largest)) {
            pen.nothing(rest);
            return;
        }
        NumberTicks ticks = ticks(largest, (int) Math.max(1, rest.height() / 60));
        double ramp = RAMP + GAP * 2 + ticks.widest(Pen.TEXT) + Pen.TEXT + GAP;
        double widest = map.rows().stream()
                .mapToDouble(row -> TextWidth.of(row, Pen.TEXT))
                .max()
                .orElse(0);
        double names = Math.min(rest.width() * NAMES, widest);
        Box area = rest.cut(GAP, ramp + GAP, Pen.TEXT * 2 + GAP * 2, names + GAP * 2 + Pen.TEXT);
        Scale shares = new Scale(ticks.low(), ticks.high(), 0, 1, map.scale().logarithmic() && ticks.low() > 0);
        drawCells(area, shares);
        drawNames(area, rest, names);
        drawRamp(new Box(area.right() + GAP * 2, area.y(), RAMP, area.height()), ticks, shares);
    }

    private NumberTicks ticks(double largest, int most) {
        double smallest = map.smallestAboveZero();
        boolean logarithmic = map.scale().logarithmic() && !Double.isNaN(smallest);
        Unit unit = map.scale().unit();
        return logarithmic
                ? NumberTicks.logarithmic(smallest, largest, most, unit)
                : NumberTicks.linear(0, largest, most, unit);
    }

    private void drawCells(Box area, Scale shares) {
        pen.gap(area);
        double width = area.width() / map.columns().size();
        double height = area.height() / map.rows().size();
        double line = Math.min(width, height) > 6 ? 1 : 0;
        for (int row = 0; row < map.rows().size(); row++) {
            for (int column = 0; column < map.columns().size(); column++) {
                double value = map.value(row, column);
                if (Double.isNaN(value)) {
                    continue;
                }
                double share = shares.at(value);
                Box cell = new Box(area.x() + column * width, area.y() + row * height, width - line, height - line);
                pen.rectangle(cell, pen.theme.amount(Double.isNaN(share) ? 0 : share));
            }
        }
    }

    private void drawNames(Box area, Box rest, double names) {
        double height = area.height() / map.rows().size();
        int everyRow = (int) Math.max(1, Math.ceil((Pen.TEXT + 2) / height));
        for (int row = 0; row < map.rows().size(); row += everyRow) {
            String name = TextWidth.fit(map.rows().get(row), Pen.TEXT, names);
            double y = area.y() + (row + 0.5) * height + Pen.TEXT * 0.35;
            pen.text(name, area.x() - GAP, y, Anchor.END, Pen.TEXT, pen.theme.quietInk());
        }
        List<String> columns = map.columns();
        double width = area.width() / columns.size();
        double widest = columns.stream()
                .mapToDouble(column -> TextWidth.of(column, Pen.TEXT))
                .max()
                .orElse(0);
        int everyColumn = (int) Math.max(1, Math.ceil((widest + GAP * 2) / width));
        for (int column = 0; column < columns.size(); column += everyColumn) {
            double half = TextWidth.of(columns.get(column), Pen.TEXT) / 2;
            double x = Math.min(rest.right() - half, area.x() + (column + 0.5) * width);
            double y = area.bottom() + GAP + Pen.TEXT;
            pen.text(columns.get(column), x, y, Anchor.MIDDLE, Pen.TEXT, pen.theme.quietInk());
        }
        double middle = area.x() + area.width() / 2;
        pen.text(map.columnLabel(), middle, rest.bottom() - 2, Anchor.MIDDLE, Pen.TEXT, pen.theme.ink());
        double side = area.x() - names - GAP * 1.5;
        pen.upright(map.rowLabel(), side, area.y() + area.height() / 2, Anchor.MIDDLE, Pen.TEXT, pen.theme.ink());
    }

    private void drawRamp(Box box, NumberTicks ticks, Scale shares) {
        double step = box.height() / RAMP_STEPS;
        for (int i = 0; i < RAMP_STEPS; i++) {
            double y = box.bottom() - (i + 1) * step;
            pen.rectangle(new Box(box.x(), y, box.width(), step + 0.5), pen.theme.amount((i + 0.5) / RAMP_STEPS));
        }
        for (Tick tick : ticks.ticks()) {
            double y = box.bottom() - shares.at(tick.at()) * box.height();
            pen.text(
                    tick.label(), box.right() + GAP, y + Pen.TEXT * 0.35, Anchor.START, Pen.TEXT, pen.theme.quietInk());
        }
        double label = box.right() + GAP * 2 + ticks.widest(Pen.TEXT) + Pen.TEXT * 0.6;
        pen.upright(map.scale().label(), label, box.y() + box.height() / 2, Anchor.MIDDLE, Pen.TEXT, pen.theme.ink());
    }
}

package io.vedette.core.plot;

import io.vedette.core.plot.Pen.Anchor;

/** Lays out and draws a {@link PieChart}: the circle at the left, names, shares and amounts beside it. */
final class PieDrawing {

    private static final double ROW = 24;
    private static final double SAMPLE = 14;

    private final Pen pen;
    private final PieChart pie;

    PieDrawing(Pen pen, PieChart pie) {
        this.pen = pen;
        this.pie = pie;
    }

    void draw(Box box) {
        Box rest = pen.title(pie.title(), box, Pen.TITLE);
        if (pie.slices().isEmpty()) {
            pen.nothing(rest);
            return;
        }
        double radius = Math.max(10, Math.min(rest.height(), rest.width() * 0.45) / 2 - 4);
        double centreX = rest.x() + radius + 4;
        double centreY = rest.y() + rest.height() / 2;
        double turned = 0;
        for (PieChart.Slice slice : pie.slices()) {
            double share = slice.value() / pie.total();
            drawSlice(slice, centreX, centreY, radius, turned, share);
            turned += share;
        }
        drawNames(rest.cut(0, 0, 0, radius * 2 + 36), centreY);
    }

    private void drawSlice(PieChart.Slice slice, double x, double y, double radius, double from, double share) {
        pen.svg.start(share >= 1 ? "circle" : "path");
        if (share >= 1) {
            pen.svg.set("cx", x).set("cy", y).set("r", radius);
        } else {
            StringBuilder path = new StringBuilder();
            point(path.append('M'), x, y);
            edge(path.append('L'), x, y, radius, from);
            Svg.appendNumber(path.append('A'), radius);
            Svg.appendNumber(path.append(' '), radius);
            path.append(share > 0.5 ? " 0 1 1 " : " 0 0 1 ");
            edge(path, x, y, radius, from + share);
            pen.svg.set("d", path.append('z').toString());
        }
        pen.svg
                .set("fill", pen.colour(slice.key()))
                .set("stroke", pen.theme.background())
                .set("stroke-width", 1.5)
                .leaf("title", slice.label())
                .endGroup();
    }

    private static void edge(StringBuilder path, double x, double y, double radius, double turn) {
        double angle = turn * 2 * Math.PI;
        point(path, x + radius * StrictMath.sin(angle), y - radius * StrictMath.cos(angle));
    }

    private static void point(StringBuilder path, double x, double y) {
        Svg.appendNumber(path, x);
        Svg.appendNumber(path.append(' '), y);
    }

    private void drawNames(Box box, double middle) {
        double y = middle - pie.slices().size() * ROW / 2;
        double widest = pie.slices().stream()
                .mapToDouble(slice -> TextWidth.of(slice.label(), Pen.TEXT))
                .max()
                .orElse(0);
        for (PieChart.Slice slice : pie.slices()) {
            pen.rectangle(new Box(box.x(), y + (ROW - SAMPLE) / 2, SAMPLE, SAMPLE), pen.colour(slice.key()));
            String numbers = Unit.RATIO.format(slice.value() / pie.total(), 1, 0.001) + ", "
                    + pie.unit().format(slice.value());
            double room = box.width() - SAMPLE - 20 - TextWidth.of(numbers, Pen.TEXT);
            String name = TextWidth.fit(slice.label(), Pen.TEXT, room);
            double base = y + ROW / 2 + Pen.TEXT * 0.35;
            double x = box.x() + SAMPLE + 8;
            pen.text(name, x, base, Anchor.START, Pen.TEXT, pen.theme.ink());
            double after = x + Math.min(room, widest) + 12;
            pen.text(numbers, after, base, Anchor.START, Pen.TEXT, pen.theme.quietInk());
            y += ROW;
        }
    }
}

package io.vedette.core.plot;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Lays out {@link SmallMultiples} in a grid, under one title and one legend. */
final class SmallMultiplesDrawing {

    private static final double SPACE = 16;

    private final Pen pen;
    private final SmallMultiples figure;

    SmallMultiplesDrawing(Pen pen, SmallMultiples figure) {
        this.pen = pen;
        this.figure = figure;
    }

    void draw(Box box) {
        Box rest = pen.title(figure.title(), box, Pen.TITLE);
        List<XyChart> charts = figure.charts();
        if (charts.isEmpty()) {
            pen.nothing(rest);
            return;
        }
        Set<LegendEntry> legend = new LinkedHashSet<>();
        charts.forEach(chart -> legend.addAll(LegendEntry.of(chart)));
        rest = pen.legend(List.copyOf(legend), rest);
        int columns = figure.columns();
        int rows = (charts.size() + columns - 1) / columns;
        double width = (rest.width() - SPACE * (columns - 1)) / columns;
        double height = (rest.height() - SPACE * (rows - 1)) / rows;
        for (int at = 0; at < charts.size(); at++) {
            double x = rest.x() + at % columns * (width + SPACE);
            double y = rest.y() + at / columns * (height + SPACE);
            new XyDrawing(pen, charts.get(at), true).draw(new Box(x, y, width, height));
        }
    }
}

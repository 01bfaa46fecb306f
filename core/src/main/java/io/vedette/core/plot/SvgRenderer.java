package io.vedette.core.plot;

import java.util.List;

/**
 * Draws figures as SVG documents: no scripts, no links, no fonts but the viewer's own.
 *
 * @param theme light or dark
 * @param palette which key has which colour
 */
public record SvgRenderer(Theme theme, Palette palette) {

    /** Room around everything, in pixels. */
    private static final double EDGE = 14;

    private static final int LEAST = 160;
    private static final int MOST = 20_000;

    /**
     * The figure as an SVG document.
     *
     * @param width in pixels, {@value #LEAST} to {@value #MOST}
     * @param height in pixels, {@value #LEAST} to {@value #MOST}
     * @throws IllegalArgumentException if a side is shorter or longer
     */
    public String render(Figure figure, int width, int height) {
        return render(figure, width, height, "");
    }

    /**
     * The same as an element of a page with other pictures.
     *
     * @param name letters and digits that no other picture of the page has
     */
    public String render(Figure figure, int width, int height, String name) {
        if (Math.min(width, height) < LEAST || Math.max(width, height) > MOST) {
            throw new IllegalArgumentException(
                    "a picture has " + LEAST + " to " + MOST + " pixels a side, not " + width + " x " + height);
        }
        Svg svg = new Svg();
        svg.start("svg")
                .set("xmlns", "http://www.w3.org/2000/svg")
                .set("width", width)
                .set("height", height)
                .set("viewBox", "0 0 " + width + " " + height)
                .set("role", "img")
                .set("font-family", Pen.FONT);
        svg.leaf("title", figure.title());
        svg.leaf("desc", figure.description());
        Pen pen = new Pen(svg, theme, palette.numbers(keys(figure)), lines(figure), name);
        pen.defineGap();
        Box all = new Box(0, 0, width, height);
        pen.rectangle(all, theme.background());
        draw(pen, figure, all.cut(EDGE, EDGE, EDGE, EDGE));
        svg.endGroup();
        return svg.document();
    }

    /** All keys that have a colour in a figure, in the order of their drawing. */
    private static List<String> keys(Figure figure) {
        if (figure instanceof XyChart chart) {
            return chart.series().stream().map(Series::key).toList();
        } else if (figure instanceof RankedBars bars) {
            return bars.parts().stream().map(RankedBars.Part::key).toList();
        } else if (figure instanceof PieChart pie) {
            return pie.slices().stream().map(PieChart.Slice::key).toList();
        } else if (figure instanceof SmallMultiples multiples) {
            return multiples.charts().stream()
                    .flatMap(chart -> keys(chart).stream())
                    .distinct()
                    .toList();
        }
        return List.of();
    }

    /** Keys of lines, in the order of their drawing. */
    private static List<String> lines(Figure figure) {
        if (figure instanceof XyChart chart) {
            return chart.series().stream()
                    .filter(series -> series.mark() == Mark.LINE)
                    .map(Series::key)
                    .toList();
        } else if (figure instanceof SmallMultiples multiples) {
            return multiples.charts().stream()
                    .flatMap(chart -> lines(chart).stream())
                    .distinct()
                    .toList();
        }
        return List.of();
    }

    private static void draw(Pen pen, Figure figure, Box box) {
        if (figure instanceof XyChart chart) {
            new XyDrawing(pen, chart, false).draw(box);
        } else if (figure instanceof RankedBars bars) {
            new RankedBarsDrawing(pen, bars).draw(box);
        } else if (figure instanceof PieChart pie) {
            new PieDrawing(pen, pie).draw(box);
        } else if (figure instanceof HeatMap map) {
            new HeatMapDrawing(pen, map).draw(box);
        } else if (figure instanceof SmallMultiples multiples) {
            new SmallMultiplesDrawing(pen, multiples).draw(box);
        }
    }
}

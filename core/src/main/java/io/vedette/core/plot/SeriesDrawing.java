package io.vedette.core.plot;

import java.util.HashSet;
import java.util.Set;

/** Draws one series into the area of its chart. */
final class SeriesDrawing {

    /** Each further overlaid series of bars is that much narrower than the one behind it. */
    private static final double NARROWER = 0.55;

    /** Part of a bin that its bar fills. */
    private static final double FILL = 0.86;

    /** Bars narrower than this many pixels touch each other, and columns of pixels show their highest. */
    private static final double THIN = 2;

    private final Pen pen;
    private final Stack stack;
    private final Series series;
    private final Scale x;
    private final Scale y;
    private final boolean overBars;

    /** @param overBars whether bars are behind it: a line then has an edge that sets it off */
    SeriesDrawing(Pen pen, Stack stack, Scale x, Scale y, boolean overBars) {
        this.pen = pen;
        this.stack = stack;
        this.series = stack.series;
        this.x = x;
        this.y = y;
        this.overBars = overBars;
    }

    /** @param before how many series of overlaid bars are behind this one */
    void draw(int before) {
        pen.svg.start("g").leaf("title", series.label());
        switch (series.mark()) {
            case BAR -> bars(FILL * Math.pow(NARROWER, before));
            case STACKED_BAR -> bars(FILL);
            case LINE -> line();
            case STACKED_AREA -> area();
            case DOTS -> dots();
        }
        pen.svg.endGroup();
    }

    private double floor() {
        return y.from();
    }

    private double pixel(double value) {
        double at = y.at(value);
        return Double.isNaN(at) ? Double.NaN : Math.min(floor(), at);
    }

    private double basePixel(int at) {
        double base = stack.base(at);
        return base == 0 ? floor() : pixel(base);
    }

    private void bars(double fill) {
        if (series.size() == 0) {
            return;
        }
        double bin = x.at(series.x(0) + series.binWidth()) - x.at(series.x(0));
        StringBuilder path = new StringBuilder();
        if (bin < THIN) {
            thinBars(path, Math.max(1, bin));
        } else {
            for (int at = 0; at < series.size(); at++) {
                double width = bin * fill;
                bar(path, x.at(series.x(at)) + (bin - width) / 2, width, basePixel(at), pixel(stack.top(at)));
            }
        }
        surface(path);
    }

    /** One bar for each column of pixels, as high as the highest in it. */
    private void thinBars(StringBuilder path, double width) {
        int at = 0;
        while (at < series.size()) {
            double column = Math.floor(x.at(series.x(at)));
            int highest = -1;
            for (; at < series.size() && Math.floor(x.at(series.x(at))) == column; at++) {
                double top = stack.top(at);
                if (!Double.isNaN(top) && (highest < 0 || top > stack.top(highest))) {
                    highest = at;
                }
            }
            if (highest >= 0) {
                bar(path, column, width, basePixel(highest), pixel(stack.top(highest)));
            }
        }
    }

    private static void bar(StringBuilder path, double left, double width, double base, double top) {
        if (Double.isNaN(top) || !(base > top)) {
            return;
        }
        move(path, 'M', left, base);
        Svg.appendNumber(path.append('V'), top);
        Svg.appendNumber(path.append('h'), width);
        Svg.appendNumber(path.append('V'), base);
        path.append('z');
    }

    private void surface(StringBuilder path) {
        if (path.length() > 0) {
            pen.svg.start("path").set("d", path.toString()).set("fill", pen.colour(series.key()));
            if (series.mark().isStacked()) {
                pen.svg.set("stroke", pen.theme.background());
            }
            pen.svg.end();
        }
    }

    private void line() {
        StringBuilder path = new StringBuilder();
        int[] kept = Reduction.of(stack, x);
        boolean joined = false;
        for (int i = 0; i < kept.length; i++) {
            double top = pixel(stack.top(kept[i]));
            if (Double.isNaN(top)) {
                joined = false;
                continue;
            }
            move(path, joined ? 'L' : 'M', linePixel(kept[i]), top);
            boolean alone = !joined && (i + 1 == kept.length || Double.isNaN(pixel(stack.top(kept[i + 1]))));
            if (alone) {
                path.append("h0.01");
            }
            joined = true;
        }
        if (path.length() == 0) {
            return;
        }
        if (overBars) {
            startLine(path, pen.theme.background(), 4.5);
            pen.svg.end();
        }
        startLine(path, pen.colour(series.key()), overBars ? 2.2 : 1.8);
        pen.dash(series.key());
        pen.svg.end();
    }

    private void startLine(StringBuilder path, String colour, double width) {
        pen.svg
                .start("path")
                .set("d", path.toString())
                .set("fill", "none")
                .set("stroke", colour)
                .set("stroke-width", width)
                .set("stroke-linejoin", "round")
                .set("stroke-linecap", "round");
    }

    private double linePixel(int at) {
        return x.at(series.x(at));
    }

    private void area() {
        int[] kept = Reduction.of(stack, x);
        StringBuilder path = new StringBuilder();
        for (int at : kept) {
            move(path, path.length() == 0 ? 'M' : 'L', linePixel(at), pixel(stack.top(at)));
        }
        for (int i = kept.length - 1; i >= 0; i--) {
            move(path, 'L', linePixel(kept[i]), basePixel(kept[i]));
        }
        if (kept.length > 0) {
            path.append('z');
        }
        surface(path);
    }

    /** A dot that would fall on another is not drawn again. */
    private void dots() {
        Set<Long> taken = new HashSet<>();
        StringBuilder path = new StringBuilder();
        for (int at = 0; at < series.size(); at++) {
            double top = pixel(series.y(at));
            if (!Double.isNaN(top) && taken.add(Math.round(linePixel(at)) << 32 | Math.round(top))) {
                move(path, 'M', Math.round(linePixel(at)), Math.round(top));
                path.append("h0.01");
            }
        }
        if (path.length() > 0) {
            startLine(path, pen.colour(series.key()), 3);
            pen.svg.end();
        }
    }

    private static void move(StringBuilder path, char command, double toX, double toY) {
        Svg.appendNumber(path.append(command), toX);
        Svg.appendNumber(path.append(' '), toY);
    }
}

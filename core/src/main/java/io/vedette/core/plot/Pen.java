package io.vedette.core.plot;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws text, lines and surfaces in the colours of one theme. Lives as long as one picture. */
final class Pen {

    static final double TEXT = 12;
    static final double TITLE = 16;
    static final double SMALL_TITLE = 12;
    static final String FONT = "'DejaVu Sans', Verdana, Arial, Helvetica, sans-serif";

    /** Where text is anchored. */
    enum Anchor {
        START("start"),
        MIDDLE("middle"),
        END("end");

        final String name;

        Anchor(String name) {
            this.name = name;
        }
    }

    private static final double HATCH = 6;
    private static final double[][] DASHES = {{}, {7, 3}, {2, 3}, {9, 3, 2, 3}};

    final Svg svg;
    final Theme theme;
    private final Map<String, Integer> colours;
    private final List<String> lines;
    private final String gap;

    /**
     * @param colours number of the colour of each key
     * @param lines keys that are drawn as lines; the first is solid
     * @param name makes identifiers differ from those of other pictures of one page
     */
    Pen(Svg svg, Theme theme, Map<String, Integer> colours, List<String> lines, String name) {
        this.svg = svg;
        this.theme = theme;
        this.colours = colours;
        this.lines = List.copyOf(lines);
        this.gap = "gap-" + theme.name().toLowerCase(Locale.ROOT) + (name.isEmpty() ? "" : "-" + name);
    }

    /** Colour of a key. */
    String colour(String key) {
        return theme.series(colours.getOrDefault(key, 0));
    }

    /** Sets the dashes of a line, so that lines can be told apart without their colours. */
    void dash(String key) {
        double[] dash = DASHES[Math.max(0, lines.indexOf(key)) % DASHES.length];
        if (dash.length > 0) {
            StringBuilder list = new StringBuilder();
            for (double part : dash) {
                Svg.appendNumber(list.append(list.length() > 0 ? " " : ""), part);
            }
            svg.set("stroke-dasharray", list.toString());
        }
    }

    void text(String text, double x, double y, Anchor anchor, double size, String colour) {
        startText(x, y, anchor, size, colour);
        svg.text(text).end();
    }

    void bold(String text, double x, double y, Anchor anchor, double size) {
        startText(x, y, anchor, size, theme.ink());
        svg.set("font-weight", "bold").text(text).end();
    }

    /** Text that runs upwards. */
    void upright(String text, double x, double y, Anchor anchor, double size, String colour) {
        startText(x, y, anchor, size, colour);
        StringBuilder turn = new StringBuilder("rotate(-90 ");
        Svg.appendNumber(turn, x);
        Svg.appendNumber(turn.append(' '), y);
        svg.set("transform", turn.append(')').toString()).text(text).end();
    }

    private void startText(double x, double y, Anchor anchor, double size, String colour) {
        svg.start("text").set("x", x).set("y", y).set("font-size", size).set("fill", colour);
        if (anchor != Anchor.START) {
            svg.set("text-anchor", anchor.name);
        }
    }

    void line(double x1, double y1, double x2, double y2, String colour) {
        svg.start("line")
                .set("x1", x1)
                .set("y1", y1)
                .set("x2", x2)
                .set("y2", y2)
                .set("stroke", colour)
                .end();
    }

    void rectangle(Box box, String fill) {
        svg.start("rect")
                .set("x", box.x())
                .set("y", box.y())
                .set("width", box.width())
                .set("height", box.height())
                .set("fill", fill)
                .end();
    }

    /** Shades a place where nothing is known, so that it cannot be taken for a small amount, in grey neither. */
    void gap(Box box) {
        rectangle(box, theme.gap());
        rectangle(box, "url(#" + gap + ")");
    }

    /** Defines the hatching of gaps; once for each picture. */
    void defineGap() {
        svg.start("defs")
                .start("pattern")
                .set("id", gap)
                .set("width", HATCH)
                .set("height", HATCH)
                .set("patternUnits", "userSpaceOnUse")
                .start("path")
                .set("d", "M0 6L6 0M-1 1L1 -1M5 7L7 5")
                .set("stroke", theme.grid())
                .set("stroke-width", 1.2)
                .end()
                .endGroup()
                .endGroup();
    }

    /** The title in the top left corner of {@code box}, cut to its width; returns what is left below. */
    Box title(String title, Box box, double size) {
        bold(TextWidth.fit(title, size * 1.1, box.width()), box.x(), box.y() + size, Anchor.START, size);
        return box.cut(size + 8, 0, 0, 0);
    }

    /** Says in the middle of {@code box} that there is nothing to show. */
    void nothing(Box box) {
        gap(box);
        text(
                "no data",
                box.x() + box.width() / 2,
                box.y() + box.height() / 2 + TEXT / 3,
                Anchor.MIDDLE,
                TEXT + 2,
                theme.quietInk());
    }

    /** The legend in rows along the top of {@code box}; returns what is left below. */
    Box legend(List<LegendEntry> entries, Box box) {
        if (entries.isEmpty()) {
            return box;
        }
        double x = box.x();
        double y = box.y();
        for (LegendEntry entry : entries) {
            String label = TextWidth.fit(entry.label(), TEXT, box.width() - LegendEntry.SAMPLE);
            double width = LegendEntry.SAMPLE + TextWidth.of(label, TEXT);
            if (x > box.x() && x + width > box.right()) {
                x = box.x();
                y += LegendEntry.HEIGHT;
            }
            entry.drawSample(this, x, y);
            text(label, x + LegendEntry.SAMPLE, y + TEXT - 1, Anchor.START, TEXT, theme.ink());
            x += width + LegendEntry.SPACE;
        }
        return box.cut(y - box.y() + LegendEntry.HEIGHT + 4, 0, 0, 0);
    }
}

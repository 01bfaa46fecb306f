package io.vedette.core.plot;

import io.vedette.core.plot.Pen.Anchor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out and draws an {@link XyChart}. */
final class XyDrawing {

    /** Pixels that a step of a vertical axis wants. */
    private static final double ROW = 34;

    private static final double LABEL_GAP = 6;

    private final Pen pen;
    private final XyChart chart;
    private final boolean small;
    private final List<Stack> stacks = new ArrayList<>();
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    /** @param small whether this is one of many: a smaller title, and no legend */
    XyDrawing(Pen pen, XyChart chart, boolean small) {
        this.pen = pen;
        this.chart = chart;
        this.small = small;
        Stack below = null;
        for (Series series : chart.series()) {
            Stack stack = Stack.on(below, series);
            stacks.add(stack);
            below = series.mark().isStacked() ? stack : below;
            if (series.size() > 0) {
                low = Math.min(low, series.x(0));
                high = Math.max(high, series.x(series.size() - 1) + series.binWidth());
            }
        }
    }

    void draw(Box box) {
        Box rest = pen.title(chart.title(), box, small ? Pen.SMALL_TITLE : Pen.TITLE);
        if (!small) {
            rest = pen.legend(LegendEntry.of(chart), rest);
        }
        boolean empty = stacks.stream().noneMatch(XyDrawing::hasData);
        if (empty) {
            pen.nothing(rest);
            return;
        }
        drawAxes(rest.cut(Pen.TEXT / 2, 0, 0, 0));
    }

    private static boolean hasData(Stack stack) {
        for (int at = 0; at < stack.series.size(); at++) {
            if (Double.isFinite(stack.series.y(at))) {
                return true;
            }
        }
        return false;
    }

    private void drawAxes(Box box) {
        double bottom = Pen.TEXT * 2 + LABEL_GAP * 2;
        int rows = (int) Math.max(1, (box.height() - bottom) / ROW);
        NumberTicks left = ticks(chart.left(), rows, false);
        NumberAxis rightAxis = chart.right();
        NumberTicks right = rightAxis == null ? null : ticks(rightAxis, rows, true);
        Box area = box.cut(0, margin(right), bottom, margin(left));
        Scale x = new Scale(low, high > low ? high : low + 1, area.x(), area.right(), logarithmicX());
        drawSide(area, left, chart.left(), true);
        if (right != null && rightAxis != null) {
            drawSide(area, right, rightAxis, false);
        }
        Gaps.of(chart).draw(pen, area, x);
        drawGrid(area, left);
        drawBottom(area, box, x);
        drawSeries(area, x, left, right);
        pen.line(area.x(), area.bottom(), area.right(), area.bottom(), pen.theme.ink());
    }

    private boolean logarithmicX() {
        return chart.x() instanceof NumberAxis axis && axis.logarithmic();
    }

    private static double margin(@Nullable NumberTicks ticks) {
        return ticks == null ? LABEL_GAP * 2 : ticks.widest(Pen.TEXT) + LABEL_GAP * 2 + Pen.TEXT + 2;
    }

    private NumberTicks ticks(NumberAxis axis, int rows, boolean onRight) {
        double top = Double.isNaN(axis.upTo()) ? 0 : axis.upTo();
        double least = Double.POSITIVE_INFINITY;
        double bottom = 0;
        for (Stack stack : stacks) {
            for (int at = 0; stack.series.isOnRight() == onRight && at < stack.series.size(); at++) {
                double value = stack.top(at);
                top = value > top ? value : top;
                bottom = value < bottom ? value : bottom;
                least = value > 0 && value < least ? value : least;
            }
        }
        if (!axis.logarithmic()) {
            return NumberTicks.linear(bottom, top, rows, axis.unit());
        }
        return least <= top
                ? NumberTicks.logarithmic(least, top, rows, axis.unit())
                : NumberTicks.logarithmic(1, 10, rows, axis.unit());
    }

    private static Scale vertical(Box area, NumberTicks ticks, NumberAxis axis) {
        return new Scale(ticks.low(), ticks.high(), area.bottom(), area.y(), axis.logarithmic());
    }

    private void drawSide(Box area, NumberTicks ticks, NumberAxis axis, boolean left) {
        Scale y = vertical(area, ticks, axis);
        double edge = left ? area.x() - LABEL_GAP : area.right() + LABEL_GAP;
        for (Tick tick : ticks.ticks()) {
            pen.text(
                    tick.label(),
                    edge,
                    y.at(tick.at()) + Pen.TEXT * 0.35,
                    left ? Anchor.END : Anchor.START,
                    Pen.TEXT,
                    pen.theme.quietInk());
        }
        double away = ticks.widest(Pen.TEXT) + LABEL_GAP;
        pen.upright(
                TextWidth.fit(axis.label(), Pen.TEXT, area.height()),
                left ? edge - away : edge + away + Pen.TEXT * 0.8,
                area.y() + area.height() / 2,
                Anchor.MIDDLE,
                Pen.TEXT,
                pen.theme.ink());
    }

    private void drawGrid(Box area, NumberTicks left) {
        Scale y = vertical(area, left, chart.left());
        for (Tick tick : left.ticks()) {
            pen.line(area.x(), y.at(tick.at()), area.right(), y.at(tick.at()), pen.theme.grid());
        }
    }

    private void drawBottom(Box area, Box box, Scale x) {
        String label = chart.x().label();
        List<Tick> ticks;
        if (chart.x() instanceof TimeAxis axis) {
            TimeTicks times = new TimeTicks(x.low(), x.high(), axis.zone(), area.width(), Pen.TEXT);
            ticks = times.ticks();
            label += " (" + times.context() + ")";
        } else if (chart.x() instanceof DayAxis axis) {
            TimeTicks days = TimeTicks.ofDays(x.low(), x.high(), area.width(), Pen.TEXT);
            ticks = days.ticks();
            label += " (" + days.context(axis.zone()) + ")";
        } else {
            NumberAxis axis = (NumberAxis) chart.x();
            int most = (int) Math.max(1, area.width() / 80);
            NumberTicks numbers = axis.logarithmic()
                    ? NumberTicks.logarithmic(x.low(), x.high(), most, axis.unit())
                    : NumberTicks.linear(x.low(), x.high(), most, axis.unit());
            ticks = numbers.ticks();
        }
        for (Tick tick : ticks) {
            double at = x.at(tick.at());
            if (at < area.x() - 0.5 || at > area.right() + 0.5) {
                continue;
            }
            pen.line(at, area.bottom(), at, area.bottom() + 4, pen.theme.ink());
            double half = TextWidth.of(tick.label(), Pen.TEXT) / 2;
            double inside = Math.max(box.x() + half, Math.min(box.right() - half, at));
            pen.text(
                    tick.label(),
                    inside,
                    area.bottom() + LABEL_GAP + Pen.TEXT,
                    Anchor.MIDDLE,
                    Pen.TEXT,
                    pen.theme.quietInk());
        }
        pen.text(
                TextWidth.fit(label, Pen.TEXT, box.width()),
                area.x() + area.width() / 2,
                box.bottom() - 2,
                Anchor.MIDDLE,
                Pen.TEXT,
                pen.theme.ink());
    }

    private void drawSeries(Box area, Scale x, NumberTicks left, @Nullable NumberTicks right) {
        Scale leftScale = vertical(area, left, chart.left());
        NumberAxis rightAxis = chart.right();
        Scale rightScale = right == null || rightAxis == null ? leftScale : vertical(area, right, rightAxis);
        int bars = 0;
        for (Stack stack : stacks) {
            Series series = stack.series;
            Scale y = series.isOnRight() ? rightScale : leftScale;
            new SeriesDrawing(pen, stack, x, y, bars > 0).draw(bars);
            bars += series.mark().isBar() ? 1 : 0;
        }
    }
}

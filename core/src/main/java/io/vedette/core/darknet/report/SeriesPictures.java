package io.vedette.core.darknet.report;

import io.vedette.core.darknet.report.TimeSeries.Period;
import io.vedette.core.plot.Axis;
import io.vedette.core.plot.Mark;
import io.vedette.core.plot.NumberAxis;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.SmallMultiples;
import io.vedette.core.plot.TimeAxis;
import io.vedette.core.plot.Unit;
import io.vedette.core.plot.XyChart;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a {@link TimeSeries}. Where all intervals have equally long periods the axis shows dates, and a period that is missing
 * between them is a gap; else intervals stand side by side by their numbers.
 */
public final class SeriesPictures {

    private static final int COLUMNS_OF_PORTS = 2;

    private final TimeSeries series;
    private final String what;

    /** For each place on the axis the number of its interval, or -1 for a gap. */
    private final int[] intervals;

    private final double[] x;
    private final double width;
    private final boolean dated;
    private final String shorter;

    /** @param what which events they are, for titles: "Mirai" */
    public SeriesPictures(TimeSeries series, String what) {
        this.series = series;
        this.what = what;
        int[] places = places(series);
        dated = places != null;
        Period first = series.period(0);
        width = dated && first != null ? first.endMillis() - first.startMillis() : 1;
        Period last = series.period(series.intervals() - 1);
        boolean lastIsShorter = dated && last != null && last.endMillis() - last.startMillis() < width;
        shorter = lastIsShorter ? "; the last one is shorter" : "";
        intervals = places == null ? identity(series.intervals()) : places;
        x = new double[intervals.length];
        double start = dated && first != null ? first.startMillis() : 0;
        Arrays.setAll(x, at -> start + at * width);
    }

    private static int[] identity(int size) {
        int[] all = new int[size];
        Arrays.setAll(all, at -> at);
        return all;
    }

    /** The intervals by their time in steps of the first one's length; null if they do not fit into such steps. */
    private static int @Nullable [] places(TimeSeries series) {
        Period first = series.period(0);
        Period last = series.period(series.intervals() - 1);
        if (first == null || last == null) {
            return null;
        }
        long step = first.endMillis() - first.startMillis();
        long size = (last.startMillis() - first.startMillis()) / step + 1;
        if (size < series.intervals() || size > 20L * series.intervals() + 100) {
            return null; // not in their order, or so far from each other that little but gaps would be seen
        }
        int[] places = new int[(int) size];
        Arrays.fill(places, -1);
        int before = -1;
        for (int interval = 0; interval < series.intervals(); interval++) {
            Period period = series.period(interval);
            boolean isLast = interval == series.intervals() - 1;
            long length = period == null ? 0 : period.endMillis() - period.startMillis();
            if (period == null
                    || (period.startMillis() - first.startMillis()) % step != 0
                    || (isLast ? length > step : length != step)) {
                return null;
            }
            int place = (int) ((period.startMillis() - first.startMillis()) / step);
            if (place <= before) {
                return null;
            }
            places[place] = interval;
            before = place;
        }
        return places;
    }

    /** Packets and events over all ports. */
    public SmallMultiples volume() {
        long[][] values = series.totals();
        return new SmallMultiples(
                what + ": packets and events in each interval" + shorter,
                describe("Bars of packets, and below them of events, over all ports."),
                1,
                List.of(chart("Packets", "packets", values, 0), chart("Events", "events", values, 1)));
    }

    /** Packets to each of some ports. */
    public SmallMultiples ports(List<Integer> ports) {
        List<XyChart> charts = new ArrayList<>();
        for (int port : ports) {
            charts.add(chart("Port " + port, "packets", series.values(port), 0));
        }
        return new SmallMultiples(
                what + ": SYN packets in each interval" + shorter,
                describe("Bars of the SYN packets to each of " + ports.size() + " ports."),
                Math.min(COLUMNS_OF_PORTS, Math.max(1, ports.size())),
                charts);
    }

    private String describe(String text) {
        return text + " " + series.intervals() + " intervals, with the mean of the last " + series.window()
                + " as a line.";
    }

    private XyChart chart(String title, String unit, long[][] values, int column) {
        double[] bars = new double[x.length];
        double[] means = new double[x.length];
        double[] middles = new double[x.length];
        for (int at = 0; at < x.length; at++) {
            int interval = intervals[at];
            middles[at] = x[at] + width / 2;
            bars[at] = interval < 0 ? Double.NaN : values[interval][column];
            means[at] = interval < series.window() - 1 ? Double.NaN : series.average(values, interval, column);
        }
        Axis axis =
                dated ? new TimeAxis("Time", ZoneOffset.UTC) : NumberAxis.of("interval, one for each file", Unit.COUNT);
        return new XyChart(
                title,
                title + " in each interval.",
                axis,
                NumberAxis.of(unit, Unit.COUNT),
                List.of(
                        Series.bars("volume", "in the interval", Mark.BAR, width, x, bars),
                        Series.of("mean", "mean of the last " + series.window(), Mark.LINE, middles, means)));
    }
}

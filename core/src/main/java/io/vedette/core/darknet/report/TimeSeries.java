package io.vedette.core.darknet.report;

import io.vedette.core.darknet.json.ReportedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Packets and events of each port and kind of traffic, interval by interval, with moving averages.
 *
 * <p>The average of an interval is that of the last {@code window} ones, itself among them, and 0 before there are as many. The
 * deviation is the relative distance from the average of the interval before.
 */
public final class TimeSeries {

    private static final String FORMAT = "vedette-darknet-series 2";
    private static final int TCP_SYN = 11;

    private final int window;
    private final List<Integer> watched;
    private final Map<Long, List<long[]>> series = new TreeMap<>();
    private final Map<Integer, Set<String>> previous = new HashMap<>();
    private final Map<Integer, Set<String>> current = new HashMap<>();
    private final Map<Integer, Period> periods = new TreeMap<>();
    private int intervals;

    /**
     * When an interval was.
     *
     * @param startMillis Unix time
     * @param endMillis Unix time of the first moment behind
     */
    public record Period(long startMillis, long endMillis) {

        /** @throws IllegalArgumentException if it ends before it has begun, or at once */
        public Period {
            if (startMillis >= endMillis) {
                throw new IllegalArgumentException("a period from " + startMillis + " to " + endMillis);
            }
        }
    }

    /**
     * @param window intervals of the moving average, at least one
     * @param watched ports whose sources are compared from interval to interval
     */
    public TimeSeries(int window, List<Integer> watched) {
        if (window < 1) {
            throw new IllegalArgumentException("window " + window + ", expected at least 1");
        }
        this.window = window;
        this.watched = List.copyOf(watched);
    }

    /**
     * Begins the next interval.
     *
     * @param period when it was, or null if nobody knows
     */
    public void next(@Nullable Period period) {
        if (period != null) {
            periods.put(intervals, period);
        }
        previous.clear();
        previous.putAll(current);
        current.clear();
        intervals++;
    }

    /** Intervals so far. */
    public int intervals() {
        return intervals;
    }

    /** When an interval was, or null if nobody knows. */
    @Nullable
    Period period(int interval) {
        return periods.get(interval);
    }

    int window() {
        return window;
    }

    /** Adds an event to the interval that began last. */
    public void add(ReportedEvent event) {
        long[] values = cell(key(event.port(), event.traffic()), intervals - 1);
        values[0] += event.packets();
        values[1]++;
        if (event.traffic() == TCP_SYN && watched.contains(event.port())) {
            current.computeIfAbsent(event.port(), port -> new HashSet<>()).add(event.source());
        }
    }

    private static long key(int port, int traffic) {
        return (long) port << 8 | traffic;
    }

    private long[] cell(long key, int interval) {
        List<long[]> values = series.computeIfAbsent(key, unused -> new ArrayList<>());
        while (values.size() <= interval) {
            values.add(new long[2]);
        }
        return values.get(interval);
    }

    /** What the watched ports have in common with the interval before, and with each other, in words. */
    public String overlap() {
        StringBuilder text = new StringBuilder();
        for (int port : watched) {
            Set<String> now = current.getOrDefault(port, Set.of());
            text.append("port ").append(port).append(": ").append(now.size()).append(" sources, ");
            text.append(common(now, previous.getOrDefault(port, Set.of()))).append(" of them before; ");
        }
        if (watched.size() > 1) {
            int first = watched.get(0);
            int second = watched.get(1);
            text.append("ports ").append(first).append(" and ").append(second).append(": ");
            text.append(common(current.getOrDefault(first, Set.of()), current.getOrDefault(second, Set.of())));
            text.append(" sources in common");
        }
        return text.toString();
    }

    private static long common(Set<String> some, Set<String> others) {
        return some.stream().filter(others::contains).count();
    }

    /** The sum over all ports: index, packets, events, and their averages. */
    public void totals(Consumer<String> row) {
        rows(totals(), row, false);
    }

    /** Packets and events of each interval, over all ports. */
    long[][] totals() {
        long[][] sums = new long[intervals][2];
        for (List<long[]> values : series.values()) {
            for (int i = 0; i < values.size(); i++) {
                sums[i][0] += values.get(i)[0];
                sums[i][1] += values.get(i)[1];
            }
        }
        return sums;
    }

    /** The SYNs to one port: index, packets, events, and their averages. Zeros if there were none. */
    public void port(int port, Consumer<String> row) {
        rows(values(port), row, false);
    }

    /** The same with the deviations of packets and of events behind. */
    public void portWithDeviations(int port, Consumer<String> row) {
        rows(values(port), row, true);
    }

    /** Packets and events of the SYNs to one port in each interval. */
    long[][] values(int port) {
        long[][] values = new long[intervals][2];
        List<long[]> known = series.getOrDefault(key(port, TCP_SYN), List.of());
        for (int i = 0; i < known.size(); i++) {
            values[i] = known.get(i);
        }
        return values;
    }

    private void rows(long[][] values, Consumer<String> row, boolean deviations) {
        for (int i = 0; i < values.length; i++) {
            String text = i + ", " + values[i][0] + ", " + values[i][1] + ", "
                    + CountTables.decimal(average(values, i, 0)) + ", "
                    + CountTables.decimal(average(values, i, 1));
            row.accept(
                    deviations
                            ? text + ", " + CountTables.decimal(deviation(values, i, 0)) + ", "
                                    + CountTables.decimal(deviation(values, i, 1))
                            : text);
        }
    }

    double average(long[][] values, int interval, int column) {
        if (interval < window - 1) {
            return 0;
        }
        double sum = 0;
        for (int i = interval - window + 1; i <= interval; i++) {
            sum += values[i][column];
        }
        return sum / window;
    }

    private double deviation(long[][] values, int interval, int column) {
        if (interval < window) {
            return 0;
        }
        double before = average(values, interval - 1, column);
        return (values[interval][column] - before) / before;
    }

    /** Offers everything as lines, to go on with later. */
    public void save(Consumer<String> line) {
        line.accept(FORMAT);
        line.accept("intervals " + intervals);
        periods.forEach((interval, period) ->
                line.accept("period " + interval + " " + period.startMillis() + " " + period.endMillis()));
        series.forEach((key, values) -> {
            StringBuilder text = new StringBuilder("series ").append(key);
            values.forEach(
                    value -> text.append(' ').append(value[0]).append(' ').append(value[1]));
            line.accept(text.toString());
        });
        new TreeMap<>(current)
                .forEach((port, sources) ->
                        sources.stream().sorted().forEach(source -> line.accept("source " + port + " " + source)));
    }

    /**
     * Takes up what was saved, before anything is added.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public void load(List<String> lines) {
        if (lines.isEmpty() || !lines.get(0).equals(FORMAT)) {
            throw new IllegalArgumentException("not a state of a time series");
        }
        for (String line : lines.subList(1, lines.size())) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "intervals" -> intervals = intervals(words[1]);
                case "period" ->
                    periods.put(
                            Integer.valueOf(words[1]), new Period(Long.parseLong(words[2]), Long.parseLong(words[3])));
                case "series" -> {
                    if ((words.length - 2) / 2 > intervals) {
                        throw new IllegalArgumentException("a series of more intervals than there are");
                    }
                    for (int i = 2; i + 1 < words.length; i += 2) {
                        long[] cell = cell(Long.parseLong(words[1]), i / 2 - 1);
                        cell[0] = Long.parseLong(words[i]);
                        cell[1] = Long.parseLong(words[i + 1]);
                    }
                }
                case "source" ->
                    current.computeIfAbsent(Integer.valueOf(words[1]), port -> new HashSet<>())
                            .add(words[2]);
                default -> throw new IllegalArgumentException("an unknown line: " + words[0]);
            }
        }
    }

    private static int intervals(String number) {
        int intervals = Integer.parseInt(number);
        if (intervals < 0) {
            throw new IllegalArgumentException(number + " intervals");
        }
        return intervals;
    }
}

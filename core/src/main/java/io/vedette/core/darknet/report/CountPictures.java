package io.vedette.core.darknet.report;

import io.vedette.core.plot.Mark;
import io.vedette.core.plot.NumberAxis;
import io.vedette.core.plot.RankedBars;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.Unit;
import io.vedette.core.plot.XyChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Figures of {@link CountTables}. */
public final class CountPictures {

    /** Names that a picture shows; more of them nobody reads. */
    public static final int MOST = 20;

    private static final List<RankedBars.Part> SIZES = List.of(
            new RankedBars.Part("small", "reached less than a tenth of the darknet"),
            new RankedBars.Part("large", "reached a tenth or more"));

    private final CountTables tables;

    public CountPictures(CountTables tables) {
        this.tables = tables;
    }

    /** Events by port and kind of traffic, most first. */
    public RankedBars ports() {
        List<RankedBars.Row> rows = new ArrayList<>();
        for (Service service : ranked(tables.all().services)) {
            rows.add(row(
                    service.label(),
                    tables.small().services.get(service),
                    tables.large().services.get(service)));
        }
        return ranked(
                "Events by port and kind of traffic", tables.all().services.size(), rows);
    }

    /** Events by country of the source, most first. */
    public RankedBars countries() {
        List<RankedBars.Row> rows = new ArrayList<>();
        for (String country : ranked(tables.all().countryTotals)) {
            rows.add(row(
                    country.isEmpty() ? "not known" : country,
                    tables.small().countryTotals.get(country),
                    tables.large().countryTotals.get(country)));
        }
        return ranked(
                "Events by country of the source", tables.all().countryTotals.size(), rows);
    }

    private static <K extends Comparable<K>> List<K> ranked(Map<K, Tally> tallies) {
        Comparator<Map.Entry<K, Tally>> most = Comparator.comparingLong(entry -> -entry.getValue().events);
        return tallies.entrySet().stream()
                .sorted(most.thenComparingLong(entry -> -entry.getValue().packets)
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static RankedBars.Row row(String label, @Nullable Tally small, @Nullable Tally large) {
        return new RankedBars.Row(
                label, List.of(small == null ? 0.0 : small.events, large == null ? 0.0 : large.events));
    }

    private RankedBars ranked(String title, int all, List<RankedBars.Row> rows) {
        String shown = all > rows.size() ? title + ": " + rows.size() + " of " + count(all) : title;
        Tally total = tables.all().total;
        return new RankedBars(
                shown,
                shown + ", of " + count(total.events)
                        + " events in all, split by how much of the darknet they reached.",
                NumberAxis.of("events", Unit.COUNT),
                SIZES,
                rows);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Which share of events, and of their packets, reached at most so much of the darknet. */
    public XyChart coverage() {
        return cumulated(
                "Events and packets by coverage",
                "",
                "share of the darknet that an event reached, at most",
                Unit.RATIO,
                tables.coverage(),
                Bucket::endOfCoverage);
    }

    /** Which share of events, and of their packets, came at most so fast. */
    public XyChart rates() {
        Tally instant = tables.rates().get(Double.POSITIVE_INFINITY);
        Tally total = tables.all().total;
        String title = "Events and packets by rate";
        return cumulated(
                instant == null
                        ? title
                        : String.format(
                                Locale.ROOT,
                                "%s: %.1f %% of events have no duration",
                                title,
                                100.0 * instant.events / total.events),
                instant == null
                        ? ""
                        : " " + count(instant.events) + " events with " + count(instant.packets)
                                + " packets have no duration and no rate; the curves end without them.",
                "packets per second to all of IPv4, at most",
                Unit.PER_SECOND,
                tables.rates(),
                Bucket::endOfRate);
    }

    /**
     * The curve at the ends of the buckets, where it is exact. What has no place on the axis, an event without a duration, is
     * missing at its end: it stays below 100 % then.
     */
    private XyChart cumulated(
            String title, String rest, String axis, Unit unit, Map<Double, Tally> buckets, DoubleUnaryOperator end) {
        Tally total = tables.all().total;
        List<Double> placed = buckets.keySet().stream()
                .filter(bucket -> bucket >= 0 && !bucket.isInfinite())
                .toList();
        double[] x = placed.stream().mapToDouble(end::applyAsDouble).toArray();
        double[] events = new double[x.length];
        double[] packets = new double[x.length];
        long eventSum = 0;
        long packetSum = 0;
        int at = 0;
        for (Map.Entry<Double, Tally> bucket : buckets.entrySet()) {
            eventSum += bucket.getValue().events;
            packetSum += bucket.getValue().packets;
            if (placed.contains(bucket.getKey())) {
                events[at] = (double) eventSum / total.events;
                packets[at++] = (double) packetSum / total.packets;
            }
        }
        return new XyChart(
                title,
                "Cumulated shares of " + count(total.events) + " events and " + count(total.packets) + " packets."
                        + rest,
                NumberAxis.logarithmic(axis, unit),
                NumberAxis.of("share of all", Unit.RATIO).upTo(1),
                List.of(
                        Series.of("events", "events", Mark.LINE, x, events),
                        Series.of("packets", "packets", Mark.LINE, x, packets)));
    }
}

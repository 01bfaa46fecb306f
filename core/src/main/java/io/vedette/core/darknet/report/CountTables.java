package io.vedette.core.darknet.report;

import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.EventFilter;
import io.vedette.core.darknet.json.ReportedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Counts of packets and events by coverage, rate, port and country; for all events, small and large ones, and Mirai's. */
public final class CountTables {

    /** Events of a country on a port beyond which the couple gets a row. */
    public static final long COUNTRY_MARGIN = 2500;

    /** Events that reached less than one part in so many of the darknet are small. */
    static final int SMALL_SHARE = 10;

    private final long margin;
    private final Map<Double, Tally> coverage = new TreeMap<>();
    private final Map<Double, Tally> rates = new TreeMap<>();
    private final Map<Double, Tally> miraiCoverage = new TreeMap<>();
    private final Map<Double, Tally> miraiRates = new TreeMap<>();
    private final EventGroup all = new EventGroup();
    private final EventGroup small = new EventGroup();
    private final EventGroup large = new EventGroup();
    private final EventGroup mirai = new EventGroup();
    private long darknetSize;
    private long ofOtherDarknets;
    private long smallMirai;
    private long largeMirai;

    /**
     * @param darknetSize addresses of the darknet; 0 for what the first event says, or for Merit's if it does not say
     * @param margin events of a country on a port beyond which the couple gets a row, {@link #COUNTRY_MARGIN} in the reference
     */
    public CountTables(long darknetSize, long margin) {
        this.darknetSize = darknetSize;
        this.margin = margin;
    }

    /** Counts an event. Small ones reached less than a tenth of the darknet. */
    public void add(ReportedEvent event) {
        // What an event says of the size has seven digits.
        long size = event.darknetSize();
        if (darknetSize == 0) {
            darknetSize = size > 0 ? size : DarknetSettings.MERIT_SIZE;
        }
        ofOtherDarknets += size > 0 && Math.abs(size - darknetSize) > darknetSize * 1e-5 ? 1 : 0;
        boolean isSmall = event.uniqueDests() < darknetSize / SMALL_SHARE;
        double share = Bucket.ofCoverage((double) event.uniqueDests() / darknetSize);
        double rate = Bucket.ofRate(
                EventFilter.rate(event.packets(), 0x1p32 / darknetSize, event.firstNanos(), event.lastNanos()));
        coverage.computeIfAbsent(share, key -> new Tally()).add(event.packets());
        rates.computeIfAbsent(rate, key -> new Tally()).add(event.packets());
        all.add(event);
        (isSmall ? small : large).add(event);
        if (event.mirai()) {
            miraiCoverage.computeIfAbsent(share, key -> new Tally()).add(event.packets());
            miraiRates.computeIfAbsent(rate, key -> new Tally()).add(event.packets());
            mirai.add(event);
            smallMirai += isSmall ? 1 : 0;
            largeMirai += isSmall ? 0 : 1;
        }
    }

    EventGroup all() {
        return all;
    }

    EventGroup small() {
        return small;
    }

    EventGroup large() {
        return large;
    }

    /** By bucket of coverage, ascending; not cumulated. */
    Map<Double, Tally> coverage() {
        return coverage;
    }

    /** By bucket of rate, ascending, infinity last; not cumulated. */
    Map<Double, Tally> rates() {
        return rates;
    }

    /** The names of all tables. */
    public List<String> names() {
        return List.of(
                "coverage",
                "rates",
                "mirai_coverage",
                "mirai_scan_rates",
                "counts",
                "small_counts",
                "large_counts",
                "mirai_counts",
                "country_counts",
                "small_country_counts",
                "large_country_counts",
                "country_total_counts",
                "small_country_total_counts",
                "large_country_total_counts",
                "mirai_country_counts");
    }

    /** The names of the columns of a table, with a comma and a blank between. */
    public String header(String name) {
        return switch (name) {
            case "coverage", "mirai_coverage" -> "coverage, packets, events";
            case "rates", "mirai_scan_rates" -> "rate, packets, events";
            default ->
                name.endsWith("country_total_counts")
                        ? "country, packets, events"
                        : (name.contains("country") ? "country, " : "") + "port, traffic, packets, events";
        };
    }

    /** Offers the rows of a table, in ascending order of their keys, with a comma and a blank between columns. */
    public void rows(String name, Consumer<String> row) {
        switch (name) {
            case "coverage" -> cumulated(coverage, row);
            case "rates" -> cumulated(rates, row);
            case "mirai_coverage" -> cumulated(miraiCoverage, row);
            case "mirai_scan_rates" -> cumulated(miraiRates, row);
            case "counts" -> services(all, row);
            case "small_counts" -> services(small, row);
            case "large_counts" -> services(large, row);
            case "mirai_counts" -> services(mirai, row);
            case "country_counts" -> countries(all, margin, row);
            case "small_country_counts" -> countries(small, margin, row);
            case "large_country_counts" -> countries(large, margin, row);
            case "mirai_country_counts" -> countries(mirai, -1, row);
            case "country_total_counts" -> totals(all, row);
            case "small_country_total_counts" -> totals(small, row);
            case "large_country_total_counts" -> totals(large, row);
            default -> throw new IllegalArgumentException("no table " + name);
        }
    }

    private static void cumulated(Map<Double, Tally> buckets, Consumer<String> row) {
        long packets = 0;
        long events = 0;
        for (Map.Entry<Double, Tally> bucket : buckets.entrySet()) {
            packets += bucket.getValue().packets;
            events += bucket.getValue().events;
            row.accept(decimal(bucket.getKey()) + ", " + packets + ", " + events);
        }
    }

    private static void services(EventGroup group, Consumer<String> row) {
        group.services.forEach((service, tally) -> row.accept(service.text() + text(tally)));
    }

    /** Whether a couple of country and service gets a row depends on all its events, also where only some are counted. */
    private void countries(EventGroup group, long above, Consumer<String> row) {
        group.countries.forEach((country, services) -> services.forEach((service, tally) -> {
            Map<Service, Tally> whole = all.countries.getOrDefault(country, Map.of());
            if (whole.getOrDefault(service, tally).events > above) {
                row.accept(country + ", " + service.text() + text(tally));
            }
        }));
    }

    private static void totals(EventGroup group, Consumer<String> row) {
        group.countryTotals.forEach((country, tally) -> row.accept(country + text(tally)));
    }

    private static String text(Tally tally) {
        return ", " + tally.packets + ", " + tally.events;
    }

    /** Six decimals, infinities with their sign: {@code %f} of the reference. */
    static String decimal(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        } else if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** Totals and tools, in lines for people. */
    public List<String> summary() {
        List<String> lines = new ArrayList<>();
        if (darknetSize > 0) {
            lines.add("darknet of " + darknetSize + " addresses");
        }
        if (ofOtherDarknets > 0) {
            lines.add(ofOtherDarknets + " events were made for a darknet of another size: their coverages and rates are"
                    + " wrong in these tables");
        }
        lines.add(line("all", all));
        lines.add(line("small", small));
        lines.add(line("large", large));
        lines.add("mirai: " + mirai.total.events + " events, " + mirai.total.packets + " packets; " + smallMirai
                + " small, " + largeMirai + " large");
        return lines;
    }

    private static String line(String name, EventGroup group) {
        return name + ": " + group.total.events + " events, " + group.total.packets + " packets; zmap "
                + group.zmap.events + " events, " + group.zmap.packets + " packets; masscan "
                + group.masscan.events + " events, " + group.masscan.packets + " packets";
    }
}

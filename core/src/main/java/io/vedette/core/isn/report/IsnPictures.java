package io.vedette.core.isn.report;

import io.vedette.core.isn.DayCount;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.plot.DayAxis;
import io.vedette.core.plot.HeatMap;
import io.vedette.core.plot.Mark;
import io.vedette.core.plot.NumberAxis;
import io.vedette.core.plot.Palette;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.SmallMultiples;
import io.vedette.core.plot.Unit;
import io.vedette.core.plot.XyChart;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;

/** Figures of an {@link IsnHistory}. Days of which nothing is known are gaps; days without a SYN are bars of no height. */
public final class IsnPictures {

    /** Ports that one picture shows beside each other; more of them nobody reads. */
    public static final int MOST = 120;

    /** Charts beside each other. */
    static final int COLUMNS = 3;

    /** The colours that all these pictures share. */
    public static final Palette PALETTE = Palette.of(List.of("all", "isn", "share"));

    private static final String MARKED = "ISN = destination";

    private final IsnHistory history;
    private final ZoneId zone;
    private final List<LocalDate> days;
    private final List<PortHistory> ranked;

    /** @param zone whose days they are */
    public IsnPictures(IsnHistory history, ZoneId zone) {
        this.history = history;
        this.zone = zone;
        days = history.range().days();
        ranked = history.ports().stream()
                .sorted(Comparator.comparingLong(
                                (PortHistory port) -> -port.total().matching())
                        .thenComparingInt(PortHistory::port))
                .toList();
    }

    IsnHistory history() {
        return history;
    }

    ZoneId zone() {
        return zone;
    }

    /** The ports, those with the most marked SYNs first. */
    public List<PortHistory> ranked() {
        return ranked;
    }

    /** All SYNs to one port, and in front of them those that bear the mark, with their share on the right axis. */
    public XyChart port(PortHistory port) {
        String title =
                "Port " + port.port() + ": " + Unit.COUNT.format(port.total().all()) + " SYNs, "
                        + Unit.RATIO.format(port.total().share()) + " with " + MARKED;
        return chart(port, title, NumberAxis.of("share with " + MARKED, Unit.RATIO));
    }

    private XyChart chart(PortHistory port, String title, NumberAxis right) {
        int size = days.size();
        double[] x = new double[size];
        double[] middles = new double[size];
        double[] all = new double[size];
        double[] marked = new double[size];
        double[] shares = new double[size];
        for (int at = 0; at < size; at++) {
            DayCount count = port.days().get(days.get(at));
            x[at] = days.get(at).toEpochDay();
            middles[at] = x[at] + 0.5;
            all[at] = count == null ? Double.NaN : count.syns().all();
            marked[at] = count == null ? Double.NaN : count.syns().matching();
            shares[at] = count == null || count.syns().all() == 0
                    ? Double.NaN
                    : count.syns().share();
        }
        return new XyChart(
                title,
                "TCP SYN packets to port " + port.port() + " by day, " + period() + ": "
                        + port.total().all()
                        + " in all, of which " + port.total().matching()
                        + " have the address they go to as their initial sequence number.",
                new DayAxis("Date", zone),
                NumberAxis.of("TCP SYN packets", Unit.COUNT),
                right,
                List.of(
                        Series.bars("all", "All", Mark.BAR, 1, x, all),
                        Series.bars("isn", MARKED, Mark.BAR, 1, x, marked),
                        Series.of("share", "share", Mark.LINE, middles, shares).onRight()));
    }

    /** The ports with the most marked SYNs, at most {@value #MOST}, side by side; shares on axes of one size. */
    public SmallMultiples multiples() {
        NumberAxis right = NumberAxis.of("share", Unit.RATIO).upTo(1);
        return new SmallMultiples(
                "TCP SYN packets by port and day" + shown(),
                "One small chart for each interesting port, " + period() + ".",
                COLUMNS,
                ranked.stream()
                        .limit(MOST)
                        .map(port -> chart(
                                port,
                                "Port " + port.port() + ": "
                                        + Unit.RATIO.format(port.total().share()),
                                right))
                        .toList());
    }

    /** Marked SYNs by port and day, at most {@value #MOST} ports. */
    public HeatMap heat() {
        List<PortHistory> ports = ranked.stream().limit(MOST).toList();
        double[] values = new double[ports.size() * days.size()];
        int at = 0;
        for (PortHistory port : ports) {
            for (LocalDate day : days) {
                DayCount count = port.days().get(day);
                values[at++] = count == null ? Double.NaN : count.syns().matching();
            }
        }
        return new HeatMap(
                "SYN packets with " + MARKED + ", by port and day" + shown(),
                "Rows are ports, columns days, " + period()
                        + ". The darker a cell, the more SYN packets had the address they go to as their sequence number.",
                "port",
                ports.stream().map(port -> Integer.toString(port.port())).toList(),
                "date (" + zoneName() + ")",
                days.stream().map(LocalDate::toString).toList(),
                NumberAxis.logarithmic("SYN packets", Unit.COUNT),
                values);
    }

    private String shown() {
        return ranked.size() <= MOST ? "" : ": " + MOST + " of " + interesting() + " ports";
    }

    /** All interesting ports, also those that the history left out. */
    int interesting() {
        return ranked.size() + history.leftOut();
    }

    String period() {
        return history.range().first() + " to " + history.range().last();
    }

    String zoneName() {
        return zone.getId().equals("Z") ? "UTC" : zone.getId();
    }
}

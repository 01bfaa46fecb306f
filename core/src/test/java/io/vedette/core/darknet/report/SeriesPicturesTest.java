package io.vedette.core.darknet.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.darknet.json.ReportedEvent;
import io.vedette.core.darknet.report.TimeSeries.Period;
import io.vedette.core.plot.NumberAxis;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.TimeAxis;
import io.vedette.core.plot.XyChart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SeriesPicturesTest {

    private static final long DAY = 86_400_000L;
    private static final long START = 1_790_812_800_000L;
    private static final double GAP = Double.NaN;

    private final TimeSeries series = new TimeSeries(2, List.of());

    private static Period day(int number) {
        return new Period(START + number * DAY, START + (number + 1) * DAY);
    }

    private void interval(@Nullable Period period, long packets) {
        series.next(period);
        series.add(new ReportedEvent("192.0.2.1", 23, 11, 0, 1, packets, 1, "", false, false, true, 0));
    }

    private XyChart packets() {
        return new SeriesPictures(series, "Mirai").volume().charts().get(0);
    }

    private static List<Double> y(Series series) {
        List<Double> y = new ArrayList<>();
        for (int at = 0; at < series.size(); at++) {
            y.add(series.y(at));
        }
        return y;
    }

    @Test
    void aDayThatIsMissingIsAGap() {
        interval(day(0), 10);
        interval(day(1), 20);
        interval(day(3), 60);

        XyChart chart = packets();

        assertThat(chart.x()).isInstanceOf(TimeAxis.class);
        Series bars = chart.series().get(0);
        assertThat(bars.x(0)).isEqualTo(START);
        assertThat(bars.binWidth()).isEqualTo(DAY);
        assertThat(y(bars)).containsExactly(10.0, 20.0, GAP, 60.0);
        assertThat(y(chart.series().get(1))).containsExactly(GAP, 15.0, GAP, 40.0);
    }

    @Test
    void theLastBlockOfAPeriodMayBeShorter() {
        interval(day(0), 10);
        interval(new Period(START + DAY, START + DAY + DAY / 2), 5);

        assertThat(packets().x()).isInstanceOf(TimeAxis.class);
        SeriesPictures pictures = new SeriesPictures(series, "Mirai");
        assertThat(pictures.volume().title())
                .isEqualTo("Mirai: packets and events in each interval; the last one is shorter");
        assertThat(pictures.ports(List.of(23)).title()).endsWith("; the last one is shorter");
        interval(day(2), 5);
        assertThat(new SeriesPictures(series, "Mirai").volume().title()).endsWith("in each interval");
    }

    @Test
    void intervalsWithoutATimeStandSideBySide() {
        interval(null, 10);
        interval(day(5), 20);

        XyChart chart = packets();

        assertThat(chart.x()).isInstanceOf(NumberAxis.class);
        assertThat(y(chart.series().get(0))).containsExactly(10.0, 20.0);
    }

    @Test
    void timesThatDoNotFitIntoOneAxisAreNotUsed() {
        interval(day(1), 10);
        interval(day(0), 20);
        assertThat(packets().x()).isInstanceOf(NumberAxis.class);

        TimeSeries twice = new TimeSeries(2, List.of());
        twice.next(day(0));
        twice.next(day(0));
        assertThat(new SeriesPictures(twice, "Mirai").volume().charts().get(0).x())
                .isInstanceOf(NumberAxis.class);

        TimeSeries years = new TimeSeries(2, List.of());
        years.next(new Period(0, 1));
        years.next(new Period(Long.MAX_VALUE / 2, Long.MAX_VALUE / 2 + 1));
        assertThat(new SeriesPictures(years, "Mirai")
                        .volume()
                        .charts()
                        .get(0)
                        .series()
                        .get(0)
                        .size())
                .isEqualTo(2);
    }

    @Test
    void timesAreKeptFromRunToRun() {
        interval(day(0), 10);
        List<String> saved = new ArrayList<>();
        series.save(saved::add);
        TimeSeries next = new TimeSeries(2, List.of());
        next.load(saved);
        next.next(day(2));

        assertThat(y(new SeriesPictures(next, "Mirai")
                        .volume()
                        .charts()
                        .get(0)
                        .series()
                        .get(0)))
                .containsExactly(10.0, GAP, 0.0);
    }

    @Test
    void drawsOneChartForEachPort() {
        interval(day(0), 10);

        assertThat(new SeriesPictures(series, "All events")
                        .ports(List.of(23, 80))
                        .charts())
                .extracting(XyChart::title)
                .containsExactly("Port 23", "Port 80");
    }
}

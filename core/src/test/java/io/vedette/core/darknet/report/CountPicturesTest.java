package io.vedette.core.darknet.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.darknet.json.ReportedEvent;
import io.vedette.core.plot.Palette;
import io.vedette.core.plot.RankedBars;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.plot.Theme;
import io.vedette.core.plot.XyChart;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountPicturesTest {

    private static final int DARKNET = 1000;
    private static final long SECOND = 1_000_000_000L;

    private final CountTables tables = new CountTables(DARKNET, 0);
    private final CountPictures pictures = new CountPictures(tables);

    private void add(int port, int traffic, long packets, long uniques, long seconds, String country) {
        tables.add(new ReportedEvent(
                "192.0.2.1", port, traffic, 0, seconds * SECOND, packets, uniques, country, false, false, false, 0));
    }

    private static List<Double> x(Series series) {
        List<Double> x = new ArrayList<>();
        for (int at = 0; at < series.size(); at++) {
            x.add(series.x(at));
        }
        return x;
    }

    private static List<Double> y(Series series) {
        List<Double> y = new ArrayList<>();
        for (int at = 0; at < series.size(); at++) {
            y.add(series.y(at));
        }
        return y;
    }

    @Test
    void ranksPortsByEventsAndSplitsThemBySize() {
        add(23, 11, 10, 99, 1, "DE");
        add(23, 11, 10, 100, 1, "DE");
        add(53, 16, 900, 5, 1, "DE");
        add(0, 0, 1, 1, 1, "");
        add(443, 12, 5, 5, 1, "DE");
        add(80, 14, 5, 5, 1, "DE");

        RankedBars bars = pictures.ports();

        assertThat(bars.title()).isEqualTo("Events by port and kind of traffic");
        assertThat(bars.rows())
                .containsExactly(
                        new RankedBars.Row("23/tcp SYN", List.of(1.0, 1.0)),
                        new RankedBars.Row("53/udp", List.of(1.0, 0.0)),
                        new RankedBars.Row("80/tcp RST", List.of(1.0, 0.0)),
                        new RankedBars.Row("443/tcp SYN-ACK", List.of(1.0, 0.0)),
                        new RankedBars.Row("ICMPEchoRequest", List.of(1.0, 0.0)));
        assertThat(pictures.countries().rows())
                .containsExactly(
                        new RankedBars.Row("DE", List.of(4.0, 1.0)),
                        new RankedBars.Row("not known", List.of(1.0, 0.0)));
    }

    @Test
    void saysHowManyPortsAreNotShown() {
        for (int port = 1; port <= 25; port++) {
            add(port, 11, port, 1, 1, "DE");
        }

        assertThat(pictures.ports().title()).isEqualTo("Events by port and kind of traffic: 20 of 25");
        assertThat(pictures.ports().rows().get(0).label()).isEqualTo("25/tcp SYN");
    }

    /** 96 of 1000 fall into the bucket of 10 %, which ends at 15 %; 40 into 4 %, which ends at 4.5 %. */
    @Test
    void drawsSharesUpToTheEndOfEachBucket() {
        add(23, 11, 30, 96, 1, "DE");
        add(23, 11, 10, 40, 1, "DE");
        add(23, 11, 40, 1000, 1, "DE");

        XyChart chart = pictures.coverage();

        assertThat(x(chart.series().get(0))).containsExactly(0.045, 0.15000000000000002, 1.0);
        assertThat(y(chart.series().get(0))).containsExactly(1.0 / 3, 2.0 / 3, 1.0);
        assertThat(y(chart.series().get(1))).containsExactly(10.0 / 80, 40.0 / 80, 1.0);
    }

    /** Rates are packets × 2³² ÷ 1000 ÷ seconds. An event without a duration has no place, so the curve ends at a half. */
    @Test
    void ratesWithoutEndAreNotDrawn() {
        add(23, 11, 1, 1, 1000, "DE"); // 4294.97: bucket of 4000, which ends at 4500
        add(23, 11, 1, 1, 0, "DE");

        XyChart chart = pictures.rates();

        assertThat(x(chart.series().get(0))).containsExactly(4500.0);
        assertThat(y(chart.series().get(0)).get(0)).isCloseTo(0.5, within(1e-12));
        assertThat(chart.title()).isEqualTo("Events and packets by rate: 50.0 % of events have no duration");
        assertThat(chart.description())
                .endsWith("1 events with 1 packets have no duration and no rate; the curves end without them.");
    }

    @Test
    void ratesOfAllEventsNeedNoExplanation() {
        add(23, 11, 1, 1, 1000, "DE");

        assertThat(pictures.rates().title()).isEqualTo("Events and packets by rate");
    }

    @Test
    void noEventsArePicturesThatSaySo() {
        SvgRenderer renderer = new SvgRenderer(Theme.LIGHT, Palette.of(List.of()));
        assertThat(List.of(pictures.ports(), pictures.countries(), pictures.coverage(), pictures.rates()))
                .allSatisfy(
                        figure -> assertThat(renderer.render(figure, 640, 320)).contains(">no data<"));
    }
}

package io.vedette.core.isn.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.plot.DayAxis;
import io.vedette.core.plot.HeatMap;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.plot.Theme;
import io.vedette.core.plot.XyChart;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IsnPicturesTest {

    private static final double GAP = Double.NaN;

    /** Four days, of which the third is not known. */
    private static final IsnHistory HISTORY = Histories.of(
            4, new long[] {23, 1000, 400, 0, 0, -1, 0, 3000, 600}, new long[] {2323, 500, 500, 700, 700, -1, 0, 1, 0});

    private final IsnPictures pictures = new IsnPictures(HISTORY, ZoneOffset.UTC);

    private static List<Double> y(Series series) {
        List<Double> y = new ArrayList<>();
        for (int at = 0; at < series.size(); at++) {
            y.add(series.y(at));
        }
        return y;
    }

    @Test
    void aPortHasBarsTheirMarkedPartAndItsShare() {
        XyChart chart = pictures.port(HISTORY.ports().get(0));

        assertThat(chart.title()).isEqualTo("Port 23: 4 k SYNs, 25 % with ISN = destination");
        assertThat(chart.description()).contains("2026-10-01 to 2026-10-04: 4000 in all, of which 1000");
        assertThat(chart.x()).isEqualTo(new DayAxis("Date", ZoneOffset.UTC));
        Series all = chart.series().get(0);
        assertThat(all.x(0)).isEqualTo(Histories.FIRST.toEpochDay());
        assertThat(y(all)).containsExactly(1000.0, 0.0, GAP, 3000.0);
        assertThat(y(chart.series().get(1))).containsExactly(400.0, 0.0, GAP, 600.0);
        assertThat(y(chart.series().get(2))).containsExactly(0.4, GAP, GAP, 0.2);
        assertThat(chart.series().get(2).isOnRight()).isTrue();
        assertThat(chart.series().get(2).x(0)).isEqualTo(all.x(0) + 0.5);
    }

    @Test
    void portsStandInTheOrderOfWhatBearsTheMark() {
        assertThat(pictures.ranked()).extracting(PortHistory::port).containsExactly(2323, 23);
        assertThat(pictures.multiples().charts())
                .extracting(XyChart::title)
                .containsExactly("Port 2323: 99.9 %", "Port 23: 25 %");
    }

    @Test
    void theMapKnowsZeroFromNothing() {
        HeatMap map = pictures.heat();
        String drawn = new SvgRenderer(Theme.LIGHT, IsnPictures.PALETTE).render(map, 640, 320);

        assertThat(map.title()).isEqualTo("SYN packets with ISN = destination, by port and day");
        // Six cells are known, and have a colour each; the frame and the ramp are not counted.
        long cells = drawn.lines().filter(line -> line.contains("<rect ")).count() - 48 - 3;
        assertThat(cells).isEqualTo(6);
    }

    @Test
    void manyPortsAreCutAndThatIsSaid() {
        long[][] ports = IntStream.rangeClosed(1, 300)
                .mapToObj(port -> new long[] {port, 2000, 1000 + port})
                .toArray(long[][]::new);
        IsnPictures many = new IsnPictures(Histories.of(1, ports), ZoneOffset.UTC);

        assertThat(many.multiples().charts()).hasSize(IsnPictures.MOST);
        assertThat(many.multiples().title()).endsWith(": 120 of 300 ports");
        assertThat(many.multiples().charts().get(0).title()).startsWith("Port 300:");
    }

    @Test
    void thePageHoldsEverythingAndRunsNothing() {
        IsnPictures local = new IsnPictures(HISTORY, ZoneId.of("Asia/Kathmandu"));
        String page = new IsnPage(local, Interest.DEFAULT, port -> port.port() + ".svg?a=1&b=\"<x>\"").html(Theme.DARK);

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("content=\"default-src 'none'; style-src 'unsafe-inline'\"")
                .contains("2 ports got at least 1,000 SYN packets of which 3 % or more")
                .contains("3 of 4 days are known; days are those of Asia/Kathmandu.")
                .contains("<a href=\"23.svg?a=1&amp;b=&quot;&lt;x&gt;&quot;\">23</a></td><td>4,000</td><td>1,000</td>"
                        + "<td>25.00 %</td><td>23.68 % to 26.37 %</td><td>2,000</td><td>333</td>")
                .contains("<td>about 600</td>")
                .doesNotContain("<script", "<link", "<img", "http://www.w3.org/1999", "@import", "url(http");
        List<String> ids = Arrays.stream(page.split(" id=\""))
                .skip(1)
                .map(rest -> rest.split("\"")[0])
                .toList();
        assertThat(ids).doesNotHaveDuplicates().containsExactly("gap-dark-ports", "gap-dark-days");
        assertThat(page).contains("url(#gap-dark-ports)", "url(#gap-dark-days)");
    }

    @Test
    void portsThatDidNotFitAreCounted() {
        IsnHistory part = new IsnHistory(HISTORY.range(), HISTORY.totals(), HISTORY.ports(), 40);
        String page =
                new IsnPage(new IsnPictures(part, ZoneOffset.UTC), Interest.DEFAULT, port -> "").html(Theme.LIGHT);

        assertThat(page).contains("42 ports got at least", "Shown are the 2 with the most.");
    }

    @Test
    void noInterestingPortsAreAPageThatSaysSo() {
        String page = new IsnPage(new IsnPictures(Histories.of(4), ZoneOffset.UTC), Interest.DEFAULT, port -> "")
                .html(Theme.LIGHT);

        assertThat(page).contains("0 ports got at least", "0 of 4 days are known", ">no data<");
    }
}

package io.vedette.collector.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.collector.darknet.ReportFiles.Form;
import io.vedette.core.darknet.report.CountTables;
import io.vedette.core.darknet.report.TimeSeries;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of counts and series, worked out by hand. */
class ReportFilesTest {

    @TempDir
    Path directory;

    private static String event(
            String source,
            int port,
            int traffic,
            String last,
            long packets,
            long uniques,
            String country,
            String marks) {
        return "{\"SourceIP\":\"" + source + "\",\"Port\":" + port + ",\"Traffic\":" + traffic
                + ",\"First\":\"2020-09-13T12:26:40Z\",\"Last\":\"" + last + "\",\"Packets\":" + packets
                + ",\"Bytes\":1,\"UniqueDests\":" + uniques + ",\"UniqueDest24s\":1,\"Country\":\"" + country + "\","
                + marks + ",\"Samples\":[\"QQ==\"],\"RDNS\":[\"x.\"]}";
    }

    private static final String NO_TOOL = "\"Zmap\":false,\"Masscan\":false,\"Mirai\":false";
    private static final String MIRAI = "\"Zmap\":false,\"Masscan\":false,\"Mirai\":true";
    private static final String BOTH = "\"Zmap\":true,\"Masscan\":true,\"Mirai\":false";

    /*
     * Rates by hand: 12 × 9039.448 / 600 = 180.79 → 200; 10 × 9039.448 / 1000 = 90.39 → 90; no time → infinite.
     * Coverages by hand: 3 / 475136 = 6.314e-6 → 6e-6; 47512 / 475136 = 0.099996 → 0.1; 47513 the same, and large.
     */
    private static final List<String> EVENTS = List.of(
            event("192.0.2.1", 23, 11, "2020-09-13T12:36:40Z", 12, 3, "DE", MIRAI),
            event("192.0.2.2", 80, 11, "2020-09-13T12:43:20Z", 10, 47_512, "US", BOTH),
            event("192.0.2.3", 23, 11, "2020-09-13T12:26:40Z", 5, 47_513, "DE", NO_TOOL),
            event("192.0.2.4", 0, 8, "2020-09-13T12:26:40Z", 1, 1, "", NO_TOOL));

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private void count(Form form, Path file) throws IOException {
        CountTables tables = new CountTables(475_136, 0);
        ReportFiles.read(file, tables::add);
        new ReportFiles(directory, form).write(tables);
    }

    @Test
    void shouldCountAsTheReferenceDoesInBothLayouts() throws IOException {
        for (String text : List.of("[" + String.join(",\n", EVENTS) + "]", String.join("\n", EVENTS))) {
            count(Form.REFERENCE, write("events", text));
            assertThat(lines("coverage.csv")).containsExactly("0.000002, 1, 1", "0.000006, 13, 2", "0.100000, 28, 4");
            assertThat(lines("rates.csv")).containsExactly("90.000000, 10, 1", "200.000000, 22, 2", "+Inf, 28, 4");
            assertThat(lines("mirai_coverage.csv")).containsExactly("0.000006, 12, 1");
            assertThat(lines("mirai_scan_rates.csv")).containsExactly("200.000000, 12, 1");
            assertThat(lines("counts.csv")).containsExactly("0, 8, 1, 1", "23, 11, 17, 2", "80, 11, 10, 1");
            assertThat(lines("small_counts.csv")).containsExactly("0, 8, 1, 1", "23, 11, 12, 1", "80, 11, 10, 1");
            assertThat(lines("large_counts.csv")).containsExactly("23, 11, 5, 1");
            assertThat(lines("mirai_counts.csv")).containsExactly("23, 11, 12, 1");
            assertThat(lines("country_counts.csv"))
                    .containsExactly(", 0, 8, 1, 1", "DE, 23, 11, 17, 2", "US, 80, 11, 10, 1");
            assertThat(lines("country_total_counts.csv")).containsExactly(", 1, 1", "DE, 17, 2", "US, 10, 1");
            assertThat(lines("small_country_total_counts.csv")).containsExactly(", 1, 1", "DE, 12, 1", "US, 10, 1");
            assertThat(lines("large_country_total_counts.csv")).containsExactly("DE, 5, 1");
            assertThat(lines("mirai_country_counts.csv")).containsExactly("DE, 23, 11, 12, 1");
        }
    }

    @Test
    void shouldGiveCountriesARowOnlyBeyondTheMargin() throws IOException {
        CountTables tables = new CountTables(475_136, 1);
        ReportFiles.read(write("events", String.join("\n", EVENTS)), tables::add);
        new ReportFiles(directory, Form.REFERENCE).write(tables);
        assertThat(lines("country_counts.csv")).containsExactly("DE, 23, 11, 17, 2");
        assertThat(lines("small_country_counts.csv")).containsExactly("DE, 23, 11, 12, 1");
        assertThat(lines("large_country_counts.csv")).containsExactly("DE, 23, 11, 5, 1");
        assertThat(tables.summary())
                .contains("all: 4 events, 28 packets; zmap 1 events, 10 packets; masscan 0 events, 0 packets")
                .contains("mirai: 1 events, 12 packets; 1 small, 0 large");
    }

    /** 3 of 512 addresses are 0.0059, and 12 packets in 600 s are 12 × 2³² ÷ 512 ÷ 600 = 167,772.16 per second. */
    @Test
    void shouldCountForTheDarknetThatEventsWereMadeForUnlessToldOtherwise() throws IOException {
        String own = EVENTS.get(0).replace("\"Packets\"", "\"TotalPackets\":100663296,\"Packets\"");
        CountTables tables = new CountTables(0, 0);
        ReportFiles.read(write("events", own), tables::add);
        new ReportFiles(directory, Form.REFERENCE).write(tables);
        assertThat(lines("coverage.csv")).containsExactly("0.006000, 12, 1");
        assertThat(lines("rates.csv")).containsExactly("200000.000000, 12, 1");
        assertThat(tables.summary()).startsWith("darknet of 512 addresses").hasSize(5);

        CountTables told = new CountTables(475_136, 0);
        ReportFiles.read(write("events", own + "\n" + EVENTS.get(1)), told::add);
        assertThat(told.summary())
                .startsWith(
                        "darknet of 475136 addresses",
                        "1 events were made for a darknet of another size: their coverages and rates are wrong in these"
                                + " tables");

        CountTables reference = new CountTables(0, 0);
        ReportFiles.read(write("events", EVENTS.get(0)), reference::add);
        assertThat(reference.summary())
                .startsWith("darknet of 475136 addresses")
                .hasSize(5);
        assertThat(new CountTables(0, 0).summary()).first().asString().startsWith("all: 0 events");
    }

    @Test
    void shouldNameColumnsForDatabases() throws IOException {
        count(Form.CSV, write("events", String.join("\n", EVENTS)));
        assertThat(lines("rates.csv"))
                .containsExactly("rate,packets,events", "90.000000,10,1", "200.000000,22,2", "Infinity,28,4");
        assertThat(lines("country_counts.csv").get(0)).isEqualTo("country,port,traffic,packets,events");
        assertThat(lines("counts.csv").get(0)).isEqualTo("port,traffic,packets,events");
        assertThat(lines("country_total_counts.csv").get(0)).isEqualTo("country,packets,events");
    }

    /** As in the shell: {@code count <(zcat events.gz)}. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldReadFromAPipe() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (String event : EVENTS) {
            try (OutputStream member = new GZIPOutputStream(packed)) {
                member.write((event + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        for (byte[] content :
                List.of(packed.toByteArray(), String.join("\n", EVENTS).getBytes(StandardCharsets.UTF_8))) {
            Path pipe = directory.resolve("pipe" + content.length);
            assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                    .isZero();
            Thread writer = new Thread(() -> {
                try {
                    Files.write(pipe, content);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            writer.start();
            count(Form.REFERENCE, pipe);
            writer.join();
            assertThat(lines("country_total_counts.csv")).containsExactly(", 1, 1", "DE, 17, 2", "US, 10, 1");
        }
    }

    @Test
    void shouldRefuseWhatIsNoEvent() throws IOException {
        for (String text : List.of("{}", "[1]", "{\"SourceIP\":", "[" + EVENTS.get(0) + ",\n{\"Port\":1}]")) {
            Path file = write("odd", text);
            assertThatThrownBy(() -> ReportFiles.read(file, event -> {}))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("odd: ")
                    .hasMessageContaining("(line ");
        }
        assertThatThrownBy(() -> ReportFiles.read(directory.resolve("none"), event -> {}))
                .hasMessageContaining("none: no such file");
    }

    private static List<String> day(int packets) {
        return Stream.of(85, 82)
                .map(port -> event("192.0.2.1", port, 11, "2020-09-13T12:36:40Z", packets, 3, "DE", MIRAI))
                .toList();
    }

    /** Averages of 2: (10+20)/2 = 15, (20+60)/2 = 40; deviation of the third day (60-15)/15 = 3. */
    @Test
    void shouldWriteSeriesAndGoOnWithThem() throws IOException {
        Path state = directory.resolve("state");
        TimeSeries first = new TimeSeries(2, List.of(82, 85));
        for (int packets : new int[] {10, 20}) {
            first.next(null);
            ReportFiles.read(write("day", String.join("\n", day(packets))), first::add);
        }
        ReportFiles.saveState(state, first);
        TimeSeries second = new TimeSeries(2, List.of(82, 85));
        ReportFiles.loadState(state, second);
        second.next(null);
        ReportFiles.read(write("day", String.join("\n", day(60))), second::add);
        new ReportFiles(directory, Form.REFERENCE).write(second, List.of(82), List.of(85, 8181));

        assertThat(second.overlap())
                .isEqualTo("port 82: 1 sources, 1 of them before; port 85: 1 sources, 1 of them before; "
                        + "ports 82 and 85: 1 sources in common");
        assertThat(lines("timeseries_total_volume.csv"))
                .containsExactly(
                        "0, 20, 2, 0.000000, 0.000000",
                        "1, 40, 2, 30.000000, 2.000000",
                        "2, 120, 2, 80.000000, 2.000000");
        assertThat(lines("timeseries_total_82.csv"))
                .containsExactly(
                        "0, 10, 1, 0.000000, 0.000000",
                        "1, 20, 1, 15.000000, 1.000000",
                        "2, 60, 1, 40.000000, 1.000000");
        assertThat(lines("timeseries_total_85.csv"))
                .containsExactly(
                        "Day, Packets, Events, Moving Average Packets, Moving Average Events, Daily Packet Deviation, "
                                + "Daily Event Deviation",
                        "0, 10, 1, 0.000000, 0.000000, 0.000000, 0.000000",
                        "1, 20, 1, 15.000000, 1.000000, 0.000000, 0.000000",
                        "2, 60, 1, 40.000000, 1.000000, 3.000000, 0.000000");
        assertThat(lines("timeseries_total_8181.csv").get(3)).isEqualTo("2, 0, 0, 0.000000, 0.000000, NaN, NaN");
        assertThatThrownBy(() -> ReportFiles.loadState(write("odd", "x\n"), second))
                .hasMessageContaining("odd: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"intervals -9", "intervals 1\nseries 5899 1 1 2 2", "intervals", "nonsense"})
    void shouldRefuseADamagedSeries(String lines) throws IOException {
        String text = "vedette-darknet-series 2\n" + lines + "\n";
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        Path state = Files.writeString(
                directory.resolve("state"), text + "checksum " + Long.toHexString(sum.getValue()) + "\n");
        assertThatThrownBy(() -> ReportFiles.loadState(state, new TimeSeries(3, List.of())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a state of a time series");
    }

    @Test
    void shouldRefuseASeriesThatWasCutOffOrChanged() throws IOException {
        Path state = directory.resolve("state");
        TimeSeries series = new TimeSeries(2, List.of(82));
        series.next(null);
        ReportFiles.read(write("day", String.join("\n", day(105))), series::add);
        ReportFiles.saveState(state, series);
        String whole = Files.readString(state);

        for (String damaged : List.of(
                "",
                whole.substring(0, whole.indexOf("105") + 2),
                whole.substring(0, whole.indexOf("checksum")),
                whole.substring(0, whole.length() - 2),
                whole.replace("105", "106"),
                whole + "series 5899 1 1\n")) {
            Files.writeString(state, damaged);
            assertThatThrownBy(() -> ReportFiles.loadState(state, new TimeSeries(2, List.of())))
                    .as(damaged)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("state: not a state of a time series: damaged or cut off");
        }
    }
}

package io.vedette.collector.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.vedette.collector.enrich.AnnotationSources;
import io.vedette.collector.file.InputPaths;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.json.EventJson.Fields;
import io.vedette.core.flow.PrefixSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs: captures in, files out, every byte of them derived by hand from the description of the reference. */
class DarknetRunTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_600_000_000L * SECOND; // 2020-09-13T12:26:40Z
    private static final DarknetSettings SETTINGS = DarknetSettings.of(Duration.ofSeconds(624), 1);

    private static final byte[] MIRAI = PcapFile.tcp("203.0.113.9", 4000, "192.0.2.1", 23, 0x02, 0xc0000201);
    private static final byte[] RESET = PcapFile.tcp("203.0.113.80", 443, "192.0.2.7", 5555, 0x14, 0);

    @TempDir
    Path directory;

    private String text(String name) throws IOException {
        return Files.readString(directory.resolve(name), StandardCharsets.UTF_8);
    }

    private RunOutputs outputs(String events, @Nullable String in, @Nullable String out, Layout layout, Fields fields) {
        return new RunOutputs(
                directory.resolve(events),
                directory.resolve("ongoing-" + events),
                directory.resolve("victims-" + events),
                in == null ? null : directory.resolve(in),
                out == null ? null : directory.resolve(out),
                layout,
                fields);
    }

    private static DarknetReport run(DarknetSettings settings, RunOutputs outputs, Path... files) throws IOException {
        InputPaths paths = InputPaths.of(Stream.of(files).map(Path::toString).toList());
        DarknetRun.check(paths, outputs);
        try (DarknetRun run = new DarknetRun(settings, PrefixSet.empty(), AnnotationSources.NONE, outputs, () -> 0)) {
            return run.run(paths, InputStream.nullInputStream());
        }
    }

    private static String reference(
            String source,
            int port,
            int traffic,
            String first,
            String last,
            int packets,
            int bytes,
            String marks,
            byte[] sample,
            String tcp) {
        return "{\"SourceIP\":\"" + source + "\",\"Port\":" + port + ",\"Traffic\":" + traffic + ",\"First\":\"" + first
                + "\",\"Last\":\"" + last + "\",\"Packets\":" + packets + ",\"Bytes\":" + bytes
                + ",\"UniqueDests\":1,\"UniqueDest24s\":1,\"Lat\":0,\"Long\":0,\"Country\":\"\",\"City\":\"\",\"ASN\":0,"
                + "\"Org\":\"\",\"Prefix\":\"\",\"RDNS\":null," + marks + ",\"Samples\":[\""
                + Base64.getEncoder().encodeToString(sample) + "\"],\"TCP\":\"" + tcp + "\",\"ICMP\":\"\"}";
    }

    private static final String FIRST_EVENT = reference(
            "203.0.113.9",
            23,
            11,
            "2020-09-13T12:26:40Z",
            "2020-09-13T12:26:40Z",
            1,
            54,
            "\"Zmap\":false,\"Masscan\":false,\"Mirai\":true",
            MIRAI,
            "TCPSYN");
    private static final String SECOND_EVENT = reference(
            "203.0.113.80",
            5555,
            15,
            "2020-09-13T12:26:41.0000015Z",
            "2020-09-13T12:26:41.0000015Z",
            1,
            54,
            "\"Zmap\":false,\"Masscan\":false,\"Mirai\":false",
            RESET,
            "TCPOther");

    @ParameterizedTest
    @CsvSource({"LITTLE, false", "BIG, false", "LITTLE, true", "BIG, true"})
    void shouldWriteTheFilesOfTheReferenceByteForByte(String endian, boolean gzip) throws IOException {
        ByteOrder order = endian.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        PcapFile pcap = new PcapFile(order, true).add(START, MIRAI).add(START + SECOND + 1500, RESET);
        Path file = directory.resolve("capture");
        Path written = gzip ? pcap.writeGzip(file) : pcap.write(file);

        run(SETTINGS, outputs("array", null, null, Layout.ARRAY, Fields.REFERENCE), written);
        run(SETTINGS, outputs("lines", null, null, Layout.LINES, Fields.REFERENCE), written);

        assertThat(text("array")).isEqualTo("[" + FIRST_EVENT + ",\n" + SECOND_EVENT + "]");
        assertThat(text("lines")).isEqualTo(FIRST_EVENT + "\n" + SECOND_EVENT);
    }

    @Test
    void shouldCutTimesToTheMicrosecondsThatTheFileHas() throws IOException {
        Path file = new PcapFile(ByteOrder.LITTLE_ENDIAN, false)
                .add(START + 120_000_999, MIRAI)
                .write(directory.resolve("micro"));
        run(SETTINGS, outputs("out", null, null, Layout.LINES, Fields.REFERENCE), file);
        assertThat(text("out")).contains("\"First\":\"2020-09-13T12:26:40.12Z\"");
    }

    @Test
    void shouldWriteAnEmptyResultInBothLayouts() throws IOException {
        Path file = new PcapFile(ByteOrder.LITTLE_ENDIAN, false)
                .add(START, new byte[60])
                .write(directory.resolve("none"));
        run(SETTINGS, outputs("array", null, null, Layout.ARRAY, Fields.ALL), file);
        run(SETTINGS, outputs("lines", null, null, Layout.LINES, Fields.ALL), file);
        assertThat(text("array")).isEqualTo("[]");
        assertThat(text("lines")).isEmpty();
    }

    @Test
    void shouldAddItsOwnFieldsBehindThoseOfTheReference() throws IOException {
        Path file = new PcapFile(ByteOrder.LITTLE_ENDIAN, true)
                .add(START, MIRAI)
                .add(START + SECOND + 1500, RESET)
                .write(directory.resolve("two"));
        run(SETTINGS, outputs("out", null, null, Layout.LINES, Fields.ALL), file);
        String prefix = SECOND_EVENT.substring(0, SECOND_EVENT.length() - 1);
        assertThat(text("out"))
                .contains(
                        prefix + ",\"Label\":\"backscatter\",\"Class\":\"rst-ack\",\"ServicePort\":443,\"Rate\":null,")
                .contains("\"Tool\":\"mirai\",\"ToolScope\":\"event\",\"ToolMatches\":1,\"ToolTrials\":1,");
    }

    @Test
    void shouldWriteOpenEventsToBothFilesUnlessTheyAreKept() throws IOException {
        Path file = new PcapFile(ByteOrder.LITTLE_ENDIAN, true)
                .add(START, MIRAI)
                .add(START + 700 * SECOND, RESET)
                .write(directory.resolve("open"));
        run(SETTINGS, outputs("flushed", null, null, Layout.ARRAY, Fields.REFERENCE), file);
        DarknetReport kept = run(SETTINGS, outputs("kept", null, "state", Layout.ARRAY, Fields.REFERENCE), file);

        assertThat(text("flushed")).contains("203.0.113.9\"", "203.0.113.80");
        assertThat(text("ongoing-flushed")).contains("203.0.113.80").doesNotContain("203.0.113.9\"");
        assertThat(text("kept")).isEqualTo("[" + FIRST_EVENT + "]");
        assertThat(text("ongoing-kept")).isEqualTo(text("ongoing-flushed"));
        assertThat(kept.open()).isEqualTo(1);
    }

    @Test
    void shouldFindTheSameEventsHourByHourAsInOneRun() throws IOException {
        Random random = new Random(6);
        List<Path> hours = new ArrayList<>();
        long time = START;
        for (int hour = 0; hour < 6; hour++) {
            PcapFile pcap = new PcapFile(ByteOrder.LITTLE_ENDIAN, true);
            for (int i = 0; i < 2000; i++) {
                time += (long) (random.nextDouble() * 3.6 * SECOND);
                String source = "203.0.113." + (int) (40 * Math.pow(random.nextDouble(), 3));
                String target = "192.0." + random.nextInt(9) + "." + random.nextInt(256);
                int flags = new int[] {0x02, 0x02, 0x12, 0x14}[random.nextInt(4)];
                pcap.add(time, PcapFile.tcp(source, 80, target, 23 + random.nextInt(3), flags, random.nextInt()));
            }
            hours.add(pcap.write(directory.resolve("hour" + hour)));
        }
        DarknetSettings settings = DarknetSettings.of(Duration.ofSeconds(180), 2)
                .withFilters(2, 10, 3)
                .withSeed(77);

        run(settings, outputs("day", null, null, Layout.LINES, Fields.ALL), hours.toArray(Path[]::new));
        List<String> lines = new ArrayList<>();
        for (int hour = 0; hour < 6; hour++) {
            String in = hour == 0 ? null : "state" + (hour - 1);
            String out = hour == 5 ? null : "state" + hour;
            run(settings, outputs("part" + hour, in, out, Layout.LINES, Fields.ALL), hours.get(hour));
            text("part" + hour).lines().forEach(lines::add);
        }

        List<String> day = text("day").lines().toList();
        assertThat(lines).hasSizeGreaterThan(100).containsExactlyInAnyOrderElementsOf(day);
        Comparator<String> byTime =
                Comparator.comparing(line -> line.replaceFirst(".*?\"First\":\"([^\"]*)Z\".*", "$1"));
        assertThat(day).isSortedAccordingTo(byTime);
    }

    @Test
    void shouldRefuseAStateThatIsDamagedOrCutOff() throws IOException {
        Path file =
                new PcapFile(ByteOrder.LITTLE_ENDIAN, true).add(START, MIRAI).write(directory.resolve("p"));
        run(SETTINGS, outputs("a", null, "state", Layout.ARRAY, Fields.ALL), file);
        byte[] state = Files.readAllBytes(directory.resolve("state"));
        state[40] ^= 1;
        Files.write(directory.resolve("damaged"), state);
        Files.write(directory.resolve("cut"), Arrays.copyOf(state, 30));
        for (String name : List.of("damaged", "cut")) {
            assertThatThrownBy(() -> run(SETTINGS, outputs("b", name, null, Layout.ARRAY, Fields.ALL), file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(name + ": no state, or one that is damaged or cut off");
        }
        assertThatThrownBy(() -> run(SETTINGS.withSeed(1), outputs("b", "state", null, Layout.ARRAY, Fields.ALL), file))
                .hasMessageContaining("written with --seed 0, not 1");
    }

    @Test
    void shouldReadNothingIfOneFileIsMissing() throws IOException {
        Path file =
                new PcapFile(ByteOrder.LITTLE_ENDIAN, true).add(START, MIRAI).write(directory.resolve("p"));
        assertThatThrownBy(() -> run(
                        SETTINGS,
                        outputs("a", null, "state", Layout.ARRAY, Fields.ALL),
                        file,
                        directory.resolve("missing")))
                .hasMessageContaining("missing: no such file");
        assertThat(directory.resolve("state")).doesNotExist();
        assertThat(directory.resolve("a")).doesNotExist();
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.filter(path -> path.toString().endsWith(".tmp"))).isEmpty();
        }
    }

    @Test
    void shouldTellOfFramesThatItCannotRead() throws IOException {
        Path file = new PcapFile(ByteOrder.LITTLE_ENDIAN, true)
                .add(START, MIRAI)
                .add(START, MIRAI)
                .write(directory.resolve("p"));
        byte[] bytes = Files.readAllBytes(file);
        bytes[20] = 105; // IEEE 802.11
        Files.write(file, bytes);
        DarknetReport report = run(SETTINGS, outputs("a", null, null, Layout.ARRAY, Fields.REFERENCE), file);
        assertThat(report.problems())
                .containsExactly(file + ": link type 105 cannot be read, convert or capture it as Ethernet or raw IP"
                        + " (2 frames)");
    }

    @Test
    void shouldTellOfCapturesThatAreNotInTheOrderOfTime() throws IOException {
        Path late = new PcapFile(ByteOrder.LITTLE_ENDIAN, true)
                .add(START + 60 * SECOND, MIRAI)
                .write(directory.resolve("late"));
        Path early = new PcapFile(ByteOrder.LITTLE_ENDIAN, true)
                .add(START, MIRAI)
                .add(START + 59 * SECOND + 1, RESET)
                .write(directory.resolve("early"));
        String told = early + ": begins 60 s before the last packet that was read before it; events are right only if"
                + " captures are given in the order of time";

        assertThat(run(SETTINGS, outputs("a", null, "state", Layout.ARRAY, Fields.REFERENCE), late, early)
                        .notes())
                .containsExactly(told);
        assertThat(run(SETTINGS, outputs("b", null, "state", Layout.ARRAY, Fields.REFERENCE), early, late)
                        .notes())
                .isEmpty();
        assertThat(run(SETTINGS, outputs("c", "state", null, Layout.ARRAY, Fields.REFERENCE), early)
                        .notes())
                .as("of an hour that its state already has")
                .containsExactly(told);
    }

    @Test
    void shouldLeaveADeviceInItsPlaceAndSayWhatCouldNotBeWritten() throws IOException {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        Path link = Files.createSymbolicLink(directory.resolve("full"), full);
        Path file =
                new PcapFile(ByteOrder.LITTLE_ENDIAN, true).add(START, MIRAI).write(directory.resolve("p"));
        for (RunOutputs outputs : List.of(
                outputs("full", null, null, Layout.ARRAY, Fields.ALL),
                outputs("a", null, "full", Layout.ARRAY, Fields.ALL))) {
            assertThatThrownBy(() -> run(SETTINGS, outputs, file))
                    .hasMessage(link + ": cannot be written: No space left on device");
        }
        assertThat(link).isSymbolicLink();
        Files.delete(link);
        assertThat(full).as("a device").exists().matches(path -> !Files.isRegularFile(path));
    }

    @Test
    void shouldUseWhatACutFileHolds() throws IOException {
        Path file = new PcapFile(ByteOrder.LITTLE_ENDIAN, true)
                .add(START, MIRAI)
                .add(START + 1, RESET)
                .write(directory.resolve("p"));
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));
        DarknetReport report = run(SETTINGS, outputs("a", null, null, Layout.ARRAY, Fields.REFERENCE), file);
        assertThat(text("a")).isEqualTo("[" + FIRST_EVENT + "]");
        assertThat(report.problems()).singleElement().asString().contains("cut off");
    }

    @Test
    void shouldSortWhatDoesNotFitIntoMemory() throws IOException {
        Random random = new Random(9);
        List<Long> expected = new ArrayList<>();
        Path out = directory.resolve("sorted");
        try (SortedEvents events = new SortedEvents(directory, 2000)) {
            for (int i = 0; i < 9000; i++) {
                long time = random.nextInt(100_000);
                expected.add(time);
                events.add(time, i, Long.toString(time).getBytes(StandardCharsets.US_ASCII));
            }
            try (Stream<Path> files = Files.list(directory)) {
                assertThat(files)
                        .as("what would stay if the program were killed")
                        .isEmpty();
            }
            try (var stream = Files.newOutputStream(out)) {
                events.writeTo(stream, new byte[] {'\n'});
            }
        }
        expected.sort(null);
        assertThat(Files.readString(out).lines().map(Long::valueOf)).isEqualTo(expected);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(out);
        }
    }
}

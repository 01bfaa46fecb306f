package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However traffic comes, its incidents are the same, byte for byte. */
class InvarianceTest {

    private static final Path CAPTURES = Path.of("src", "test", "resources", "captures");
    private static final long YEAR_2106_NANOS = 4_294_967_295L * 1_000_000_000;

    @TempDir
    private Path folder;

    /** What there is to be found, and by what name. */
    record Input(String name, Traffic traffic) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Input> inputs() throws IOException {
        List<Path> captures;
        try (Stream<Path> files = Files.list(CAPTURES)) {
            captures = files.sorted().toList();
        }
        return Stream.concat(
                captures.stream().map(file -> new Input(file.getFileName().toString(), Traffic.of(file))),
                new Random(20261121).longs(5).mapToObj(seed -> new Input("seed " + seed, Traffic.generated(seed))));
    }

    private static String ndjson(Scans.Result result) throws IOException {
        StringBuilder lines = new StringBuilder();
        FindingFormat.NDJSON.write(result.findings(), lines);
        assertThat(result.report().problems()).isEmpty();
        return lines.toString();
    }

    private String ofFiles(int threads, byte[]... files) throws Exception {
        String[] names = new String[files.length];
        for (int i = 0; i < files.length; i++) {
            Path file = folder.resolve("part-" + i);
            Files.write(file, files[i]);
            names[i] = file.toString();
        }
        return ndjson(Scans.scan(threads, InputStream.nullInputStream(), names));
    }

    /** From a pipe that gives a few bytes at a time. */
    private static String ofPipe(byte[] file, int most) throws Exception {
        InputStream pipe = new ByteArrayInputStream(file) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(most, length));
            }

            @Override
            public synchronized int available() {
                return 0;
            }
        };
        return ndjson(Scans.scan(2, pipe, "-"));
    }

    @Test
    void shouldHaveIncidentsToCompare() throws Exception {
        for (Input input : inputs().toList()) {
            boolean benign = input.name.startsWith("benign");
            assertThat(ofFiles(1, input.traffic.pcap()).isEmpty())
                    .as(input.name)
                    .isEqualTo(benign);
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldNotDependOnThreads(Input input) throws Exception {
        byte[] file = input.traffic.pcap();
        String expected = ofFiles(1, file);

        for (int threads : new int[] {2, 3, 5}) {
            assertThat(ofFiles(threads, file)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldNotDependOnFormatCompressionOrPipe(Input input) throws Exception {
        byte[] file = input.traffic.pcap();
        String expected = ofFiles(1, file);

        assertThat(ofFiles(2, input.traffic.pcapng())).as("pcapng").isEqualTo(expected);
        assertThat(ofFiles(1, Traffic.gzip(file, 1))).as("gzip").isEqualTo(expected);
        assertThat(ofFiles(2, Traffic.gzip(file, 7))).as("gzip members").isEqualTo(expected);
        assertThat(ofFiles(1, Traffic.zstd(file))).as("zstd").isEqualTo(expected);
        assertThat(ofPipe(file, 1000)).as("pipe").isEqualTo(expected);
        assertThat(ofPipe(Traffic.gzip(input.traffic.pcapng(), 3), 777)).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldNotDependOnHowItIsSplitIntoFiles(Input input) throws Exception {
        Traffic traffic = input.traffic;
        int size = traffic.frames().size();
        String expected = ofFiles(1, traffic.pcap());
        Random random = new Random(size);
        int cut = 1 + random.nextInt(size - 1);
        byte[][] ten = new byte[10][];
        for (int i = 0; i < 10; i++) {
            ten[i] = traffic.part(size * i / 10, size * (i + 1) / 10).pcap();
        }

        assertThat(ofFiles(2, traffic.part(0, 1).pcap(), traffic.part(1, size).pcapng()))
                .isEqualTo(expected);
        assertThat(ofFiles(
                        1,
                        traffic.part(0, cut).pcapng(),
                        Traffic.gzip(traffic.part(cut, size).pcap(), 2)))
                .isEqualTo(expected);
        assertThat(ofFiles(2, ten)).isEqualTo(expected);
    }

    /** 96 bytes hold all headers of these samples; what is lost is payload, which no incident is made of. */
    @ParameterizedTest
    @MethodSource("inputs")
    void shouldNotDependOnASnapLengthOf96Bytes(Input input) throws Exception {
        assertThat(ofFiles(1, input.traffic.snapped(96).pcap())).isEqualTo(ofFiles(1, input.traffic.pcap()));
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldFindTheSameScannersInPacketsThatChangedPlacesWithin50(Input input) throws Exception {
        Scans.Result expected = Scans.scan(1, new ByteArrayInputStream(input.traffic.pcap()), "-");
        Traffic shuffled = input.traffic.shuffled(50, new Random(5));

        assertThat(Scans.scan(1, new ByteArrayInputStream(shuffled.pcap()), "-").verdicts())
                .isEqualTo(expected.verdicts());
    }

    /** A stray packet must not close what is open, nor keep the clock from going on. */
    @ParameterizedTest
    @MethodSource("inputs")
    void shouldNotDependOnOnePacketOfAWrongTime(Input input) throws Exception {
        Traffic traffic = input.traffic;
        String expected = ofFiles(1, traffic.pcap());
        int size = traffic.frames().size();
        long hour = 3_600_000_000_000L;
        for (long wrong :
                new long[] {0, YEAR_2106_NANOS, traffic.frames().get(0).nanos() + 30 * hour}) {
            // A copy of the packet that follows it, so that it is no contact of its own.
            int index = size / 3;
            Traffic stray = traffic.withStray(index, wrong);

            assertThat(withoutCounts(ofFiles(2, stray.pcap()))).isEqualTo(withoutCounts(expected));
        }
    }

    /** The copy may count as one packet more. */
    private static String withoutCounts(String ndjson) {
        return ndjson.replaceAll("\"(packets|contacts)\":[0-9]+", "");
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldNotDependOnConversionByOtherPrograms(Input input) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/editcap")), "editcap is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/mergecap")), "mergecap is not installed");
        Path file = folder.resolve("whole.pcap");
        Files.write(file, input.traffic.pcap());
        int size = input.traffic.frames().size();
        Path first = folder.resolve("first.pcapng");
        Path rest = folder.resolve("rest.pcap");
        Path merged = folder.resolve("merged.pcapng");
        run("editcap", "-F", "pcapng", "-r", file.toString(), first.toString(), "1-" + size / 2);
        run("editcap", "-F", "nsecpcap", "-r", file.toString(), rest.toString(), size / 2 + 1 + "-" + size);
        run("mergecap", "-a", "-w", merged.toString(), first.toString(), rest.toString());

        assertThat(ndjson(Scans.scan(2, InputStream.nullInputStream(), merged.toString())))
                .isEqualTo(ndjson(Scans.scan(1, InputStream.nullInputStream(), file.toString())));
    }

    private static void run(String... command) throws Exception {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}

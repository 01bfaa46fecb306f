package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.Alert;
import io.vedette.core.filter.Omission;
import io.vedette.core.filter.Selection;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that somebody is writing meanwhile. */
@Timeout(120)
class LiveScanTest {

    private static final Path SAMPLES = Path.of("../core/src/test/resources/captures");
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private final List<Alert> alerts = new CopyOnWriteArrayList<>();

    private LiveScan scan(TrafficChoice choice, LiveLimits limits) {
        return new LiveScan(
                DetectSettings.defaults(),
                new ShardSettings(1, 16, 1 << 16, 10_000, Duration.ofHours(24)),
                PacketContactSettings.defaults(),
                choice,
                limits,
                alerts::add,
                InstantSource.system(),
                11);
    }

    private static CompletableFuture<ScanReport> follow(LiveScan scan, InputStream standardInput, String... names) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return scan.follow(List.of(names), standardInput);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private CompletableFuture<ScanReport> follow(LiveScan scan, Path path) {
        return follow(scan, InputStream.nullInputStream(), path.toString());
    }

    private static byte[] sample(String name) throws IOException {
        return Files.readAllBytes(SAMPLES.resolve(name));
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** The scan is in the second half: whoever reads only what is there at first never sees it. */
    @Test
    void shouldFindTheScannerWhileTheFileGrows() throws Exception {
        byte[] capture = sample("scan-syn-vertical.pcap");
        Path file = folder.resolve("growing.pcap");
        append(file, Arrays.copyOf(capture, 10));
        LiveScan scan = scan(TrafficChoice.ALL, LiveLimits.NONE);
        var ended = follow(scan, file);
        append(file, Arrays.copyOfRange(capture, 10, 500));
        await().atMost(SOON).until(() -> scan.report().packets.frames.get() > 0);
        assertThat(alerts).isEmpty();
        append(file, Arrays.copyOfRange(capture, 500, capture.length));

        await().atMost(SOON).until(() -> !alerts.isEmpty());
        scan.stop();

        ScanReport report = ended.get();
        assertThat(report.problems()).isEmpty();
        assertThat(report.packets.frames.get())
                .isEqualTo(Scans.scan(file).report().packets.frames.get());
        assertThat(alerts).anyMatch(alert -> alert.stage() == Alert.Stage.OPENED);
        assertThat(alerts).anyMatch(alert -> alert.stage() == Alert.Stage.CLOSED);
    }

    /** Nothing follows the last probes, so only the clock on the wall can tell that nobody answered. */
    @Test
    void shouldJudgeWhoIsNotAnsweredAlthoughNothingFollows() throws Exception {
        Path file = folder.resolve("silent.ndjson");
        StringBuilder lines = new StringBuilder();
        long now = System.currentTimeMillis();
        for (int port = 1; port <= 40; port++) {
            lines.append("{\"IPV4_SRC_ADDR\":\"192.0.2.1\",\"IPV4_DST_ADDR\":\"198.51.100.7\",\"PROTOCOL\":6,"
                    + "\"L4_SRC_PORT\":40000,\"L4_DST_PORT\":" + port + ",\"TCP_FLAGS\":2,\"IN_PKTS\":1,"
                    + "\"FLOW_START_MILLISECONDS\":" + now + ",\"FLOW_END_MILLISECONDS\":" + now + "}\n");
        }
        append(file, lines.toString().getBytes());
        LiveScan scan = scan(TrafficChoice.ALL, LiveLimits.NONE);
        var ended = follow(scan, file);
        await().atMost(SOON).until(() -> !alerts.isEmpty());
        scan.stop();
        assertThat(ended.get().records.flows.get()).isEqualTo(40);
        assertThat(ended.get().problems()).isEmpty();
    }

    /** Records without a time of their own are of the present: their alerts come while the file is followed. */
    @Test
    void shouldJudgeRecordsWithoutATime() throws Exception {
        Path file = folder.resolve("untimed.ndjson");
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= 40; port++) {
            lines.append("{\"IPV4_SRC_ADDR\":\"192.0.2.1\",\"IPV4_DST_ADDR\":\"198.51.100.7\",\"PROTOCOL\":6,"
                    + "\"L4_SRC_PORT\":40000,\"L4_DST_PORT\":" + port + ",\"TCP_FLAGS\":2,\"IN_PKTS\":1}\n");
        }
        append(file, lines.toString().getBytes());
        LiveScan scan = scan(TrafficChoice.ALL, LiveLimits.NONE);
        var ended = follow(scan, file);
        await().atMost(SOON).until(() -> !alerts.isEmpty());
        scan.stop();
        assertThat(ended.get().records.flows.get()).isEqualTo(40);
    }

    @Test
    void shouldGoOnToTheFilesThatARotationMakes() throws Exception {
        byte[] web = sample("benign-web.pcap");
        append(folder.resolve("a.pcap"), web);
        LiveScan scan = scan(TrafficChoice.ALL, LiveLimits.NONE);
        var ended = follow(scan, folder);
        await().atMost(SOON).until(() -> scan.report().packets.frames.get() > 0);
        append(folder.resolve("b.pcap"), sample("scan-syn-vertical.pcap"));
        await().atMost(SOON).until(() -> !alerts.isEmpty());
        append(folder.resolve("c.pcap"), Arrays.copyOf(web, 24));
        scan.stop();
        ScanReport report = ended.get();
        assertThat(report.files()).isGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldReadANamedPipeToItsEnd() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0, "no named pipes here");
        LiveScan scan = scan(TrafficChoice.ALL, LiveLimits.NONE);
        var ended = follow(scan, pipe);
        try (OutputStream out = Files.newOutputStream(pipe)) {
            out.write(sample("scan-syn-vertical.pcap"));
            out.flush();
            // The pipe is open: the incident comes before its end.
            await().atMost(SOON).until(() -> !alerts.isEmpty());
        }
        assertThat(ended.get().problems()).isEmpty();
        assertThat(ended.get().files()).isEqualTo(1);
    }

    @Test
    void shouldReadACompressedPipe() throws Exception {
        Path file = Path.of("src/test/resources/captures/xmas.pcap.gz");
        LiveScan scan = scan(TrafficChoice.ALL, LiveLimits.NONE);
        try (InputStream in = Files.newInputStream(file)) {
            ScanReport report = follow(scan, in, "-").get();
            assertThat(report.problems()).isEmpty();
            assertThat(report.packets.frames.get())
                    .isEqualTo(Scans.scan(file).report().packets.frames.get());
        }
        assertThat(alerts).isNotEmpty();
    }

    @Test
    void shouldEndAtTheLimitOfPackets() throws Exception {
        LiveScan scan = scan(TrafficChoice.ALL, new LiveLimits(7L, null));
        ScanReport report = follow(scan, SAMPLES.resolve("benign-web.pcap")).get();
        assertThat(report.packets.frames.get()).isEqualTo(7);
    }

    @Test
    void shouldEndAtTheLimitOfTime() throws Exception {
        LiveScan scan = scan(TrafficChoice.ALL, new LiveLimits(null, Duration.ofMillis(100)));
        ScanReport report = follow(scan, SAMPLES.resolve("benign-web.pcap")).get();
        assertThat(report.problems()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatIsNotSelected() throws Exception {
        Selection nobody = Selection.of(List.of(Prefix.parse("203.0.113.99")), List.of(), null, null);
        LiveScan scan = scan(new TrafficChoice(null, nobody), new LiveLimits(null, Duration.ofMillis(300)));
        ScanReport report =
                follow(scan, SAMPLES.resolve("scan-syn-vertical.pcap")).get();
        assertThat(alerts).isEmpty();
        assertThat(report.omitted.get(Omission.HOST)).isEqualTo(report.packets.packets.get());
    }
}

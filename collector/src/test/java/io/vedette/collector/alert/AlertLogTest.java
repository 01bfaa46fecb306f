package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.vedette.collector.alert.AlertLogConfig.Sync;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.AlertReading;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class AlertLogTest extends SinkContract {

    private static final int LINE = AlertJson.text(Alerts.numbered(0)).length() + 1;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-01T02:14:07.123Z");
    private long nanos;

    @Override
    Sink create() {
        return log(AlertLogConfig.at(path()));
    }

    @Override
    byte[] output() throws IOException {
        return Files.exists(path()) ? Files.readAllBytes(path()) : new byte[0];
    }

    @Override
    String trace(Alert alert) {
        return AlertJson.text(alert);
    }

    @Test
    void shouldCreateTheDirectory() throws IOException {
        Path deep = directory.resolve("a/b/alerts.ndjson");
        try (AlertLog log = log(AlertLogConfig.at(deep))) {
            log.tick();
            assertThat(deep).exists().isEmptyFile();
        }
    }

    @Test
    void shouldGoOnBehindWhatIsThere() throws IOException {
        Files.writeString(path(), "{}\n");
        try (AlertLog log = log(AlertLogConfig.at(path()))) {
            deliver(log, Alerts.numbered(0, 1));
        }
        assertThat(path()).hasContent("{}\n" + AlertJson.text(Alerts.numbered(0)) + "\n");
    }

    @Test
    void shouldEndADamagedLastLineInsteadOfRefusingToStart() throws IOException {
        Files.writeString(path(), "{\"schema\":\"vedette.al");
        try (AlertLog log = log(AlertLogConfig.at(path()))) {
            deliver(log, Alerts.numbered(0, 2));
        }
        assertThat(lines(path())).startsWith("{\"schema\":\"vedette.al").hasSize(3);
        assertThat(ids(path())).containsExactly("alert-0", "alert-1");
    }

    @Test
    void shouldGoOnInANewFileWhenItsOwnIsRenamed() throws IOException {
        Path renamed = directory.resolve("alerts.ndjson.1");
        try (AlertLog log = log(AlertLogConfig.at(path()))) {
            deliver(log, Alerts.numbered(0, 2));
            Files.move(path(), renamed);
            deliver(log, Alerts.numbered(2, 4));
        }
        assertThat(ids(renamed)).containsExactly("alert-0", "alert-1");
        assertThat(ids(path())).containsExactly("alert-2", "alert-3");
    }

    @Test
    void shouldGoOnWhenItsFileOrDirectoryIsRemoved() throws IOException {
        Path file = directory.resolve("logs/alerts.ndjson");
        try (AlertLog log = log(AlertLogConfig.at(file))) {
            deliver(log, Alerts.numbered(0, 1));
            Files.delete(file);
            log.tick();
            assertThat(file).isEmptyFile();
            Files.delete(file);
            Files.delete(file.getParent());
            deliver(log, Alerts.numbered(1, 2));
        }
        assertThat(ids(file)).containsExactly("alert-1");
    }

    @Test
    void shouldLeaveNoHoleWhenItsFileIsCopiedAndTruncated() throws IOException {
        Path copy = directory.resolve("copy");
        try (AlertLog log = log(AlertLogConfig.at(path()))) {
            deliver(log, Alerts.numbered(0, 2));
            Files.copy(path(), copy);
            Files.newByteChannel(path(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)
                    .close();
            deliver(log, Alerts.numbered(2, 3));
        }
        assertThat(ids(copy)).containsExactly("alert-0", "alert-1");
        assertThat(ids(path())).containsExactly("alert-2");
    }

    @Test
    void shouldRotateBeforeTheSizeIsExceededAndKeepTheNewest() throws IOException {
        AlertLogConfig config = config(Sync.NEVER, new ByteSize(3L * LINE), null, 2);
        try (AlertLog log = log(config)) {
            deliver(log, Alerts.numbered(0, 10));
        }
        assertThat(names())
                .as("within one millisecond the time in the name is counted up")
                .containsExactly(
                        "alerts-20261101T021407.124Z.ndjson", "alerts-20261101T021407.125Z.ndjson", "alerts.ndjson");
        List<String> kept = new ArrayList<>();
        for (String name : names()) {
            assertThat(Files.size(directory.resolve(name))).isLessThanOrEqualTo(3L * LINE);
            kept.addAll(ids(directory.resolve(name)));
        }
        assertThat(kept).hasSize(7).doesNotHaveDuplicates().contains("alert-9");
    }

    @Test
    void shouldKeepTheNewestAlsoWhenTheClockGoesBack() throws IOException {
        try (AlertLog log = log(config(Sync.NEVER, new ByteSize(LINE), null, 2))) {
            for (int n = 0; n < 6; n++) {
                deliver(log, Alerts.numbered(n, n + 1));
                now = now.minusSeconds(3_600);
            }
        }
        List<String> kept = new ArrayList<>();
        for (String name : names()) {
            kept.addAll(ids(directory.resolve(name)));
        }
        assertThat(kept).containsExactly("alert-3", "alert-4", "alert-5");
    }

    @Test
    void shouldWriteALineThatIsLargerThanTheLimitAlone() throws IOException {
        try (AlertLog log = log(config(Sync.NEVER, new ByteSize(1), null, 10))) {
            deliver(log, Alerts.numbered(0, 3));
        }
        assertThat(names()).hasSize(3);
        for (String name : names()) {
            assertThat(ids(directory.resolve(name))).hasSize(1);
        }
    }

    @Test
    void shouldRotateWhenTheIntervalIsOver() throws IOException {
        try (AlertLog log = log(config(Sync.INTERVAL, ByteSize.mib(1), Duration.ofHours(24), 10))) {
            deliver(log, Alerts.numbered(0, 1));
            now = Instant.parse("2026-11-01T23:59:59.999Z");
            log.tick();
            assertThat(names()).containsExactly("alerts.ndjson");
            now = Instant.parse("2026-11-02T00:00:00.050Z");
            log.tick();
            assertThat(names()).containsExactly("alerts-20261102T000000.050Z.ndjson", "alerts.ndjson");
            log.tick();
            deliver(log, Alerts.numbered(1, 2));
            assertThat(names()).hasSize(2);
        }
        assertThat(ids(path())).containsExactly("alert-1");
    }

    @Test
    void shouldRotateAtStartWhenTheFileIsOfAnEarlierInterval() throws IOException {
        Files.writeString(path(), "{}\n");
        Files.setLastModifiedTime(path(), FileTime.from(Instant.parse("2026-10-30T12:00:00Z")));
        try (AlertLog log = log(config(Sync.INTERVAL, ByteSize.mib(1), Duration.ofHours(24), 10))) {
            log.tick();
        }
        assertThat(names()).containsExactly("alerts-20261101T021407.123Z.ndjson", "alerts.ndjson");
        assertThat(path()).isEmptyFile();
    }

    @Test
    void shouldNotTouchFilesOfOtherNamesWhenItPrunes() throws IOException {
        List<String> others = List.of(
                "alerts-1.ndjson",
                "alerts-20200101T000000.000Z.json",
                "alerts-20209999T000000.000Z.ndjson",
                "x-20200101T000000.000Z.ndjson");
        for (String other : others) {
            Files.writeString(directory.resolve(other), "mine");
        }
        try (AlertLog log = log(config(Sync.NEVER, new ByteSize(1), null, 1))) {
            deliver(log, Alerts.numbered(0, 5));
        }
        assertThat(names()).containsAll(others).hasSize(others.size() + 2);
    }

    @Test
    void shouldDeliverWithEverySyncPolicy() throws IOException {
        int next = 0;
        for (Sync sync : Sync.values()) {
            try (AlertLog log = log(config(sync, ByteSize.mib(1), null, 1))) {
                deliver(log, Alerts.numbered(next, ++next));
                nanos += Duration.ofSeconds(1).toNanos();
                log.tick();
                deliver(log, Alerts.numbered(next, ++next));
            }
        }
        assertThat(ids(path())).hasSize(2 * Sync.values().length);
    }

    @Test
    void shouldKeepAlertsAndSayItIsDownWhileTheDiskIsFull() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "needs /dev/full");
        AlertLog log = log(AlertLogConfig.at(full));
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(log));
            dispatcher.start();
            Alerts.numbered(0, 3).forEach(dispatcher::raise);

            await().until(() -> !captured.messages(Level.ERROR).isEmpty());
            assertThat(dispatcher.close(Duration.ofMillis(300))).containsExactly(Map.entry("alert-log", 3L));
            SinkCounts counts = dispatcher.counts().get(0);
            assertThat(counts.settled(Fate.DELIVERED)).isZero();
            assertThat(counts.queued()).isEqualTo(3);
            assertThat(counts.imbalance()).isZero();
            assertThat(captured.messages(Level.ERROR))
                    .containsExactly("sink alert-log is down: No space left on device; alerts wait (up to 16384, then"
                            + " detection waits too), it is tried again");
        }
    }

    @Test
    void shouldSurviveAPathThatCannotBeOpened() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        Path impossible = directory.resolve("file/alerts.ndjson");
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(log(AlertLogConfig.at(impossible))));
            dispatcher.start();
            dispatcher.raise(Alerts.numbered(0));
            await().until(() -> !captured.messages(Level.ERROR).isEmpty());

            Files.delete(directory.resolve("file"));
            await().until(() -> dispatcher.counts().get(0).settled(Fate.DELIVERED) == 1);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(ids(impossible)).containsExactly("alert-0");
        }
    }

    @Test
    void shouldWriteAnAlertAsSoonAsItIsRaised() throws IOException {
        AlertDispatcher dispatcher =
                new AlertDispatcher(List.of(new AlertLog(AlertLogConfig.at(path()), Instant::now, System::nanoTime)));
        dispatcher.start();
        List<Long> micros = new ArrayList<>();
        for (int n = 0; n < 300; n++) {
            long end = (n + 1L) * LINE - 20; // ids get longer, lines never shorter
            long start = System.nanoTime();
            dispatcher.raise(Alerts.numbered(n));
            while (!Files.exists(path()) || Files.size(path()) < end) {
                Thread.onSpinWait();
            }
            micros.add((System.nanoTime() - start) / 1_000);
        }
        assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
        assertThat(micros.stream().sorted().toList().get(75))
                .as("first quartile in microseconds; a timer of any kind would show, a busy machine does not")
                .isLessThan(20_000);
    }

    @Test
    void shouldRefuseSettingsOutOfRange() {
        AlertLogConfig d = AlertLogConfig.defaults();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlertLogConfig(
                        true,
                        d.path(),
                        d.format(),
                        d.sync(),
                        d.syncInterval(),
                        new ByteSize(0),
                        null,
                        false,
                        1,
                        null,
                        null,
                        1))
                .withMessage("rotate-size 0B, expected 1 byte or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Sync.NEVER, ByteSize.mib(1), Duration.ofMillis(5), 1))
                .withMessage("rotate-age PT0.005S, expected 1 s or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config(Sync.NEVER, ByteSize.mib(1), null, 0))
                .withMessage("keep 0, expected 1 or more files");
    }

    private Path path() {
        return directory.resolve("alerts.ndjson");
    }

    private AlertLog log(AlertLogConfig config) {
        return new AlertLog(config, () -> now, () -> nanos);
    }

    private AlertLogConfig config(Sync sync, ByteSize size, @Nullable Duration age, int keep) {
        return new AlertLogConfig(
                true,
                path(),
                AlertFormat.VEDETTE,
                sync,
                Duration.ofMillis(500),
                size,
                age,
                false,
                keep,
                null,
                null,
                100);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.US_ASCII);
    }

    /** The ids of the lines that are alerts. */
    static List<String> ids(Path file) throws IOException {
        return lines(file).stream()
                .map(line -> AlertJson.read(line.getBytes(StandardCharsets.US_ASCII)))
                .flatMap(reading -> reading instanceof AlertReading.Valid valid
                        ? Stream.of(valid.alert().id())
                        : null)
                .toList();
    }
}

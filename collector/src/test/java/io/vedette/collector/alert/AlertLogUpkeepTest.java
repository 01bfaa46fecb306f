package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.AlertLogConfig.Sync;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that were put aside: compressed, and not kept for ever. */
class AlertLogUpkeepTest {

    private static final int LINE = 900; // a little more than one line

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-01T02:14:07.123Z");
    private long nanos;

    private Path path() {
        return directory.resolve("alerts.ndjson");
    }

    private AlertLogConfig config(int keep, @Nullable Duration keepAge, @Nullable ByteSize keepSize) {
        return new AlertLogConfig(
                true,
                path(),
                AlertFormat.VEDETTE,
                Sync.NEVER,
                Duration.ofMillis(500),
                new ByteSize(LINE),
                null,
                true,
                keep,
                keepAge,
                keepSize,
                100);
    }

    private AlertLog log(AlertLogConfig config) {
        return new AlertLog(config, () -> now, () -> nanos);
    }

    /** One alert after the other, an hour between two; each but the last ends in a file of its own. */
    private void deliver(AlertLog log, int from, int to) throws IOException {
        for (int n = from; n < to; n++) {
            SinkQueue queue = new SinkQueue("alert-log", Guarantee.AT_LEAST_ONCE, 10);
            queue.add(Alerts.numbered(n));
            log.tick();
            AlertBatch batch = queue.next(0, 10);
            assertThat(batch).isNotNull();
            log.deliver(batch);
            now = now.plusSeconds(3_600);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** All alerts in all files, compressed or not, oldest first. */
    private List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (String name : names()) {
            Path file = directory.resolve(name);
            Path plain = Files.createTempFile("alerts", null);
            if (name.endsWith(".gz")) {
                try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                    Files.write(plain, in.readAllBytes());
                }
                file = plain;
            }
            ids.addAll(AlertLogTest.ids(file));
            Files.delete(plain);
        }
        return ids;
    }

    @Test
    void compressesWhatWasPutAsideAndLosesNothing() throws IOException {
        try (AlertLog log = log(config(100, null, null))) {
            deliver(log, 0, 5);
        }

        assertThat(names())
                .containsExactly(
                        "alerts-20261101T031407.123Z.ndjson.gz",
                        "alerts-20261101T041407.123Z.ndjson.gz",
                        "alerts-20261101T051407.123Z.ndjson.gz",
                        "alerts-20261101T061407.123Z.ndjson.gz",
                        "alerts.ndjson");
        assertThat(ids()).containsExactly("alert-0", "alert-1", "alert-2", "alert-3", "alert-4");
    }

    @Test
    void keepsTheNewestByNumber() throws IOException {
        try (AlertLog log = log(config(2, null, null))) {
            deliver(log, 0, 6);
        }
        assertThat(ids()).containsExactly("alert-3", "alert-4", "alert-5");
    }

    @Test
    void deletesWhatIsTooOld() throws IOException {
        try (AlertLog log = log(config(100, null, null))) {
            deliver(log, 0, 6); // put aside at 03:14, 04:14, 05:14, 06:14 and 07:14; now it is 08:14
        }
        try (AlertLog log = log(config(100, Duration.ofHours(3), null))) {
            log.tick();
        }
        assertThat(ids()).containsExactly("alert-2", "alert-3", "alert-4", "alert-5");

        now = now.plus(Duration.ofDays(2));
        try (AlertLog log = log(config(100, Duration.ofHours(3), null))) {
            log.tick();
        }
        assertThat(ids()).containsExactly("alert-5");
    }

    @Test
    void deletesTheOldestWhenAllTogetherAreTooLarge() throws IOException {
        ByteSize small = new ByteSize(1_500);
        try (AlertLog log = log(config(100, null, small))) {
            deliver(log, 0, 20);
        }
        long bytes = 0;
        for (String name : names()) {
            bytes += name.endsWith(".gz") ? Files.size(directory.resolve(name)) : 0;
        }
        assertThat(bytes).isBetween(700L, small.bytes());
        assertThat(ids()).endsWith("alert-18", "alert-19").hasSizeLessThan(10);
    }

    @Test
    void finishesWhatADeathHasCutOff() throws IOException {
        Files.writeString(directory.resolve("alerts-20261031T000000.000Z.ndjson"), "{}\n");
        Files.writeString(directory.resolve("alerts-20261031T000000.000Z.ndjson.gz.part"), "half");
        Files.writeString(directory.resolve("alerts-20261030T000000.000Z.ndjson"), "{}\n");
        Files.writeString(
                directory.resolve("alerts-20261030T000000.000Z.ndjson.gz"), "the other form was to be deleted");

        try (AlertLog log = log(config(100, null, null))) {
            log.tick();
        }

        assertThat(names())
                .containsExactly(
                        "alerts-20261030T000000.000Z.ndjson.gz",
                        "alerts-20261031T000000.000Z.ndjson.gz",
                        "alerts.ndjson");
        for (String name : names().subList(0, 2)) {
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(directory.resolve(name)))) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("{}\n");
            }
        }
    }

    @Test
    void aFileThatCannotBeCompressedIsKeptAndCounted() throws IOException {
        Path inTheWay = directory.resolve("alerts-20261031T000000.000Z.ndjson.gz.part");
        Files.createDirectories(inTheWay.resolve("full"));
        Path aside = directory.resolve("alerts-20261031T000000.000Z.ndjson");
        Files.writeString(aside, "{}\n");
        AlertLog log = log(config(100, null, null));
        try (log) {
            deliver(log, 0, 1);
        }
        OpenMetrics metrics = new OpenMetrics();
        log.writeMetrics(metrics);
        assertThat(metrics.text()).contains("vedette_alert_log_upkeep_errors_total 1\n");
        assertThat(aside).hasContent("{}");
        assertThat(AlertLogTest.ids(path())).containsExactly("alert-0");
    }
}

package io.vedette.collector.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.LogCapture;
import io.vedette.collector.alert.SinkContract;
import io.vedette.collector.alert.remote.Answer;
import io.vedette.collector.alert.remote.Courier;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.spool.DeadLetters;
import io.vedette.collector.alert.spool.Spool;
import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row W11: a receiver that is down for a day, on a real spool, with time that the test owns. */
class OutageTest {

    private static final int DAY_SECONDS = 86_400;
    private static final int STEP_SECONDS = 30;
    private static final ByteSize SIZE = ByteSize.mib(2);

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-11-01T02:14:03Z");
    private boolean back;
    private final List<Notification> delivered = new ArrayList<>();
    private int attempts;

    private final class Receiver implements Courier {
        @Override
        public CompletableFuture<Answer> send(Notification notification) {
            attempts++;
            if (back) {
                delivered.add(notification);
            }
            Answer answer = back ? new Answer.Delivered() : new Answer.Later("connect", "refused", null);
            return CompletableFuture.completedFuture(answer);
        }

        @Override
        public String destination() {
            return "https://hooks.example/";
        }

        @Override
        public void close() {}
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, now).toNanos();
    }

    private RemoteSink sink() {
        Spool spool = new Spool(
                "hook", directory.resolve("hook"), new SpoolConfig(SIZE, Duration.ofHours(48)), () -> now, this::nanos);
        return new RemoteSink(
                "hook",
                Severity.INFO,
                spool,
                new Grouping(GroupingConfig.defaults(), Duration.ZERO),
                new Receiver(),
                new DeadLetters(directory.resolve("hook.dead.ndjson")),
                () -> now,
                this::nanos,
                new Random(5));
    }

    /** One a second, each of another source; one in a hundred matters. */
    private static Alert alert(int n) {
        Severity severity = n % 100 == 0 ? Severity.HIGH : Severity.LOW;
        String source = "10." + (n >> 16) + "." + (n >> 8 & 255) + "." + (n & 255);
        return Alerts.of(source, Alert.Stage.OPENED, "scan-" + n, severity, Technique.SYN);
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("hook"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }

    @Test
    void shouldKeepItsSizeThroughADayAndTellWhatIsLeftInAFewDigests() throws IOException {
        RemoteSink sink = sink();
        sink.tick();
        try (LogCapture log = LogCapture.of(Spool.class)) {
            for (int second = 0; second < DAY_SECONDS; second += STEP_SECONDS) {
                List<Alert> some = new ArrayList<>();
                for (int n = second; n < second + STEP_SECONDS; n++) {
                    some.add(alert(n));
                }
                assertThat(SinkContract.deliver(sink, some).imbalance()).isZero();
                now = now.plusSeconds(STEP_SECONDS);
                sink.tick();
                assertThat(bytesOnDisk()).isLessThan(SIZE.bytes() + (256 << 10));
            }
            assertThat(log.messages(Level.ERROR))
                    .as("said once a minute at most")
                    .hasSizeBetween(1, DAY_SECONDS / 60);
        }
        assertThat(attempts).as("one that tries every five minutes or so").isBetween(200, 700);
        long overflow = sink.counts().of(SpoolFate.OVERFLOW);
        assertThat(overflow).isGreaterThan(DAY_SECONDS / 2);
        assertThat(sink.counts().waiting()).isEqualTo(DAY_SECONDS - overflow);

        int failures = attempts;
        back = true;
        int steps = 0;
        while (sink.counts().waiting() > 0 && steps++ < 600) {
            now = now.plusSeconds(1);
            sink.tick();
        }

        assertThat(sink.counts().waiting()).isZero();
        assertThat(sink.counts().imbalance()).isZero();
        assertThat(sink.counts().of(SpoolFate.DELIVERED) + sink.counts().of(SpoolFate.FOLDED))
                .isEqualTo(DAY_SECONDS - overflow);
        assertThat(delivered.size()).as("a digest, not a flood").isLessThanOrEqualTo(20 * (1 + steps / 60));
        assertThat(delivered).anyMatch(message -> message.kind() == Notification.Kind.DIGEST);
        long told = delivered.stream().mapToLong(Notification::total).sum();
        assertThat(told).isGreaterThanOrEqualTo(DAY_SECONDS / 100);
        OpenMetrics metrics = new OpenMetrics();
        sink.writeMetrics(metrics);
        assertThat(metrics.text())
                .contains("vedette_remote_failures_total{sink=\"hook\",reason=\"connect\"} " + failures + "\n")
                .contains("vedette_remote_failures_total{sink=\"hook\",reason=\"http_5xx\"} 0\n")
                .contains("vedette_dead_letters_total{sink=\"hook\",reason=\"http_4xx\"} 0\n");
        sink.close();
        try (Stream<Path> dead = Files.list(directory)) {
            assertThat(dead.map(file -> file.getFileName().toString())).containsExactly("hook");
        }
    }
}

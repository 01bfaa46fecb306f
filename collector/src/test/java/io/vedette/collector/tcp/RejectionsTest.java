package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.Rejection;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class RejectionsTest {

    private static final PeerAddress PEER = new PeerAddress(IpAddress.parse("192.0.2.1"), 4711);

    @TempDir
    Path directory;

    private final AtomicLong seconds = new AtomicLong(1000);

    @Test
    void shouldTellTheFirstOfEachReasonAtOnceAndTheRestEveryTenSeconds() {
        try (LogCapture log = new LogCapture()) {
            RejectionLog rejections = rejectionLog(1000);
            for (int line = 1; line <= 100; line++) {
                rejections.rejected(rejection(RejectReason.BAD_JSON, line), now());
            }
            assertThat(log.messages(Level.WARN))
                    .containsExactly("rejected from 192.0.2.1:4711: bad_json in line 1 at byte 10: nonsense");

            rejections.rejected(rejection(RejectReason.BAD_NUMBER, 101), now());
            assertThat(log.messages(Level.WARN)).hasSize(2);

            seconds.addAndGet(9);
            rejections.tick(now());
            assertThat(log.messages(Level.WARN)).hasSize(2);

            seconds.addAndGet(1);
            rejections.tick(now());
            rejections.tick(now());
            assertThat(log.messages(Level.WARN))
                    .hasSize(3)
                    .last()
                    .isEqualTo("rejected from 192.0.2.1:4711: 99 more (bad_json 99), the last: bad_json in line 100"
                            + " at byte 1000: nonsense");
        }
    }

    @Test
    void shouldWriteTwoLinesInAnyTenSecondsWhateverArrives() {
        try (LogCapture log = new LogCapture()) {
            RejectionLog rejections = rejectionLog(1000);
            RejectReason[] reasons = RejectReason.values();
            AtomicLong line = new AtomicLong();
            long[] linesUntil = new long[600];
            for (int second = 0; second < 600; second++) {
                for (int i = 0; i < 50; i++) {
                    RejectReason reason = reasons[(int) (line.incrementAndGet() / 7 % reasons.length)];
                    rejections.rejected(rejection(reason, line.get()), now());
                }
                rejections.tick(now());
                linesUntil[second] = log.messages(Level.WARN).size();
                seconds.incrementAndGet();
                if (second >= 10) {
                    assertThat(linesUntil[second] - linesUntil[second - 10]).isBetween(1L, 2L);
                }
            }
            for (RejectReason reason : reasons) {
                assertThat(log.messages(Level.WARN)).anyMatch(text -> text.contains(": " + reason.label()));
            }
        }
    }

    @Test
    void shouldShowTheTemplateOnceWhenFieldsAreMissing() {
        try (LogCapture log = new LogCapture()) {
            RejectionLog rejections = rejectionLog(1000);
            for (int minute = 0; minute < 10; minute++) {
                rejections.rejected(new Rejection(RejectReason.MISSING_FIELD, 1 + minute, 0, "PROTOCOL", "{}"), now());
                seconds.addAndGet(60);
                rejections.tick(now());
            }
            assertThat(log.messages(Level.WARN)).hasSize(10);
            assertThat(log.messages(Level.WARN).get(0))
                    .startsWith(
                            "rejected from 192.0.2.1:4711: missing_field PROTOCOL in line 1 at byte 0: {}; run nprobe")
                    .contains("--json-labels")
                    .contains("-T \"%IPV4_SRC_ADDR %IPV4_DST_ADDR %PROTOCOL %L4_SRC_PORT %L4_DST_PORT %TCP_FLAGS"
                            + " %IN_PKTS\"");
            assertThat(log.messages(Level.WARN).subList(1, 10)).noneMatch(line -> line.contains("nprobe"));
        }
    }

    @Test
    void shouldBoundTheLinesOfAllProbesTogether() {
        try (LogCapture log = new LogCapture()) {
            LogBudget budget = new LogBudget(5, Duration.ofSeconds(10), this::now);
            for (int probe = 0; probe < 100; probe++) {
                new RejectionLog(PEER, budget, now()).rejected(rejection(RejectReason.BAD_JSON, 1), now());
            }
            assertThat(log.messages(Level.WARN)).hasSize(5);

            seconds.addAndGet(10);
            new RejectionLog(PEER, budget, now()).rejected(rejection(RejectReason.BAD_JSON, 1), now());
            assertThat(log.messages(Level.WARN))
                    .hasSize(6)
                    .last()
                    .asString()
                    .endsWith("(95 similar messages left out)");
        }
    }

    @Test
    void shouldStayCalmUnderGarbage() throws IOException {
        byte[] garbage = "garbage without end\n".repeat(200_000).getBytes();
        var settings = new ServerFixture.Settings();
        settings.rejectFile = directory.resolve("rejects.ndjson");
        settings.rejectFileSize = ByteSize.kib(16);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.deliver(garbage);

            assertThat(fixture.metric("records_rejected{bad_json}")).isEqualTo(200_000);
            assertThat(fixture.server.totals().intake.imbalance()).isZero();
            assertThat(fixture.log.messages(Level.WARN)).hasSizeBetween(1, 2);
        }
        try (Stream<Path> files = Files.list(directory)) {
            List<Path> written = files.toList();
            assertThat(written).hasSizeBetween(1, 3);
            assertThat(written).allSatisfy(file -> assertThat(file).isNotEmptyFile());
            assertThat(written).allMatch(file -> file.toFile().length() <= 16 * 1024);
        }
    }

    @Test
    void shouldWriteRejectsAsLinesOfJson() throws IOException {
        Path path = directory.resolve("rejects.ndjson");
        RejectFile file = new RejectFile(new RotatingFile(path, 1 << 20, 1));
        file.start();
        file.write(
                Instant.parse("2026-01-02T03:04:05Z"),
                PEER,
                new Rejection(RejectReason.BAD_NUMBER, 7, 700, "L4_DST_PORT", "{\"L4_DST_PORT\":70000}"));
        file.write(Instant.parse("2026-01-02T03:04:06Z"), PEER, rejection(RejectReason.BAD_JSON, 8));
        file.close();

        assertThat(path).content().isEqualTo("""
                        {"time":"2026-01-02T03:04:05Z","peer":"192.0.2.1:4711","reason":"bad_number","line":7,"offset":700,"field":"L4_DST_PORT","excerpt":"{\\"L4_DST_PORT\\":70000}"}
                        {"time":"2026-01-02T03:04:06Z","peer":"192.0.2.1:4711","reason":"bad_json","line":8,"offset":80,"excerpt":"nonsense"}
                        """);
        assertThat(file.dropped()).isZero();
    }

    @Test
    void shouldCountWhatAFailingDiskDoesNotTake() {
        try (LogCapture log = new LogCapture()) {
            RejectFile file = new RejectFile(new RotatingFile(directory.resolve("missing/rejects"), 1 << 20, 1));
            file.start();
            for (int i = 0; i < 20; i++) {
                file.write(Instant.EPOCH, PEER, rejection(RejectReason.BAD_JSON, i));
            }
            await().until(() -> file.dropped() == 20);
            file.close();

            assertThat(log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("missing/rejects cannot be written");
            assertThat(log.hasStackTrace()).isFalse();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldCountWhatAFullDiskDoesNotTake() {
        RejectFile file = new RejectFile(new RotatingFile(Path.of("/dev/full"), 1 << 20, 1));
        for (int i = 0; i < 500; i++) {
            file.write(Instant.EPOCH, PEER, rejection(RejectReason.BAD_JSON, i));
        }
        file.start();
        file.close();
        assertThat(file.dropped()).isEqualTo(500);
    }

    @Test
    void shouldRotateBeforeAFileGrowsTooLarge() throws IOException {
        Path path = directory.resolve("file");
        try (RotatingFile file = new RotatingFile(path, 10, 2)) {
            for (String line : List.of("aaaa\n", "bbbb\n", "cccc\n", "dddd\n", "eeee\n", "ffff\n", "gggg\n")) {
                file.append(line.getBytes());
            }
        }
        assertThat(path).content().isEqualTo("gggg\n");
        assertThat(directory.resolve("file.1")).content().isEqualTo("eeee\nffff\n");
        assertThat(directory.resolve("file.2")).content().isEqualTo("cccc\ndddd\n");
        assertThat(directory.resolve("file.3")).doesNotExist();

        try (RotatingFile again = new RotatingFile(path, 10, 0)) {
            again.append("hhhh\n".getBytes());
            again.append("iiii\n".getBytes());
        }
        assertThat(path).content().isEqualTo("iiii\n");
    }

    private RejectionLog rejectionLog(int lines) {
        return new RejectionLog(PEER, new LogBudget(lines, Duration.ofSeconds(10), this::now), now());
    }

    private long now() {
        return TimeUnit.SECONDS.toNanos(seconds.get());
    }

    private static Rejection rejection(RejectReason reason, long line) {
        return new Rejection(reason, line, line * 10, null, "nonsense");
    }
}

package io.vedette.collector.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.vedette.collector.alert.LogCapture;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class CheckpointsTest {

    @TempDir
    Path directory;

    private final byte[] content = "what is remembered".repeat(20).getBytes(StandardCharsets.US_ASCII);

    private Path file() {
        return directory.resolve("state").resolve("detection.state");
    }

    private Path aside() {
        return directory.resolve("state").resolve("detection.state.bad");
    }

    private Checkpoints checkpoints() {
        return new Checkpoints(
                new StateConfig(directory.resolve("state"), Duration.ofMillis(100), ByteSize.kib(64)),
                System::nanoTime);
    }

    private static Checkpoints.Source source(byte[] bytes) {
        return maxBytes -> CompletableFuture.completedFuture(content(bytes, 3));
    }

    private static Checkpoints.Content content(byte[] bytes, long leftOut) {
        ByteChunks chunks = new ByteChunks();
        chunks.write(bytes, 0, bytes.length);
        return new Checkpoints.Content(chunks.chunks(), leftOut);
    }

    private static String metrics(Checkpoints checkpoints) {
        OpenMetrics metrics = new OpenMetrics();
        checkpoints.writeMetrics(metrics);
        return metrics.text();
    }

    /** What the next process finds. */
    private byte @Nullable [] restored() {
        try (Checkpoints next = checkpoints()) {
            return next.restore();
        }
    }

    /** Whether a process could save at its end. */
    private boolean finish(Checkpoints.Source source, Duration limit) throws InterruptedException {
        try (Checkpoints last = checkpoints()) {
            return last.finish(source, limit);
        }
    }

    private void saved() throws InterruptedException {
        assertThat(finish(source(content), Duration.ofSeconds(10))).isTrue();
    }

    @Test
    void shouldGiveBackWhatWasSaved() throws Exception {
        assertThat(restored()).isNull();
        saved();

        assertThat(restored()).isEqualTo(content);
        assertThat(Files.list(directory.resolve("state")))
                .map(Path::getFileName)
                .map(Path::toString)
                .containsExactlyInAnyOrder("detection.state", "lock");
    }

    @Test
    void shouldSaveAgainAndAgain() throws Exception {
        try (Checkpoints checkpoints = checkpoints()) {
            byte[] changing = content.clone();
            checkpoints.start(source(changing));
            await().until(() -> Files.exists(file()));
            changing[0] = 'W';
            await().until(() -> endsWith(changing));
            assertThat(metrics(checkpoints))
                    .contains("checkpoint_bytes " + content.length)
                    .contains("checkpoint_errors_total 0");
        }
    }

    private boolean endsWith(byte[] bytes) throws IOException {
        byte[] all = Files.readAllBytes(file());
        return Arrays.equals(all, all.length - bytes.length, all.length, bytes, 0, bytes.length);
    }

    @Test
    void shouldSayOnceWhatFindsNoRoom() throws Exception {
        try (LogCapture log = LogCapture.of(Checkpoints.class);
                Checkpoints checkpoints = checkpoints()) {
            checkpoints.start(source(content));
            await().until(() -> !metrics(checkpoints).contains("checkpoint_left_out_total 0"));
            assertThat(checkpoints.finish(source(content), Duration.ofSeconds(10)))
                    .isTrue();
            assertThat(metrics(checkpoints)).doesNotContain("checkpoint_left_out_total 3");
            assertThat(log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("3 suspects or incidents are left out", "state.max-size");
        }
    }

    @Test
    void shouldDoNothingWithoutADirectory() throws Exception {
        Checkpoints none = new Checkpoints(StateConfig.defaults(), System::nanoTime);
        none.start(source(content));

        assertThat(none.isEnabled()).isFalse();
        assertThat(none.restore()).isNull();
        assertThat(none.finish(source(content), Duration.ofSeconds(1))).isFalse();
        assertThat(metrics(none)).contains("checkpoint_age_seconds 0");
    }

    /** Cut off at every byte, and every byte changed: put aside each time, never a failure. */
    @Test
    void shouldPutADamagedFileAside() throws Exception {
        saved();
        Logger quiet = (Logger) LoggerFactory.getLogger(StateFile.class);
        quiet.setLevel(Level.OFF); // a thousand times the same is no news
        byte[] good = Files.readAllBytes(file());
        for (int at = 0; at < good.length; at++) {
            byte[] changed = good.clone();
            changed[at] ^= (byte) (1 << at % 8);
            for (byte[] bad : new byte[][] {Arrays.copyOf(good, at), changed}) {
                Files.write(file(), bad);
                assertThat(restored()).as("byte %d", at).isNull();
                assertThat(Files.readAllBytes(aside())).isEqualTo(bad);
                assertThat(file()).doesNotExist();
            }
        }
        quiet.setLevel(null);
        Files.write(file(), good);
        assertThat(restored()).isEqualTo(content);
    }

    @Test
    void shouldPutAForeignFileAside() throws IOException {
        Files.createDirectories(file().getParent());
        Files.write(file(), new byte[300_000]);

        assertThat(restored()).isNull();
        assertThat(aside()).exists();
    }

    /** The moment between writing beside and renaming: the process was killed there. */
    @Test
    void shouldIgnoreAFileThatWasNeverFinished() throws Exception {
        saved();
        Files.write(file().resolveSibling("detection.state.new"), new byte[] {1, 2});

        assertThat(restored()).isEqualTo(content);
        saved();
        assertThat(restored()).isEqualTo(content);
    }

    @Test
    void shouldGoOnWhenTheDiskDoesNot() throws Exception {
        Files.writeString(directory.resolve("state"), "in the way");
        try (Checkpoints checkpoints = checkpoints()) {
            checkpoints.start(source(content));
            await().until(() -> !metrics(checkpoints).contains("checkpoint_errors_total 0"));

            Files.delete(directory.resolve("state"));
            await().until(() -> Files.exists(file()));
        }
    }

    /** On a full disk half a checkpoint would keep room from the alerts. */
    @Test
    void shouldLeaveNothingUnfinishedOnAFullDisk() throws Exception {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        saved();
        Path next = Files.createSymbolicLink(file().resolveSibling("detection.state.new"), full);
        byte[] more = new byte[200];

        assertThat(finish(source(more), Duration.ofSeconds(3))).isFalse();
        assertThat(Files.exists(next, LinkOption.NOFOLLOW_LINKS)).isFalse();
        assertThat(restored()).isEqualTo(content);
        assertThat(finish(source(more), Duration.ofSeconds(3))).isTrue();
    }

    /** A state that is ahead of its alerts would keep them from being told. */
    @Test
    void shouldWaitForTheAlertsBeforeIt() throws Exception {
        AtomicBoolean told = new AtomicBoolean();
        Checkpoints.Source source = new Checkpoints.Source() {
            @Override
            public CompletableFuture<Checkpoints.Content> capture(int maxBytes) {
                return CompletableFuture.completedFuture(content(content, 0));
            }

            @Override
            public boolean awaitTold(Duration limit) {
                return told.get();
            }
        };
        try (Checkpoints checkpoints = checkpoints()) {
            checkpoints.start(source);
            await().until(() -> !metrics(checkpoints).contains("checkpoint_errors_total 0"));
            assertThat(file()).doesNotExist();

            told.set(true);
            await().until(() -> Files.exists(file()));
        }
        told.set(false);
        Files.delete(file());
        assertThat(finish(source, Duration.ofSeconds(3))).isFalse();
        assertThat(file()).doesNotExist();
    }

    @Test
    void shouldTakeTheDirectoryOfSystemdWhereNoneIsSet() {
        StateConfig none = StateConfig.defaults();
        assertThat(none.in("/var/lib/vedette:/var/lib/other").dir()).isEqualTo(Path.of("/var/lib/vedette"));
        assertThat(none.in(null).dir()).isNull();
        assertThat(none.in("").dir()).isNull();
        StateConfig set = new StateConfig(Path.of("x"), Duration.ofSeconds(1), ByteSize.mib(1));
        assertThat(set.in("/var/lib/vedette").dir()).isEqualTo(Path.of("x"));
    }
}

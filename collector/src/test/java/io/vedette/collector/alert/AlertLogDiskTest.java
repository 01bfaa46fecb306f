package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.vedette.core.detect.Alert;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The alert log on disks that misbehave. Needs the right to mount; says so and is skipped without it. */
@Timeout(120)
class AlertLogDiskTest {

    @TempDir
    Path directory;

    private final Deque<Path> mounted = new ArrayDeque<>();

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        while (!mounted.isEmpty()) {
            run("umount", "-l", mounted.pop().toString());
        }
    }

    @Test
    void shouldRecoverByItselfFromAFullDiskWithEveryAlertWholeAndOnce() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount(disk, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
        Path file = disk.resolve("alerts.ndjson");
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[48 * 1024]);

        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = dispatcher(AlertLogConfig.at(file));
            Alerts.numbered(0, 60).forEach(dispatcher::raise);
            await().until(() -> !captured.messages(Level.ERROR).isEmpty());

            SinkCounts full = dispatcher.counts().get(0);
            assertThat(full.queued()).isPositive();
            assertThat(full.imbalance()).isZero();
            assertThat(AlertLogTest.ids(file))
                    .as("nothing is reported delivered that is not written")
                    .hasSize((int) full.settled(Fate.DELIVERED));
            assertThat(Files.size(file))
                    .as("the disk was filled in the middle of a line")
                    .isEqualTo(16 * 1024);

            Files.delete(ballast);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(captured.messages(Level.ERROR))
                    .containsExactly("sink alert-log is down: No space left on device; alerts wait (up to 16384, then"
                            + " detection waits too), it is tried again");
            assertThat(captured.messages(Level.WARN)).hasSize(1);
        }
        assertThat(AlertLogTest.ids(file))
                .containsExactlyElementsOf(
                        Alerts.numbered(0, 60).stream().map(Alert::id).toList());
        assertThat(Files.readAllLines(file)).as("the torn line was completed").hasSize(60);
    }

    @Test
    void shouldWriteATornLineAgainWhenTheFileWasRenamedMeanwhile() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount(disk, "-t", "tmpfs", "-o", "size=64k", "tmpfs");
        Path file = disk.resolve("alerts.ndjson");
        Path renamed = disk.resolve("renamed");
        Path ballast = disk.resolve("ballast");
        Files.write(ballast, new byte[48 * 1024]);
        AlertLog log = new AlertLog(AlertLogConfig.at(file), Instant::now, System::nanoTime);
        SinkQueue queue = SinkContract.queue(log);
        Alerts.numbered(0, 60).forEach(queue::add);
        assertThat(deliverOnce(log, queue)).isFalse();
        int before = AlertLogTest.ids(file).size();

        Files.move(file, renamed);
        Files.delete(ballast);
        assertThat(deliverOnce(log, queue)).isTrue();
        log.close();

        assertThat(Files.readAllLines(renamed)).hasSize(before + 1);
        assertThat(AlertLogTest.ids(renamed)).hasSize(before);
        assertThat(AlertLogTest.ids(file)).startsWith("alert-" + before).hasSize(60 - before);
        assertThat(queue.counts().imbalance()).isZero();
    }

    @Test
    void shouldGoOnInTheSameFileWhenItCannotBeRotated() throws Exception {
        Path file = Files.createFile(directory.resolve("alerts.ndjson"));
        mount(file, "--bind", file.toString()); // as in a container that was given a single file
        AlertLogConfig d = AlertLogConfig.at(file);
        AlertLogConfig config = new AlertLogConfig(
                true,
                file,
                d.format(),
                d.sync(),
                d.syncInterval(),
                new ByteSize(1),
                null,
                true,
                10,
                null,
                null,
                d.queue());

        try (LogCapture captured = LogCapture.of(AlertLog.class)) {
            AlertDispatcher dispatcher = dispatcher(config);
            Alerts.numbered(0, 20).forEach(dispatcher::raise);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(captured.messages(Level.ERROR))
                    .singleElement()
                    .asString()
                    .contains("cannot be rotated");
        }
        assertThat(AlertLogTest.ids(file)).hasSize(20);
    }

    @Test
    void shouldWaitOutADiskThatHasBecomeReadOnly() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        mount(disk, "-t", "tmpfs", "tmpfs");
        Path file = disk.resolve("alerts.ndjson");
        assertThat(run("mount", "-o", "remount,ro", disk.toString())).isZero();
        try (LogCapture captured = LogCapture.of(SinkWorker.class)) {
            AlertDispatcher dispatcher = dispatcher(AlertLogConfig.at(file));
            dispatcher.raise(Alerts.numbered(0));
            await().until(() -> !captured.messages(Level.ERROR).isEmpty());
            assertThat(run("mount", "-o", "remount,rw", disk.toString())).isZero();
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
        }
        assertThat(AlertLogTest.ids(file)).containsExactly("alert-0");
    }

    private static AlertDispatcher dispatcher(AlertLogConfig config) {
        AlertDispatcher dispatcher = new AlertDispatcher(List.of(new AlertLog(config, Instant::now, System::nanoTime)));
        dispatcher.start();
        return dispatcher;
    }

    /** Returns whether it went well. */
    private static boolean deliverOnce(AlertLog log, SinkQueue queue) {
        try {
            log.tick();
            AlertBatch batch = queue.next(0, SinkWorker.BATCH);
            assertThat(batch).isNotNull();
            log.deliver(batch);
            return true;
        } catch (IOException e) {
            assertThat(e).hasMessage("No space left on device");
            return false;
        }
    }

    private void mount(Path where, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(options));
        command.add(where.toString());
        boolean done = Files.isExecutable(Path.of("/bin/mount")) && run(command.toArray(String[]::new)) == 0;
        assumeTrue(done, "needs the right to mount a file system");
        mounted.push(where);
    }

    private static int run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}

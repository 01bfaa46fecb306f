package io.vedette.collector.isn;

import static io.vedette.collector.isn.Syns.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.SqliteStore;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolWatchTest {

    @TempDir
    Path directory;

    @Test
    void shouldCountFilesThatAreAtRestAndGoOnWhereTheyGrow() throws Exception {
        Path spool = Files.createDirectory(directory.resolve("spool"));
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        ImportReport report = new ImportReport();
        byte[] whole = new Syns().add(23, 10, 5).bytes();
        Files.write(spool.resolve("a.cap"), Arrays.copyOf(whole, 24 + 56 * 4 + 7));
        Files.writeString(spool.resolve("notes.cap.txt"), "no capture");
        try (IsnStore store = SqliteStore.open(directory.resolve("isn.db"), null)) {
            SpoolWatch watch = new SpoolWatch(
                    List.of(spool.toString()),
                    CaptureFinder.DEFAULT_PATTERNS,
                    Duration.ofMinutes(5),
                    Duration.ofMillis(10),
                    now::get,
                    new ImportRun(store, ImportSettings.DEFAULT, report),
                    report);
            CompletableFuture<Void> running =
                    CompletableFuture.runAsync(() -> run(watch), task -> new Thread(task, "watch").start());
            assertThat(report.counted()).as("while it is being written").isZero();
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
            await().atMost(Duration.ofSeconds(60)).until(() -> report.counted() == 1);
            Files.createDirectories(spool.resolve("deep"));
            new Syns().add(80, 3, 3).write(spool.resolve("deep/b.cap"));
            Files.write(spool.resolve("a.cap"), whole);
            now.updateAndGet(time -> time.plus(Duration.ofMinutes(6)));
            await().atMost(Duration.ofSeconds(60)).until(() -> report.counted() == 3);
            watch.stop();
            running.get(60, TimeUnit.SECONDS);

            assertThat(report.syns()).isEqualTo(13);
            assertThat(store.history(DayRange.ending(DAY, 1), new Interest(0, 0), 5)
                            .totals())
                    .containsEntry(DAY, new SynCount(13, 8));
        }
    }

    private static void run(IsnWatch watch) {
        try {
            watch.run();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}

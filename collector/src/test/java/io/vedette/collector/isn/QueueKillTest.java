package io.vedette.collector.isn;

import static io.vedette.collector.isn.Syns.DAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.isn.redis.CaptureQueue;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever works on a queue is killed again and again, wherever it stands; nothing is lost and nothing counts twice. */
class QueueKillTest {

    private static final int CAPTURES = 40;
    private static final int PORTS = 400;
    private static final int KILLS = 6;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldCountEachCaptureOnceHoweverOftenItIsKilled(boolean storeInRedis) throws Exception {
        Random random = new Random(storeInRedis ? 11 : 7);
        try (RedisServer server = new RedisServer(directory.resolve("redis"));
                CaptureQueue queue =
                        CaptureQueue.open(RedisAddress.parse(server.address(2)), CaptureQueue.DEFAULT_KEY)) {
            List<String> paths = new ArrayList<>();
            for (int i = 0; i < CAPTURES; i++) {
                Syns syns = new Syns();
                for (int port = 0; port < PORTS; port++) {
                    syns.add(port, port % 2 == 0, i);
                }
                paths.add(syns.write(directory.resolve(i + ".cap")).toString());
            }
            queue.add(paths);
            String location = storeInRedis
                    ? server.address(1)
                    : directory.resolve("isn.db").toString();
            for (int kill = 0; kill < KILLS; kill++) {
                int waiting = queue.waiting().size();
                Process program = start(location, server.address(2));
                await().atMost(Duration.ofSeconds(60))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> queue.waiting().size() < waiting || waiting == 0);
                program.waitFor(random.nextInt(30), TimeUnit.MILLISECONDS);
                program.destroyForcibly().waitFor();
            }
            Process last = start(location, server.address(2));
            await().atMost(Duration.ofSeconds(60)).until(() -> queue.waiting().isEmpty());
            last.destroyForcibly().waitFor();

            assertThat(total(location)).isEqualTo(new SynCount(CAPTURES * PORTS, CAPTURES * PORTS / 2));
        }
    }

    private Process start(String location, String queue) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx200m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        QueueProgram.class.getName(),
                        location,
                        queue)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve("log").toFile()))
                .start();
    }

    private static SynCount total(String location) throws IOException {
        try (IsnStore store = new StoreLocation(location).openExisting(null)) {
            return store.history(DayRange.ending(DAY, 1), new Interest(0, 0), 1)
                    .totals()
                    .get(DAY);
        }
    }
}

package io.vedette.collector.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.core.detect.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The alert log of a process that is killed without warning. */
@Timeout(120)
class AlertLogCrashTest {

    @TempDir
    Path directory;

    /** The process that is killed: raises numbered alerts, from its first argument on, as fast as it can. */
    static final class Victim {

        private Victim() {}

        public static void main(String[] arguments) {
            int first = Integer.parseInt(arguments[0]);
            AlertLogConfig config = AlertLogConfig.at(Path.of(arguments[1]));
            AlertDispatcher dispatcher =
                    new AlertDispatcher(List.of(new AlertLog(config, Instant::now, System::nanoTime)));
            dispatcher.start();
            for (int n = first; ; n++) {
                dispatcher.raise(Alerts.numbered(n));
            }
        }
    }

    @Test
    void shouldLoseNothingThatWasWrittenAndGoOnBehindATornLine() throws IOException, InterruptedException {
        Path file = directory.resolve("alerts.ndjson");
        int next = 0;
        for (int life = 0; life < 3; life++) {
            long before = Files.exists(file) ? Files.size(file) : 0;
            Process victim = start(next, file);
            try {
                await().pollInterval(Duration.ofMillis(5))
                        .until(() -> Files.exists(file) && Files.size(file) > before + 1_000_000);
            } finally {
                victim.destroyForcibly();
            }
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();

            int count = AlertLogTest.ids(file).size();
            assertThat(count).isGreaterThan(next);
            next = count;
        }
        try (AlertLog log = new AlertLog(AlertLogConfig.at(file), Instant::now, System::nanoTime)) {
            SinkContract.deliver(log, Alerts.numbered(next, next + 1));
        }
        assertThat(AlertLogTest.ids(file))
                .as("each alert once, in order, over all lives")
                .containsExactlyElementsOf(
                        Alerts.numbered(0, next + 1).stream().map(Alert::id).toList());
        assertThat(Files.readAllLines(file))
                .as("one torn line in each life at most")
                .hasSizeBetween(next + 1, next + 4);
    }

    private Process start(int first, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        Integer.toString(first),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }
}

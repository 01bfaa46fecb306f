package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the collector does to its files on SIGHUP, and when others put them aside. */
class HangupTest {

    @TempDir
    Path directory;

    private Path log() {
        return directory.resolve("alerts.ndjson");
    }

    private Program collect() throws IOException {
        Files.writeString(
                directory.resolve("vedette.yaml"),
                "listen:\n  address: 127.0.0.1\n  port: 0\nweb:\n  port: 0\ndetect:\n  sensitivity: reference\n");
        return Program.start(directory, "collect", "-c", "vedette.yaml");
    }

    @Test
    void goesOnAfterAHangupAndOpensTheAlertLogAgain() throws Exception {
        try (Program program = collect()) {
            program.send(Flows.synScan("192.0.2.66", 100));
            awaitLines(log(), 100);
            Path aside = Files.move(log(), directory.resolve("alerts.ndjson.1"));

            program.signal("HUP");
            awaitText(program, "is opened again");
            program.send(Flows.synScan("192.0.2.67", 100));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(Files.readAllLines(aside))
                    .hasSize(100)
                    .allMatch(line -> line.contains("192.0.2.66") && line.endsWith("}"));
            assertThat(Files.readAllLines(log())).hasSize(100).allMatch(line -> line.contains("192.0.2.67"));
        }
    }

    private static void awaitText(Program program, String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> program.err().contains(text));
    }

    private static void awaitLines(Path file, int count) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() == count);
    }
}

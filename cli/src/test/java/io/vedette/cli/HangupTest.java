package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        Program.assumeArrives("HUP");
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

    /** Row F09: what logrotate does, many times over while alerts are written. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "mv alerts.ndjson alerts.ndjson.$n && kill -HUP $pid",
                "mv alerts.ndjson alerts.ndjson.$n",
                "mv alerts.ndjson alerts.ndjson.$n && touch alerts.ndjson && kill -HUP $pid"
            })
    void losesAndTearsNothingWhenItsFileIsRenamed(String rotation) throws Exception {
        Program.assumeArrives("HUP");
        try (Program program = collect()) {
            rotateWhileItWrites(program, rotation);

            List<String> lines = allLines();
            assertThat(lines).allMatch(line -> line.startsWith("{\"schema\"") && line.endsWith("}"));
            assertThat(lines).hasSize(4_000).doesNotHaveDuplicates();
        }
    }

    /** Copying and truncating may lose what is written in between, which is why it is not recommended; it tears nothing. */
    @Test
    void tearsNothingWhenItsFileIsCopiedAndTruncated() throws Exception {
        try (Program program = collect()) {
            rotateWhileItWrites(program, "cp alerts.ndjson alerts.ndjson.$n && : > alerts.ndjson");

            List<String> lines = allLines();
            assertThat(lines).hasSizeBetween(1_000, 4_000).doesNotHaveDuplicates();
            assertThat(lines).noneMatch(line -> line.indexOf(0) >= 0);
            long whole = lines.stream()
                    .filter(line -> line.startsWith("{\"schema\"") && line.endsWith("}"))
                    .count();
            // the copy may end within a line, and then the line's rest is what was truncated away
            assertThat(lines.size() - whole).isLessThanOrEqualTo(20);
        }
    }

    private void rotateWhileItWrites(Program program, String rotation) throws Exception {
        try (Socket probe = program.connect()) {
            for (int round = 0; round < 20; round++) {
                String flows = Flows.synScan("192.0.2." + round, 200);
                probe.getOutputStream().write(flows.getBytes(StandardCharsets.US_ASCII));
                String script =
                        rotation.replace("$n", Integer.toString(round)).replace("$pid", Long.toString(program.pid()));
                new ProcessBuilder("sh", "-c", script)
                        .directory(directory.toFile())
                        .start()
                        .waitFor(); // fails while there is no file yet, as logrotate would skip it
            }
            probe.shutdownOutput();
            assertThat(probe.getInputStream().readAllBytes()).isEmpty();
        }
        program.terminate();
        assertThat(program.exitCode()).as(program.err()).isZero();
    }

    private List<String> allLines() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("alerts.ndjson")) {
                    lines.addAll(Files.readAllLines(file));
                }
            }
        }
        return lines;
    }

    private static void awaitText(Program program, String text) {
        await().atMost(Duration.ofSeconds(60)).until(() -> program.err().contains(text));
    }

    private static void awaitLines(Path file, int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() == count);
    }
}

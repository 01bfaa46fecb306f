package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.alert.delivery.DeliveryTrials;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class AlertsTailCommandTest {

    @TempDir
    Path directory;

    private Path log() {
        return directory.resolve("alerts.ndjson");
    }

    /** A line of the log about the scanner 192.0.2.{@code host}. */
    private static String line(int host) {
        return AlertJson.text(DeliveryTrials.example(1_793_499_247_000L)).replace("192.0.2.66", "192.0.2." + host);
    }

    private static String line(int host, String severity) {
        return line(host).replace("\"severity\":\"info\"", "\"severity\":\"" + severity + "\"");
    }

    private void write(String... lines) throws IOException {
        Files.write(log(), List.of(lines), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private Program tail(String... more) throws IOException {
        String[] arguments = new String[more.length + 3];
        arguments[0] = "alerts";
        arguments[1] = "tail";
        System.arraycopy(more, 0, arguments, 2, more.length);
        arguments[more.length + 2] = log().toString();
        return Program.start(directory, arguments);
    }

    private static void awaitLast(Program tail, String text) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !tail.isAlive()
                        || tail.out()
                                .stripTrailing()
                                .lines()
                                .reduce((a, b) -> b)
                                .orElse("")
                                .contains(text));
        assertThat(tail.out()).contains(text);
    }

    private static String line(AlertFormat format) {
        return format.text(DeliveryTrials.example(1_793_499_247_000L));
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertFormat.class,
            names = {"VEDETTE", "ECS", "OCSF"})
    void printsWhatIsWrittenInOtherWords(AlertFormat format) throws Exception {
        write(line(format), format.marked(DeliveryTrials.example(1_793_499_247_000L), "suppressed", "s-1"));

        try (Program tail = tail("--no-follow", "--all")) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out().lines())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line).contains("from 192.0.2.66"));
            assertThat(tail.out()).contains("[suppressed by s-1]");
            assertThat(tail.err()).isEmpty();
        }
    }

    @Test
    void saysThatCefCannotBeReadBack() throws Exception {
        write(line(AlertFormat.CEF), line(AlertFormat.CEF));
        try (Program tail = tail()) {
            assertThat(tail.exitCode()).isEqualTo(1);
            assertThat(tail.out()).isEmpty();
            assertThat(tail.err()).contains("alerts in CEF in " + log() + " cannot be read back");
        }
        write(line(7));
        try (Program tail = tail("--no-follow")) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out().lines()).singleElement().asString().contains("192.0.2.7");
            assertThat(tail.err().lines()).singleElement().asString().contains("alerts in CEF");
        }
    }

    @Test
    void saysThatAFolderOrAPipeIsNoLog() throws Exception {
        Files.createDirectory(log());
        try (Program tail = tail()) {
            assertThat(tail.exitCode()).isEqualTo(1);
            assertThat(tail.err()).contains("cannot read " + log() + ": not a regular file");
        }
    }

    @Test
    void printsTheLastAcrossWhatWasPutAsideAndEnds() throws Exception {
        try (OutputStream packed = new GZIPOutputStream(
                Files.newOutputStream(directory.resolve("alerts-20261030T000000.000Z.ndjson.gz")))) {
            packed.write((line(1) + "\n" + line(2) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        Files.writeString(directory.resolve("alerts-20261031T000000.000Z.ndjson"), line(3) + "\ntorn{\n");
        write(line(4), line(5));

        try (Program tail = tail("--no-follow", "-n", "4", "-o", "ndjson")) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out().lines()).containsExactly(line(2), line(3), line(4), line(5));
        }
        try (Program tail = tail("--no-follow", "--source", "192.0.2.0/30")) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out().lines())
                    .hasSize(3)
                    .allMatch(line -> line.matches("02:14:07 INFO .* from 192.0.2.[123]: .*"));
        }
    }

    /** What is begun when it looks is printed once it is complete. */
    @Test
    void goesOnWhereTheLastWholeLineEnds() throws Exception {
        String half = line(9);
        for (int host = 1; host <= 200; host++) {
            write(line(host));
        }
        Files.writeString(log(), half.substring(0, 50), StandardOpenOption.APPEND);
        try (Program tail = tail("-o", "ndjson", "-n", "150")) {
            awaitLast(tail, "192.0.2.200\"");
            Files.writeString(log(), half.substring(50) + "\n", StandardOpenOption.APPEND);
            awaitLast(tail, "192.0.2.9\"");
            assertThat(tail.out().lines()).hasSize(151).startsWith(line(51), line(52));
        }
    }

    @Test
    void readsAPackedLogAndSaysWhatIsNotThere() throws Exception {
        Path packed = directory.resolve("old.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write((line(1) + "\n" + line(2) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        try (Program tail = Program.start(directory, "alerts", "tail", "-n", "1", "-o", "ndjson", packed.toString())) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out()).isEqualTo(line(2) + "\n");
        }
        for (Path missing : List.of(log(), directory.resolve("none.gz"))) {
            try (Program tail = Program.start(directory, "alerts", "tail", "--no-follow", missing.toString())) {
                assertThat(tail.exitCode()).isOne();
                assertThat(tail.err()).isEqualTo("vedette alerts tail: cannot read " + missing + ": no such file\n");
            }
        }
    }

    @Test
    void showsWhatIsAskedFor() throws Exception {
        write(line(1, "low"), line(2, "high"), line(3, "critical"));
        write(line(4, "high").replaceFirst("}$", ",\"suppressed\":\"s-1a2b3c\"}"));

        try (Program tail = tail("--no-follow", "--severity", "high")) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out().lines()).hasSize(2);
            assertThat(tail.out()).contains("192.0.2.2", "192.0.2.3");
        }
        try (Program tail = tail("--no-follow", "--all", "-n", "1")) {
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.out()).contains("192.0.2.4").endsWith(" [suppressed by s-1a2b3c]\n");
        }
        try (Program tail = tail("--source", "x")) {
            assertThat(tail.exitCode()).isEqualTo(2);
        }
    }

    @Test
    void followsThroughRenameTruncationAndAFileThatComesLater() throws Exception {
        try (Program tail = tail("-o", "ndjson")) {
            write(line(1));
            awaitLast(tail, "192.0.2.1\"");
            String half = line(2);
            Files.writeString(log(), half.substring(0, 100), StandardOpenOption.APPEND);
            Files.writeString(log(), half.substring(100) + "\n", StandardOpenOption.APPEND);
            awaitLast(tail, "192.0.2.2\"");

            Path aside = Files.move(log(), directory.resolve("alerts.ndjson.1"));
            Files.writeString(aside, line(3) + "\n", StandardOpenOption.APPEND); // its writer has not noticed yet
            write(line(4));
            awaitLast(tail, "192.0.2.4\"");

            Files.writeString(log(), ""); // copytruncate
            await().during(Duration.ofMillis(500)).until(tail::isAlive);
            write(line(5));
            awaitLast(tail, "192.0.2.5\"");

            Files.move(log(), directory.resolve("alerts-20261101T000000.000Z.ndjson"));
            Files.writeString(directory.resolve("alerts-20261101T000000.001Z.ndjson"), line(6) + "\n");
            write(line(7));
            awaitLast(tail, "192.0.2.7\"");
            assertThat(tail.out().lines())
                    .containsExactly(line(1), line(2), line(3), line(4), line(5), line(6), line(7));

            tail.interrupt();
            assertThat(tail.exitCode()).isEqualTo(130);
            assertThat(tail.err()).isIn("", "waiting for " + log() + "\n"); // as soon as it looked
        }
    }

    @Test
    void endsQuietlyWhenNobodyReads() throws Exception {
        write(line(1));
        try (Program tail = tail()) {
            awaitLast(tail, "192.0.2.1");
            tail.closeOut();
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                write(line(2));
                return !tail.isAlive();
            });
            assertThat(tail.exitCode()).isZero();
            assertThat(tail.err()).isEmpty();
        }
    }
}

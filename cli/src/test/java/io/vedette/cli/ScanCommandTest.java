package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.detect.json.AlertJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vedette scan} as a shell sees it. */
class ScanCommandTest {

    private static final String SCANNER = "192.0.2.66";

    @TempDir
    Path directory;

    @BeforeEach
    void flows() throws IOException {
        Files.writeString(directory.resolve("flows.ndjson"), Flows.synScan(SCANNER, 100));
    }

    private Program scan(String... arguments) throws IOException {
        String[] all = new String[arguments.length + 1];
        all[0] = "scan";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return Program.start(directory, all);
    }

    @Test
    void shouldWriteNothingButJsonLinesIntoAPipe() throws Exception {
        try (Program program = scan("flows.ndjson")) {
            assertThat(program.exitCode()).isZero();
            List<String> lines = program.out().lines().toList();
            assertThat(lines).hasSize(1);
            var alert = AlertJson.read(lines.get(0).getBytes(StandardCharsets.US_ASCII));
            assertThat(alert.toString()).contains(SCANNER, "CLOSED");
            assertThat(program.err().lines())
                    .anyMatch(line -> line.matches("read 1 file, [0-9.]+ kB, 100 flow records in [0-9]+\\.[0-9]{2} s"))
                    .contains("records: 100 flows, 0 rejected", "1 incident; limits reached: none")
                    .hasSizeBetween(3, 4);
        }
    }

    /** What a source has reached is remembered approximately: the same in each run. */
    @Test
    void shouldGiveTheSameForTheSameFiles() throws Exception {
        String input = Path.of("..", "scenarios", "udp-horizontal", "input.flows.ndjson.gz")
                .toAbsolutePath()
                .toString();
        try (Program one = scan(input);
                Program again = scan("--threads", "1", input)) {
            assertThat(one.exitCode()).isZero();
            assertThat(again.exitCode()).isZero();
            assertThat(again.out()).isEqualTo(one.out()).contains("udp-scan");
        }
    }

    @Test
    void shouldWriteATableWithAHeader() throws Exception {
        try (Program program = scan("-o", "table", "flows.ndjson")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out().lines().toList()).hasSize(2);
            assertThat(program.out().lines().toList().get(0).split(" {2,}"))
                    .containsExactly(
                            "FIRST SEEN",
                            "LAST SEEN",
                            "SEVERITY",
                            "SOURCE",
                            "TECHNIQUE",
                            "SHAPE",
                            "HOSTS",
                            "PORTS",
                            "REFUSED",
                            "SILENT",
                            "ANSWERED");
            assertThat(program.out().lines().toList().get(1).split(" {2,}"))
                    .contains("MEDIUM", SCANNER, "SYN scan", "vertical", "1", "100");
        }
    }

    @Test
    void shouldWriteCsv() throws Exception {
        try (Program program = scan("-q", "-o", "csv", "flows.ndjson")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out().lines().toList()).hasSize(2);
            assertThat(program.out())
                    .startsWith("first_seen,last_seen,severity,source,")
                    .contains("," + SCANNER + ",syn,");
            assertThat(program.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ecs, '{\"@timestamp\":\"'",
        "ocsf, '{\"category_uid\":2,'",
        "cef, CEF:0|Vedette|Vedette|1|tcp-scan|SYN scan|6|"
    })
    void shouldWriteTheWordsOfOtherSystems(String format, String begin) throws Exception {
        try (Program program = scan("-q", "-o", format, "flows.ndjson")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out().lines()).hasSize(1);
            assertThat(program.out()).startsWith(begin).contains(SCANNER);
        }
    }

    @ParameterizedTest
    @CsvSource({"info, 3", "medium, 3", "high, 0", "critical, 0"})
    void shouldFailOnFindingsOfASeverityWhenAskedTo(String severity, int exitCode) throws Exception {
        try (Program program = scan("--fail-on", severity, "flows.ndjson")) {
            assertThat(program.exitCode()).isEqualTo(exitCode);
            assertThat(program.out()).contains(SCANNER);
        }
    }

    @Test
    void shouldReadAPipe() throws Exception {
        try (Program program = scan("-")) {
            program.feed(zipped(Flows.synScan(SCANNER, 100)));
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains(SCANNER);
            assertThat(program.err()).contains("read 1 file, ");
        }
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Test
    void shouldUseTheGoodFilesAmongBadOnesAndSaySo() throws Exception {
        Files.write(directory.resolve("empty"), new byte[0]);
        Files.writeString(directory.resolve("\u001b[31mprose"), "once upon a time\n");
        byte[] whole = zipped(Flows.synScan("192.0.2.67", 100));
        Files.write(directory.resolve("cut.gz"), Arrays.copyOf(whole, whole.length - 20));
        try (Program program = scan("absent", "flows.ndjson", "empty", "\u001b[31mprose", "cut.gz")) {
            assertThat(program.exitCode()).isEqualTo(4);
            assertThat(program.out()).contains(SCANNER, "192.0.2.67");
            assertThat(program.err())
                    .contains("vedette scan: absent: no such file\n")
                    .contains("vedette scan: empty: ")
                    .contains("vedette scan: \\u001b[31mprose: neither a capture nor flow records\n")
                    .contains("vedette scan: cut.gz: ")
                    .contains("read 2 files, ")
                    .contains("196 flows, 2 rejected (bad_json 1, partial_line 1)\n")
                    .doesNotContain("\u001b", "\tat ");
        }
    }

    @Test
    void shouldSkipWhatWasOnlyFoundInAFolder() throws Exception {
        Path folder = Files.createDirectory(directory.resolve("folder"));
        Files.writeString(folder.resolve("README"), "not for reading\n");
        Files.move(directory.resolve("flows.ndjson"), folder.resolve("flows.ndjson"));
        try (Program quiet = scan("-q", "folder")) {
            assertThat(quiet.exitCode()).isZero();
            assertThat(quiet.err()).isEmpty();
        }
        try (Program program = scan("folder")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains(SCANNER);
            assertThat(program.err())
                    .contains("vedette scan: folder/README: skipped, neither a capture nor flow records\n")
                    .contains("read 1 file, ", "records: 100 flows, 0 rejected\n");
        }
    }

    @Test
    void shouldFailWhenNothingCouldBeRead() throws Exception {
        try (Program program = scan("absent")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.out()).isEmpty();
            assertThat(program.err()).startsWith("vedette scan: absent: no such file\n");
        }
    }

    @Test
    void shouldEndQuietlyWhenTheReaderOfItsOutputHasGone() throws Exception {
        Files.writeString(directory.resolve("many.ndjson"), Flows.synScan(SCANNER, 5_000));
        try (Program program = Program.startUnread(directory, "scan", "--sensitivity", "reference", "many.ndjson")) {
            program.closeOut();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("5000 incidents").doesNotContain("pipe", "\tat ");
        }
    }
}

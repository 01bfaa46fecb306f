package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows O02 and O03: what a probe sends forges no line and no formula, in whatever the program writes. */
class InertTextTest {

    private static final Pattern LOG_LINE = Pattern.compile("\\d\\d:\\d\\d:\\d\\d (INFO|WARN|ERROR) [a-z]+: .*");

    @TempDir
    Path directory;

    /** Line ends as JSON has them, as bytes, and as Unicode has them; each followed by a line as the log would write it. */
    private static String hostile() {
        StringBuilder records = new StringBuilder();
        for (String end : List.of("\\n", "\\r\\n", "\\u0085", "\\u2028", "\r", "\u0085", "\u2028", "\u001b[2J\\n")) {
            records.append("{\"IPV4_SRC_ADDR\":\"192.0.2.1")
                    .append(end)
                    .append("12:00:00 ERROR tcp: forged\",\"HTTP_USER_AGENT\":\"curl")
                    .append(end)
                    .append("12:00:00 ERROR tcp: forged\"}\n");
        }
        return records.toString();
    }

    @Test
    void shouldForgeNoLineAnywhere() throws Exception {
        Files.writeString(directory.resolve("vedette.yaml"), """
                listen: {address: 127.0.0.1, port: 0, reject-file: rejects.ndjson}
                web: {enabled: false}
                log-level: debug
                """);
        try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
            for (String record : hostile().split("(?<=\n)")) {
                program.send(record); // a connection each, so that none is left out of the log as one of many
            }
            program.send(Flows.synScan("192.0.2.66", 30));
            program.terminate();

            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.err()).contains("forged").doesNotContain("\u001b", "\u0085", "\u2028", "\r");
            assertThat(program.err().lines().filter(line -> line.contains("forged")))
                    .isNotEmpty()
                    .allMatch(line -> LOG_LINE.matcher(line).matches())
                    .noneMatch(line -> line.startsWith("12:00:00 ERROR tcp: forged"));
            assertThat(program.out().lines()).allMatch(line -> line.contains("192.0.2.66"));
        }
        List<String> rejects = Files.readAllLines(directory.resolve("rejects.ndjson"));
        assertThat(rejects)
                .hasSizeGreaterThanOrEqualTo(8)
                .allMatch(line -> line.startsWith("{\"time\":") && line.endsWith("}"));
        assertThat(Files.readAllLines(directory.resolve("alerts.ndjson")))
                .isNotEmpty()
                .allMatch(line -> line.startsWith("{\"schema\":"));
    }

    @Test
    void shouldWriteNumbersOfACsvAsTheyAre() throws Exception {
        Files.writeString(directory.resolve("flows.ndjson"), Flows.synScan("192.0.2.66", 30));
        try (Program program = Program.start(directory, "scan", "-q", "-o", "csv", "flows.ndjson")) {
            assertThat(program.exitCode()).as(program.err()).isZero();
            List<String> lines = program.out().lines().toList();
            assertThat(lines).hasSize(2);
            List<String> names = cells(lines.get(0));
            List<String> values = cells(lines.get(1));

            assertThat(values).hasSameSizeAs(names);
            assertThat(values).contains("192.0.2.66", "30").noneMatch(value -> value.matches("['=+@-].*"));
        }
    }

    /** Cells by RFC 4180, without their quotes. */
    private static List<String> cells(String line) {
        return Arrays.stream(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1))
                .map(cell -> cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell)
                .toList();
    }
}

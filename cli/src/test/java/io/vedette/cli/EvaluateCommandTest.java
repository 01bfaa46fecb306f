package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code vedette evaluate} as a shell sees it. */
class EvaluateCommandTest {

    @TempDir
    Path directory;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(directory.resolve("scan.ndjson"), Flows.synScan("192.0.2.66", 100));
        truth("right", "[{\"src\": \"192.0.2.66\", \"technique\": \"syn\", \"shape\": \"vertical\"}]");
        truth("innocent", "[]");
        truth("other", "[{\"src\": \"192.0.2.66\"}, {\"src\": \"192.0.2.67\"}]");
    }

    private void truth(String name, String scanners) throws IOException {
        Files.writeString(directory.resolve(name + ".json"), "{\"scan.ndjson\": {\"scanners\": " + scanners + "}}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "right, any, 0",
        "innocent, any, 3",
        "innocent, false, 3",
        "innocent, miss, 0",
        "other, any, 3",
        "other, miss, 3",
        "other, false, 0"
    })
    void shouldFailOnWhatItIsAskedToFailOn(String truth, String failOn, int exitCode) throws Exception {
        try (Program program =
                Program.start(directory, "evaluate", truth + ".json", ".", "--fail-on", failOn, "-o", "table")) {
            assertThat(program.exitCode()).isEqualTo(exitCode);
            assertThat(program.out()).startsWith("INPUT    FILES  SCANNERS  FOUND");
            assertThat(program.err()).endsWith("1 labelled file, 1 judgements\n");
        }
    }

    @Test
    void shouldWriteJsonLinesIntoAPipe() throws Exception {
        try (Program program = Program.start(directory, "evaluate", "-q", "right.json", ".")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).isEmpty();
            assertThat(program.out().lines()).hasSize(2);
            for (String line : program.out().lines().toList()) {
                try (JsonParser json = new JsonFactory().createParser(line)) {
                    json.nextToken();
                    json.skipChildren();
                    assertThat(json.nextToken()).isNull();
                }
            }
            assertThat(program.out())
                    .contains("\"found\":true", "\"technique_right\":true", "\"recall\":1.0", "\"median_probes\":8");
        }
    }

    @Test
    void shouldNameWhatIsWrongWithTheTruthFile() throws Exception {
        truth("wrong", "[{\"src\": \"192.0.2.66\", \"techniqe\": \"syn\"}, {\"src\": \"here\"}]");
        try (Program program = Program.start(directory, "evaluate", "wrong.json", ".")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.out()).isEmpty();
            assertThat(program.err())
                    .contains("wrong.json:1:", "key \"techniqe\" is unknown, expected src, technique, shape\n")
                    .contains("src \"here\" is no IP address\n")
                    .endsWith("vedette evaluate: cannot use wrong.json: not a truth file, as docs/detection/evaluate.md"
                            + " has it\n");
        }
    }

    @Test
    void shouldSayWhatIsMissing() throws Exception {
        Files.writeString(
                directory.resolve("two.json"),
                "{\"scan.ndjson\": {\"scanners\": [{\"src\": \"192.0.2.66\"}]}, \"gone.pcap\": {\"scanners\": []}}");
        try (Program program = Program.start(directory, "evaluate", "--fail-on", "any", "two.json", ".")) {
            assertThat(program.exitCode()).isEqualTo(4);
            assertThat(program.err()).contains("gone.pcap: no such file\n");
        }
        try (Program program = Program.start(directory, "evaluate", "none.json", ".")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err()).isEqualTo("vedette evaluate: cannot use none.json: no such file\n");
        }
    }

    @Test
    void shouldNotPassWhereNothingWasJudged() throws Exception {
        try (Program program =
                Program.start(directory, "evaluate", "other.json", ".", "--input", "packets", "--fail-on", "any")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err())
                    .contains("nothing to judge: --input packets is a form that none of these files has\n")
                    .endsWith("1 labelled file, 0 judgements\n");
        }
    }
}

package io.vedette.collector.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {

    private static final Path CAPTURES = Path.of("src", "test", "resources", "captures");
    private static final Path SCENARIOS = Path.of("..", "scenarios");
    private static final IpAddress SCANNER = IpAddress.parse("203.0.113.66");

    @TempDir
    Path directory;

    private static Evaluator evaluator(Set<Input> inputs) {
        return new Evaluator(
                DetectSettings.defaults(),
                new ShardSettings(2, 16, 1 << 16, 10_000, Duration.ofHours(24)),
                () -> Instant.parse("2030-01-01T00:00:00Z"),
                inputs);
    }

    private static LabelledFile label(String name, LabelledScanner... scanners) {
        return new LabelledFile(name, List.of(scanners), Set.of(), false, false, "");
    }

    @Test
    void shouldJudgeACaptureInEachOfItsForms() throws Exception {
        Files.copy(CAPTURES.resolve("fin.pcap.gz"), directory.resolve("fin.pcap.gz"));
        Files.copy(SCENARIOS.resolve("fin").resolve("input.flows.ndjson.gz"), directory.resolve("fin.flows.ndjson.gz"));
        LabelledFile fin = label("fin.pcap", new LabelledScanner(SCANNER, Technique.FIN, Shape.VERTICAL));

        List<FileResult> results = evaluator(EnumSet.allOf(Input.class)).evaluate(directory, fin);

        assertThat(results).extracting(FileResult::input).containsExactly(Input.values());
        for (FileResult result : results) {
            assertThat(result.problems()).isEmpty();
            assertThat(result.falseSources()).isEmpty();
            assertThat(result.findings()).singleElement().satisfies(finding -> {
                assertThat(finding.techniqueIsRight()).isTrue();
                assertThat(finding.shapeIsRight()).isTrue();
                assertThat(finding.accused().probes()).isEqualTo(4);
                assertThat(finding.accused().incidents()).isEqualTo(1);
            });
        }
        assertThat(results.get(3).path()).endsWith("fin.flows.ndjson.gz");
    }

    @Test
    void shouldCountWhatIsMissedFalseAndOtherwiseNamed() throws Exception {
        LabelledScanner absent = new LabelledScanner(IpAddress.parse("203.0.113.99"), Technique.SYN, null);
        Scores scores = new Scores(Severity.MEDIUM);
        Evaluator packets = evaluator(EnumSet.of(Input.PACKETS));
        scores.add(packets.evaluate(CAPTURES, label("fin.pcap.gz", absent)));
        scores.add(packets.evaluate(
                CAPTURES, label("xmas.pcap.gz", new LabelledScanner(SCANNER, Technique.NULL, Shape.BLOCK))));
        scores.add(packets.evaluate(
                CAPTURES, new LabelledFile("ack.pcap.gz", List.of(absent), Set.of(), true, false, "")));
        scores.add(packets.evaluate(CAPTURES, label("absent.pcap")));

        InputScore score = scores.inputs().get(0);
        assertThat(score.files()).isEqualTo(2);
        assertThat(score.all().scanners()).isEqualTo(2);
        assertThat(score.all().found()).isEqualTo(1);
        assertThat(score.all().recall()).isEqualTo(0.5);
        assertThat(score.all().techniquesRight() + score.all().shapesRight()).isZero();
        assertThat(score.falseSourcesFrom(Severity.INFO)).isEqualTo(1);
        assertThat(score.falseSources(Severity.MEDIUM)).isEqualTo(1);
        assertThat(score.precision(Severity.MEDIUM)).isEqualTo(0.5);
        assertThat(score.precision(Severity.HIGH)).isEqualTo(1);
        assertThat(score.byTechnique()).containsOnlyKeys("syn", "null");
        assertThat(score.byShape()).containsOnlyKeys("block", "");
        assertThat(scores.misses()).isTrue();
        assertThat(scores.accusesInnocents()).isTrue();
        assertThat(scores.problems()).singleElement().asString().endsWith("absent.pcap: no such file");
        assertThat(scores.judged()).isEqualTo(3);

        StringBuilder table = new StringBuilder();
        EvaluationFormat.TABLE.write(scores, table);
        assertThat(table)
                .contains("\nmissed:\n  fin.pcap.gz as packets: 203.0.113.99 syn\n")
                .contains("\nfalse:\n  fin.pcap.gz as packets: 203.0.113.66 medium, fin vertical\n")
                .contains(
                        "\nnamed otherwise:\n  xmas.pcap.gz as packets: 203.0.113.66 null block was called xmas vertical\n")
                .contains("\nnot counted:\n  ack.pcap.gz as packets: 203.0.113.99 missed\n")
                .contains("packets      2         2      1   50.0%      50.0%");
        StringBuilder lines = new StringBuilder();
        EvaluationFormat.NDJSON.write(scores, lines);
        assertThat(lines.toString().lines()).hasSize(5);
        JsonNode sums =
                new ObjectMapper().readTree(lines.toString().lines().toList().get(4));
        assertThat(sums.path("recall").asDouble()).isEqualTo(0.5);
        assertThat(sums.path("false").path("medium").asInt()).isEqualTo(1);
        assertThat(sums.path("by_technique").path("null").path("found").asInt()).isEqualTo(1);
        StringBuilder object = new StringBuilder();
        EvaluationFormat.JSON.write(scores, object);
        JsonNode all = new ObjectMapper().readTree(object.toString());
        assertThat(all.path("files")).hasSize(4);
        assertThat(all.path("sums").get(0)).isEqualTo(sums);
    }

    @Test
    void shouldNameAMissingFileInTheFirstFormThatIsAskedFor() throws Exception {
        LabelledFile gone = label("gone.pcap");

        assertThat(evaluator(EnumSet.allOf(Input.class)).evaluate(directory, gone))
                .extracting(FileResult::input)
                .containsExactly(Input.PACKETS);
        assertThat(evaluator(EnumSet.of(Input.BIFLOW, Input.UNIFLOW, Input.RECORDS))
                        .evaluate(directory, gone))
                .extracting(FileResult::input)
                .containsExactly(Input.UNIFLOW);
    }

    @Test
    void shouldHoldNothingAgainstAVictimThatIsNamed() throws Exception {
        LabelledFile file = new LabelledFile("fin.pcap.gz", List.of(), Set.of(SCANNER), false, false, "");
        List<FileResult> results = evaluator(EnumSet.of(Input.PACKETS)).evaluate(CAPTURES, file);

        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.named()).hasSize(1);
            assertThat(result.falseSources()).isEmpty();
        });
    }

    /** The scenarios, by their own truth file: it must name each of them, and all must come out as it says. */
    @Test
    void shouldFindWhatTheScenariosHold() throws Exception {
        Truth truth = Truth.read("truth.json", Files.readAllBytes(SCENARIOS.resolve("truth.json")));
        assertThat(truth.problems()).isEmpty();
        assertThat(truth.files().stream().map(file -> file.name().split("/")[0]))
                .containsExactlyInAnyOrderElementsOf(scenarios());

        Scores scores = new Scores(Severity.INFO);
        for (LabelledFile file : truth.files()) {
            scores.add(evaluator(EnumSet.of(Input.RECORDS)).evaluate(SCENARIOS, file));
        }

        assertThat(scores.problems()).isEmpty();
        assertThat(scores.misses()).isFalse();
        assertThat(scores.accusesInnocents()).isFalse();
        Tally all = scores.inputs().get(0).all();
        assertThat(all.scanners())
                .isGreaterThan(20)
                .isEqualTo(all.techniquesRight())
                .isEqualTo(all.shapesRight());
        assertThat(all.mostIncidents()).isEqualTo(1);
        assertThat(all.medianProbes()).isLessThanOrEqualTo(8);
    }

    /** All that run with the usual sensitivity and hold incidents: reference mode names flows. */
    private static List<String> scenarios() throws IOException {
        ObjectMapper json = new ObjectMapper();
        try (var directories = Files.list(SCENARIOS)) {
            return directories
                    .filter(Files::isDirectory)
                    .filter(scenario -> {
                        try {
                            return json.readTree(
                                            scenario.resolve("expected.json").toFile())
                                    .path("settings")
                                    .path("sensitivity")
                                    .asText("normal")
                                    .equals("normal");
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    })
                    .map(scenario -> scenario.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}

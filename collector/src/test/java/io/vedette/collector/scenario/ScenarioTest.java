package io.vedette.collector.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.shard.DetectSettings;
import io.vedette.collector.shard.DetectSettings.Sensitivity;
import io.vedette.collector.shard.FlowInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.collector.shard.ShardSettings;
import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every directory of {@code scenarios/}: the bytes of a probe in, alerts out, and every record accounted for. */
class ScenarioTest {

    private static final Path SCENARIOS = Path.of("..", "scenarios");

    /** More lines than this for one scanner would be noise: one opening, doublings up to a thousand, one end. */
    private static final int LINES_PER_SCANNER = 10;

    static Stream<Path> scenarios() throws IOException {
        try (Stream<Path> directories = Files.list(SCENARIOS)) {
            List<Path> all = directories.filter(Files::isDirectory).sorted().toList();
            assertThat(all).hasSizeGreaterThan(25);
            return all.stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("scenarios")
    void shouldComeOutAsExpected(Path scenario) throws Exception {
        assertThat(scenario.resolve("README.md")).isNotEmptyFile();
        JsonNode expected =
                new ObjectMapper().readTree(scenario.resolve("expected.json").toFile());
        Sensitivity sensitivity = Sensitivity.valueOf(
                expected.path("settings").path("sensitivity").asText("normal").toUpperCase(java.util.Locale.ROOT));
        IntakeCounts intake = new IntakeCounts();
        List<Alert> alerts = Collections.synchronizedList(new ArrayList<>());

        AnalysisCounts analysis = run(scenario.resolve("input.flows.ndjson.gz"), sensitivity, intake, alerts);

        assertThat(intake.imbalance()).isZero();
        assertThat(intake.rejected.total()).isZero();
        assertThat(intake.flows.get()).isEqualTo(expected.get("flows").asLong());
        assertThat(analysis.analysed.get() + analysis.filtered.total()).isEqualTo(intake.flows.get());
        if (sensitivity == Sensitivity.REFERENCE) {
            assertThat(matches(alerts)).isEqualTo(expectedMatches(expected));
        } else {
            assertThat(closings(alerts)).containsExactlyInAnyOrderElementsOf(expectedScanners(expected));
            assertThat(victims(alerts)).containsExactlyInAnyOrderElementsOf(expectedVictims(expected));
            int incidents =
                    expected.get("scanners").size() + expected.path("victims").size();
            assertThat(alerts.stream()
                            .filter(alert -> alert.stage() == Stage.OPENED)
                            .map(Alert::subject))
                    .as("one incident for each")
                    .hasSize(incidents)
                    .doesNotHaveDuplicates();
            assertThat(alerts).hasSizeLessThanOrEqualTo(LINES_PER_SCANNER * incidents);
        }
    }

    private static AnalysisCounts run(Path input, Sensitivity sensitivity, IntakeCounts intake, List<Alert> alerts)
            throws IOException, InterruptedException {
        DetectSettings detect = DetectSettings.of(sensitivity);
        ShardSettings shards = new ShardSettings(2, 16, 1 << 16, 10_000, Duration.ofHours(24));
        ShardHost host = new ShardHost(shards, detect, alerts::add, InstantSource.system(), 5, false);
        host.start();
        FlowInput flows = host.open(() -> {});
        FlowStream stream = new FlowStream(StreamLimits.DEFAULT, intake, rejection -> {});
        FlowBatch batch = new FlowBatch(64);
        batch.receivedAt(System.currentTimeMillis());
        Ticking ticking = new Ticking(host, flows);
        byte[] block = new byte[64 * 1024];
        try (InputStream in = new GZIPInputStream(Files.newInputStream(input))) {
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                stream.feed(block, 0, read, batch, ticking);
            }
        }
        stream.end(batch, ticking);
        flows.close();
        assertThat(host.close(Duration.ofSeconds(60))).isTrue();
        return flows.counts();
    }

    /** Gives the host a sweep for each ten seconds of the traffic, as a scan of files does. */
    private static final class Ticking implements FlowSink {

        private final ShardHost host;
        private final FlowInput next;
        private long sweptMillis;

        Ticking(ShardHost host, FlowInput next) {
            this.host = host;
            this.next = next;
        }

        @Override
        public void flows(FlowBatch rows) {
            for (int row = 0; row < rows.size(); row++) {
                rows.receivedAt(Math.max(rows.eventMillis(row), sweptMillis));
            }
            if (rows.receivedMillis() >= sweptMillis + 10_000) {
                sweptMillis = rows.receivedMillis();
                next.tick(sweptMillis);
                host.sweep(sweptMillis);
            }
            next.flows(rows);
        }
    }

    private static List<String> closings(List<Alert> alerts) {
        return alerts.stream()
                .filter(alert -> alert.stage() == Stage.CLOSED && alert.crowd() == null)
                .map(alert -> alert.source() + " " + alert.technique().label() + " "
                        + alert.shape().label())
                .toList();
    }

    private static List<String> victims(List<Alert> alerts) {
        List<String> victims = new ArrayList<>();
        for (Alert alert : alerts) {
            Crowd crowd = alert.crowd();
            if (alert.stage() == Stage.CLOSED && crowd != null) {
                victims.add(crowd.name() + " " + alert.technique().label() + " "
                        + alert.shape().label() + " " + crowd.count() + " " + new TreeSet<>(crowd.sources()));
            }
        }
        return victims;
    }

    private static List<String> expectedVictims(JsonNode expected) {
        List<String> victims = new ArrayList<>();
        for (JsonNode victim : expected.path("victims")) {
            TreeSet<IpAddress> sources = new TreeSet<>();
            victim.path("addresses").forEach(address -> sources.add(IpAddress.parse(address.asText())));
            victims.add(victim.get("victim").asText()
                    + " "
                    + victim.get("technique").asText()
                    + " "
                    + victim.get("shape").asText()
                    + " "
                    + victim.get("sources").asLong()
                    + " "
                    + sources);
        }
        return victims;
    }

    private static List<String> expectedScanners(JsonNode expected) {
        List<String> scanners = new ArrayList<>();
        for (JsonNode scanner : expected.get("scanners")) {
            scanners.add(scanner.get("source").asText()
                    + " "
                    + scanner.get("technique").asText()
                    + " "
                    + scanner.get("shape").asText());
        }
        return scanners;
    }

    private static Map<String, Long> matches(List<Alert> alerts) {
        return alerts.stream()
                .collect(
                        Collectors.groupingBy(alert -> alert.technique().label(), TreeMap::new, Collectors.counting()));
    }

    private static Map<String, Long> expectedMatches(JsonNode expected) {
        Map<String, Long> matches = new TreeMap<>();
        expected.get("matches")
                .properties()
                .forEach(field -> matches.put(field.getKey(), field.getValue().asLong()));
        return matches;
    }
}

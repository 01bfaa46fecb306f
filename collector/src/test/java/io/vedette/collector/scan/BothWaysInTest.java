package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same traffic as packets and as the flows that an exporter made of it: the same scanners, techniques and shapes. */
class BothWaysInTest {

    private static final Path CAPTURES = Path.of("src", "test", "resources", "captures");
    private static final Path SCENARIOS = Path.of("..", "scenarios");

    static Stream<String> captures() throws IOException {
        try (Stream<Path> files = Files.list(CAPTURES)) {
            var names = files.map(file -> file.getFileName().toString().replace(".pcap.gz", ""))
                    .sorted()
                    .toList();
            assertThat(names).hasSizeGreaterThan(10);
            return names.stream();
        }
    }

    private static Path capture(String name) {
        return CAPTURES.resolve(name + ".pcap.gz");
    }

    private static Path flows(String name) {
        return SCENARIOS.resolve(name).resolve("input.flows.ndjson.gz");
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldFindTheSameInPacketsAndInFlows(String name) throws Exception {
        Scans.Result fromPackets = Scans.scan(capture(name));
        Scans.Result fromFlows = Scans.scan(flows(name));

        assertThat(fromPackets.verdicts()).isEqualTo(fromFlows.verdicts());
        assertThat(fromPackets.verdicts().isEmpty()).isEqualTo(name.startsWith("benign"));
        assertThat(fromPackets.report().problems()).isEmpty();
        assertThat(fromFlows.report().problems()).isEmpty();
        assertThat(fromPackets.report().packets.imbalance()).isZero();
        assertThat(fromFlows.report().records.imbalance()).isZero();
        assertThat(fromFlows.report().records.rejected.total()).isZero();
    }

    @ParameterizedTest
    @MethodSource("captures")
    void shouldFindExactlyTheSameInAPipeAndOnAnyNumberOfShards(String name) throws Exception {
        Scans.Result reference = Scans.scan(capture(name));
        try (InputStream pipe = Files.newInputStream(capture(name))) {
            Scans.Result piped = Scans.scan(1, pipe, "-");

            assertThat(piped.findings()).isEqualTo(reference.findings());
            assertThat(piped.report().packets.packets.get())
                    .isEqualTo(reference.report().packets.packets.get());
            assertThat(piped.report().bytes()).isEqualTo(reference.report().bytes());
        }
    }
}

package io.vedette.collector.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.file.InputPaths;
import io.vedette.core.flow.export.ExportSettings;
import io.vedette.core.flow.export.ExportSettings.Form;
import io.vedette.core.flow.export.NprobeLines;
import io.vedette.core.flow.export.NprobeLines.Keys;
import io.vedette.core.flow.export.NprobeLines.Template;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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

    /** Everything that {@code vedette flows} can write; only full records carry the times by which a slow scan is judged. */
    static Stream<Arguments> exports() throws IOException {
        return captures()
                .flatMap(name -> Stream.of(Form.values())
                        .flatMap(form -> Stream.of(Keys.values()).map(keys -> Arguments.of(name, form, keys))));
    }

    @ParameterizedTest
    @MethodSource("exports")
    void shouldFindTheSameInTheFlowsThatItExports(String name, Form form, Keys keys) throws Exception {
        Scans.Result fromPackets = Scans.scan(capture(name));
        StringWriter lines = new StringWriter();
        FlowExport export = new FlowExport(
                ExportSettings.defaults(form), new NprobeLines(Template.FULL, keys), TrafficChoice.ALL, lines, 3);
        ScanReport report = export.run(InputPaths.of(List.of(capture(name).toString())), InputStream.nullInputStream());

        Scans.Result fromExport =
                Scans.scan(2, new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.US_ASCII)), "-");

        assertThat(fromExport.verdicts()).isEqualTo(fromPackets.verdicts());
        assertThat(report.problems()).isEmpty();
        assertThat(export.counts().packets.get()).isEqualTo(report.packets.packets.get());
        assertThat(export.counts().exported.get() + export.counts().fragments.get())
                .isEqualTo(export.counts().packets.get());
        assertThat(fromExport.report().records.flows.get())
                .isEqualTo(export.counts().records.get());
        assertThat(fromExport.report().records.lost.get()).isZero();
    }

    static Stream<Arguments> generated() {
        return new Random(20261121)
                .longs(20)
                .boxed()
                .flatMap(seed -> Stream.of(Form.values()).map(form -> Arguments.of(seed, form)));
    }

    @ParameterizedTest
    @MethodSource("generated")
    void shouldFindTheSameInGeneratedTrafficAndInTheFlowsOfIt(long seed, Form form) throws Exception {
        byte[] capture = Traffic.generated(seed).pcap();
        Scans.Result fromPackets = Scans.scan(1, new ByteArrayInputStream(capture), "-");
        StringWriter lines = new StringWriter();
        FlowExport export = new FlowExport(
                ExportSettings.defaults(form),
                new NprobeLines(Template.FULL, Keys.LABELS),
                TrafficChoice.ALL,
                lines,
                seed);
        export.run(InputPaths.of(List.of("-")), new ByteArrayInputStream(capture));

        Scans.Result fromExport =
                Scans.scan(2, new ByteArrayInputStream(lines.toString().getBytes(StandardCharsets.US_ASCII)), "-");

        assertThat(fromPackets.verdicts()).isNotEmpty();
        assertThat(fromExport.verdicts()).isEqualTo(fromPackets.verdicts());
        assertThat(fromExport.report().records.lost.get()).isZero();
    }
}

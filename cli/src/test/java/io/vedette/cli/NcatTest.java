package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole program with a sender that is not ours: saved flows through Debian's ncat, and what an operator then sees. */
class NcatTest {

    private static final Path SCENARIOS = Path.of("..", "scenarios");

    @TempDir
    Path directory;

    @BeforeAll
    static void ncatIsThere() {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ncat"))),
                "ncat is not installed: apt-get install ncat");
    }

    private Path unpacked(String scenario) throws IOException {
        Path flows = directory.resolve(scenario + ".ndjson");
        try (InputStream in = new GZIPInputStream(
                Files.newInputStream(SCENARIOS.resolve(scenario).resolve("input.flows.ndjson.gz")))) {
            Files.copy(in, flows, StandardCopyOption.REPLACE_EXISTING);
        }
        return flows;
    }

    private Program collect() throws IOException {
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");
        return Program.start(
                directory,
                "collect",
                "-a",
                "127.0.0.1",
                "-p",
                "0",
                "-c",
                "vedette.yaml",
                "--alert-log",
                "alerts.ndjson");
    }

    private static void send(Path flows, int port) throws IOException, InterruptedException {
        Process ncat = new ProcessBuilder("ncat", "--send-only", "127.0.0.1", Integer.toString(port))
                .redirectInput(flows.toFile())
                .redirectErrorStream(true)
                .start();
        assertThat(ncat.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(ncat.exitValue())
                .as(new String(ncat.getInputStream().readAllBytes()))
                .isZero();
    }

    private List<String> openings() throws IOException {
        Path log = directory.resolve("alerts.ndjson");
        if (!Files.exists(log)) {
            return List.of();
        }
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("\"stage\":\"opened\""))
                .toList();
    }

    @ParameterizedTest
    @CsvSource({
        "syn-vertical, 203.0.113.66, SYN scan (like nmap -sS)",
        "udp-vertical, 203.0.113.66, UDP scan (like nmap -sU)",
        "xmas, 203.0.113.66, Xmas scan (like nmap -sX)",
        "ipv6, 2001:db8:a::66, SYN scan (like nmap -sS)",
    })
    void shouldNameTheScannerOnOneScreen(String scenario, String scanner, String title) throws Exception {
        try (Program program = collect()) {
            send(unpacked(scenario), program.port());
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(openings())
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("\"address\":\"" + scanner + '"'));
            assertThat(program.out().lines().toList()).hasSizeBetween(2, 20);
            assertThat(program.out()).contains(title + " from " + scanner);
            assertThat(program.err().lines().reduce("", (before, line) -> line))
                    .contains(" 1 incidents", "limits reached: none");
        }
    }

    /** The victim of the flood may be told of; whether it is depends on where the minute ends. */
    @Test
    void shouldAccuseNobodyInOrdinaryTrafficAndInAFlood() throws Exception {
        try (Program program = collect()) {
            for (String scenario : List.of("benign-web", "benign-dns", "benign-monitor", "dos-syn-flood")) {
                send(unpacked(scenario), program.port());
            }
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(openings())
                    .allMatch(line ->
                            line.contains("\"rule\":\"flood\"") && line.contains("\"address\":\"198.18.1.20\""));
            assertThat(openings()).noneMatch(line -> line.contains("\"source\":"));
            assertThat(program.err()).contains("10779 records = 10779 flows + 0 rejected");
        }
    }
}

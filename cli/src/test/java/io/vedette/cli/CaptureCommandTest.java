package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How {@code vedette capture}, and {@code --filter} on files, say what is missing: in words, with an exit code. */
class CaptureCommandTest {

    private static final String SCANNER = "192.0.2.66";
    private static final List<String> WITHOUT_LIBPCAP =
            List.of("-Dorg.pcap4j.core.pcapLibName=/nonexistent/libpcap.so");
    private static final List<String> WITHOUT_RIGHTS =
            List.of("setpriv", "--inh-caps=-net_raw,-net_admin", "--bounding-set=-net_raw,-net_admin");
    private static final Path CAPTURE = Path.of("../core/src/test/resources/captures/scan-syn-vertical.pcap")
            .toAbsolutePath();

    @TempDir
    Path directory;

    private void assumeLibpcap() throws Exception {
        try (Program program = Program.start(directory, "capture", "--list")) {
            program.exitCode();
            assumeTrue(!program.err().contains("libpcap"), "libpcap is not installed");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "capture|expected -i INTERFACE; --list shows them",
                "capture -i lo --packets 0|--packets 0, expected 1 or more",
                "capture -i lo --duration soon|--duration \"soon\", expected for example 30s, 10m or 1h",
                "capture -i lo -o xml|--output \"xml\", expected one of text, ndjson, table, csv",
                "scan --host 10.0.0 x|--host \"10.0.0\": ",
                "scan --port http x|--port \"http\": \"http\" is no port, expected for example 80 or 8000-8099",
                "flows --from yesterday x|--from \"yesterday\", expected for example 2026-11-21T10:00:00Z, 2026-11-21 or +10m",
                "scan --to +x x|--to \"+x\", expected for example"
            })
    void shouldRefuseWhatMakesNoSense(String line, String message) throws Exception {
        try (Program program = Program.start(directory, line.split(" "))) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.err()).contains(message).contains("--help").doesNotContain("\tat ");
        }
    }

    @Test
    void shouldListInterfacesByName() throws Exception {
        assumeLibpcap();
        try (Program program = Program.start(directory, "capture", "--list")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out().lines()).anyMatch(line -> line.startsWith("lo  "));
            assertThat(program.err()).isEmpty();
        }
    }

    @Test
    void shouldNameTheInterfaceThatIsNone() throws Exception {
        assumeLibpcap();
        try (Program program = Program.start(directory, "capture", "-i", "nosuch0")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err()).startsWith("vedette capture: nosuch0: ").hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"capture -i lo", "scan x.pcap", "flows x.pcap"})
    void shouldRepeatWhatLibpcapSaysOfAFilter(String line) throws Exception {
        assumeLibpcap();
        String[] words = (line + " --filter tcp||port").split(" ");
        try (Program program = Program.start(directory, words)) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.err())
                    .contains("filter \"tcp||port\": can't parse filter expression: syntax error")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldSayHowToGetTheRightToCapture() throws Exception {
        assumeLibpcap();
        assumeTrue(
                TwoHosts.run("setpriv", "--inh-caps=-net_raw", "--bounding-set=-net_raw", "true") == 0, "needs root");
        try (Program program = Program.startUnder(WITHOUT_RIGHTS, directory, "capture", "-i", "lo")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err())
                    .startsWith(
                            "vedette capture: lo: capturing is not permitted. Run it as root, or let Java capture: \"setcap ")
                    .hasLineCount(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"capture -i lo", "capture --list", "scan --filter tcp x.pcap", "flows --filter tcp x.pcap"})
    void shouldSayHowToInstallLibpcap(String line) throws Exception {
        try (Program program = Program.startWith(WITHOUT_LIBPCAP, directory, line.split(" "))) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err())
                    .contains(": libpcap is not on this system; install it: \"apt install libpcap0.8\"")
                    .hasLineCount(1);
        }
    }

    @Test
    void shouldReadFilesWhereLibpcapIsAbsent() throws Exception {
        try (Program program =
                Program.startWith(WITHOUT_LIBPCAP, directory, "scan", "--port", "1-1000", CAPTURE.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains("\"stage\":\"closed\"");
        }
    }

    @Test
    void shouldNotLoadTheBridgeToNativeCodeForFiles() throws Exception {
        Files.writeString(directory.resolve("flows.ndjson"), Flows.synScan(SCANNER, 20));
        List<String> logging = List.of("-Xlog:class+load:file=" + directory.resolve("classes"));
        try (Program program = Program.startWith(logging, directory, "scan", "flows.ndjson", CAPTURE.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains(SCANNER);
        }
        assertThat(Files.readString(directory.resolve("classes")))
                .contains("io.vedette.collector.scan.FileScan")
                .doesNotContain("com.sun.jna", "org.pcap4j");
    }

    @Test
    void shouldFilterFilesAndCountWhatIsLeftOut() throws Exception {
        assumeLibpcap();
        try (Program program = Program.start(directory, "scan", "--filter", "udp", CAPTURE.toString())) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).isEmpty();
            assertThat(program.err())
                    .containsPattern("left out: [0-9]+ by filter\n")
                    .contains("0 incidents");
        }
    }

    @Test
    void shouldSelectFlowsAndSayThatAFilterMeansNothingForThem() throws Exception {
        Files.writeString(
                directory.resolve("flows.ndjson"), Flows.synScan(SCANNER, 50) + Flows.synScan("192.0.2.99", 50));
        try (Program program = Program.start(directory, "scan", "--host", "192.0.2.99", "flows.ndjson")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains("192.0.2.99").doesNotContain(SCANNER);
            assertThat(program.err()).contains("left out: 50 by host\n");
        }
        assumeLibpcap();
        try (Program program = Program.start(directory, "scan", "--filter", "tcp", "flows.ndjson")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err()).contains("flows.ndjson: not a capture, and --filter is for packets");
        }
    }

    @Test
    void shouldFollowAFileUntilItIsInterrupted() throws Exception {
        Path file = directory.resolve("growing.ndjson");
        Files.writeString(file, Flows.syn(SCANNER, 1));
        try (Program program = Program.start(directory, "scan", "--follow", "growing.ndjson")) {
            append(file, Flows.synScan(SCANNER, 50));
            await().atMost(Duration.ofSeconds(60)).until(() -> program.out().contains("\"stage\":\"opened\""));
            program.interrupt();
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains("\"stage\":\"closed\"");
            assertThat(program.err()).contains("1 incident; limits reached: none");
        }
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}

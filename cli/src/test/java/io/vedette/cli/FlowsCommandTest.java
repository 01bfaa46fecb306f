package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette flows} as a shell sees it, and what the other commands make of its output. */
class FlowsCommandTest {

    private static final Path CAPTURES = Path.of("..", "collector", "src", "test", "resources", "captures");
    private static final Path FIN_SCAN = CAPTURES.resolve("fin.pcap.gz").toAbsolutePath();
    private static final Path HEALTH_CHECKS =
            CAPTURES.resolve("benign-health.pcap.gz").toAbsolutePath();
    private static final String SCANNER = "203.0.113.66";

    @TempDir
    Path directory;

    @Test
    void shouldWriteWhatScanUnderstands() throws Exception {
        try (Program flows = Program.start(directory, "flows", FIN_SCAN.toString(), HEALTH_CHECKS.toString());
                Program scan = Program.start(directory, "scan", "-o", "csv", "-")) {
            assertThat(flows.exitCode()).isZero();
            assertThat(flows.out().lines())
                    .allMatch(line -> line.startsWith("{\"IPV4_SRC_ADDR\":\"") && line.endsWith("}"));
            long records = flows.out().lines().count();
            assertThat(flows.err())
                    .contains("read 2 files, ")
                    .endsWith("\n" + records + " flow records; limits reached: none\n");

            scan.feed(flows.out().getBytes(StandardCharsets.US_ASCII));

            assertThat(scan.exitCode()).isZero();
            assertThat(scan.out().lines().skip(1))
                    .singleElement()
                    .asString()
                    .contains("," + SCANNER + ",fin,vertical,");
            assertThat(scan.err()).contains("records: " + records + " flows, 0 rejected\n");
        }
    }

    @Test
    void shouldWriteWhatACollectorUnderstands() throws Exception {
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");
        try (Program collect = Program.start(directory, "collect", "-a", "127.0.0.1", "-p", "0", "-c", "vedette.yaml");
                Program flows = Program.start(
                        directory,
                        "flows",
                        "-q",
                        "--biflow",
                        "--numeric",
                        "--template",
                        "short",
                        FIN_SCAN.toString())) {
            assertThat(flows.exitCode()).isZero();
            assertThat(flows.err()).isEmpty();
            long records = flows.out().lines().count();

            collect.send(flows.out());
            collect.terminate();

            assertThat(collect.exitCode()).isZero();
            assertThat(collect.out()).contains("FIN scan (like nmap -sF) from " + SCANNER);
            assertThat(collect.err())
                    .contains(records + " records = " + records + " flows + 0 rejected;")
                    .contains("1 incidents");
        }
    }

    @Test
    void shouldUseATruncatedCaptureUpToTheCut() throws Exception {
        byte[] whole;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(FIN_SCAN))) {
            whole = in.readAllBytes();
        }
        Files.write(directory.resolve("cut.pcap"), Arrays.copyOf(whole, whole.length - 10));
        Files.writeString(directory.resolve("flows.ndjson"), Flows.syn("192.0.2.66", 80));
        try (Program flows = Program.start(directory, "flows", "cut.pcap", "flows.ndjson");
                Program scan = Program.start(directory, "scan", "--fail-on", "medium", "cut.pcap");
                Program partial = Program.start(directory, "scan", "cut.pcap")) {
            assertThat(flows.exitCode()).isEqualTo(4);
            assertThat(flows.err())
                    .contains(
                            "vedette flows: cut.pcap: ",
                            "vedette flows: flows.ndjson: not a capture\n",
                            "read 1 file, ")
                    .doesNotContain("\tat ");
            assertThat(flows.out()).contains(SCANNER);

            assertThat(scan.exitCode()).isEqualTo(3);
            assertThat(scan.err()).contains("vedette scan: cut.pcap: ", "frames: ethernet ", "traffic from 2026-");
            assertThat(partial.exitCode()).isEqualTo(4);
            assertThat(partial.out()).contains(SCANNER);
        }
    }

    @Test
    void shouldEndQuietlyWhenTheReaderOfItsOutputHasGone() throws Exception {
        try (Program flows = Program.startUnread(directory, "flows", FIN_SCAN.toString())) {
            flows.closeOut();
            assertThat(flows.exitCode()).isZero();
            assertThat(flows.err()).isEmpty();
        }
    }
}

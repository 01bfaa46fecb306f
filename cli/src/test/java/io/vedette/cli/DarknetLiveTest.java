package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette darknet parse --live} between two network namespaces, of which the right one is the telescope. */
@Timeout(180)
class DarknetLiveTest {

    private static final Path NMAP = Path.of("/usr/bin/nmap");
    private static final int PORTS = 20;

    @TempDir
    Path directory;

    private Program parse(TwoHosts hosts, String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "darknet",
                "parse",
                "--threshold",
                "624",
                "--samples",
                "1",
                "--darknet",
                TwoHosts.RIGHT_ADDRESS + "/32",
                "--newdl",
                "--eventout",
                "events",
                "--live",
                TwoHosts.RIGHT_INTERFACE));
        all.addAll(List.of(more));
        Program program = Program.startUnder(hosts.onRight(), directory, all.toArray(String[]::new));
        await().atMost(Duration.ofSeconds(60))
                .until(() -> program.err().contains("capturing on ") || !program.isAlive());
        assertThat(program.isAlive()).as(program.err()).isTrue();
        return program;
    }

    private static void scan(TwoHosts hosts) throws Exception {
        assumeTrue(Files.isExecutable(NMAP), "nmap is not installed");
        hosts.must(hosts.onLeft(
                        NMAP.toString(),
                        "-n",
                        "-Pn",
                        "-sS",
                        "--max-retries",
                        "0",
                        "-p",
                        "1-" + PORTS,
                        TwoHosts.RIGHT_ADDRESS)
                .toArray(String[]::new));
    }

    private void assertEvents() throws IOException {
        List<String> events = Files.readAllLines(directory.resolve("events")).stream()
                .filter(line -> line.contains("\"Traffic\":11,"))
                .toList();
        assertThat(events)
                .hasSize(PORTS)
                .allMatch(line -> line.contains("\"SourceIP\":\"" + TwoHosts.LEFT_ADDRESS + "\""))
                .allMatch(line -> line.contains("\"UniqueDests\":1,"));
        for (int port = 1; port <= PORTS; port++) {
            String key = "\"Port\":" + port + ",";
            assertThat(events).filteredOn(line -> line.contains(key)).hasSize(1);
        }
    }

    @Test
    void shouldWriteEverythingOnSigterm() throws Exception {
        try (TwoHosts hosts = new TwoHosts();
                Program parse = parse(hosts)) {
            scan(hosts);
            parse.terminate();
            assertThat(parse.exitCode()).as(parse.err()).isEqualTo(ExitCode.DONE);
            assertThat(parse.err())
                    .contains("read 1 input", TwoHosts.RIGHT_INTERFACE + ": ", " 0 dropped by the kernel");
        }
        assertEvents();
    }

    @Test
    void shouldKeepOpenEventsOnSigintAndGoOnWithThem() throws Exception {
        try (TwoHosts hosts = new TwoHosts()) {
            try (Program parse = parse(hosts, "--cacheout", "state")) {
                scan(hosts);
                parse.interrupt();
                assertThat(parse.exitCode()).as(parse.err()).isEqualTo(ExitCode.DONE);
            }
            assertThat(directory.resolve("events")).isEmptyFile();
            try (Program parse = parse(hosts, "--cachein", "state")) {
                parse.terminate();
                assertThat(parse.exitCode()).as(parse.err()).isEqualTo(ExitCode.DONE);
            }
        }
        assertEvents();
    }

    @Test
    void shouldWriteWhatWasSeenWhenTheInterfaceGoes() throws Exception {
        try (TwoHosts hosts = new TwoHosts();
                Program parse = parse(hosts)) {
            scan(hosts);
            // The kernel hands packets over after its read timeout of 0.1 s, and drops what it still has with the
            // interface.
            await().pollDelay(Duration.ofSeconds(1)).until(parse::isAlive);
            hosts.cut();
            assertThat(parse.exitCode()).as(parse.err()).isEqualTo(ExitCode.PARTIAL);
            assertThat(parse.err()).contains(TwoHosts.RIGHT_INTERFACE + ": the capture has ended");
        }
        assertEvents();
    }

    /** Whoever mistypes the interface must not lose what an earlier run has written. */
    @Test
    void shouldLeaveOutputsAloneWhereThereIsNoInterface() throws Exception {
        Files.writeString(directory.resolve("events"), "of yesterday");
        try (Program parse = Program.start(
                directory,
                "darknet",
                "parse",
                "--threshold=624",
                "--samples=1",
                "--eventout=events",
                "--live=nosuch0")) {
            assertThat(parse.exitCode()).isEqualTo(ExitCode.FAILURE);
            assertThat(parse.err())
                    .containsAnyOf("nosuch0", "libpcap is not on this system")
                    .doesNotContain("\tat ");
        }
        assertThat(directory.resolve("events")).hasContent("of yesterday");
    }
}

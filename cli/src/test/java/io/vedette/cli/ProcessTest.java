package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an operator and a shell see of the program: exit codes, signals, both outputs. */
class ProcessTest {

    private static final String[] COLLECT = {"collect", "-a", "127.0.0.1", "-p", "0", "-c", "vedette.yaml"};

    @TempDir
    Path directory;

    private Program collect(String... more) throws IOException {
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");
        return Program.start(directory, arguments(more));
    }

    private static String[] arguments(String... more) {
        String[] all = Arrays.copyOf(COLLECT, COLLECT.length + more.length);
        System.arraycopy(more, 0, all, COLLECT.length, more.length);
        return all;
    }

    private static void assertNoStackTrace(Program program) {
        assertThat(program.err()).doesNotContain("\tat ", "Exception");
    }

    @Test
    void shouldHelp() throws Exception {
        try (Program program = Program.start(directory, "--help")) {
            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).startsWith("Usage: vedette ").contains("collect", "replay", "config");
            assertThat(program.err()).isEmpty();
        }
    }

    @Test
    void shouldRefuseAWrongFlagWithTheNearestRightOne() throws Exception {
        try (Program program = Program.start(directory, "collect", "--prot", "1")) {
            assertThat(program.exitCode()).isEqualTo(2);
            assertThat(program.out()).isEmpty();
            assertThat(program.err())
                    .isEqualTo("vedette collect: unknown option \"--prot\", did you mean --port?\n"
                            + "Try \"vedette collect --help\".\n");
        }
    }

    @Test
    void shouldRefuseABadConfigurationWithAllThatIsWrong() throws Exception {
        Files.writeString(directory.resolve("vedette.yaml"), "listen:\n  prot: 1\nshards:\n  count: 999\n");
        try (Program program = Program.start(directory, arguments("--des", "soon"))) {
            assertThat(program.exitCode()).isEqualTo(78);
            assertThat(program.err())
                    .isEqualTo("vedette.yaml:2:3: listen.prot: unknown key, did you mean \"port\"?\n"
                            + "--des: detect.udp.des: \"soon\", expected a time such as 500ms, 10s, 5m, 24h or 7d\n"
                            + "vedette.yaml:4:10: shards.count: \"999\", expected 0 to 256\n"
                            + "vedette collect: bad configuration: 3 problems\n");
        }
    }

    @Test
    void shouldEndWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Files.writeString(
                    directory.resolve("vedette.yaml"),
                    "listen:\n  address: 127.0.0.1\n  port: " + taken.getLocalPort() + "\nweb:\n  port: 0\n");
            try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
                assertThat(program.exitCode()).isEqualTo(1);
                assertThat(program.err())
                        .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                                + ": another process listens there");
                assertNoStackTrace(program);
            }
        }
    }

    @Test
    void shouldTellWhoScansAndDrainOnSigterm() throws Exception {
        try (Program program = collect()) {
            program.send(Flows.synScan("192.0.2.66", 500));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).contains(" from 192.0.2.66").doesNotContain("\u001b", "198.51.100.7 scans");
            assertThat(Files.readString(directory.resolve("alerts.ndjson"))).contains("\"192.0.2.66\"");
            assertThat(program.err())
                    .contains("500 records = 500 flows + 0 rejected; flows = 500 analysed + 0 filtered + 0 held; "
                            + "500 contacts; 1 incidents, 0 matches; 0 alerts undelivered; limits reached: none\n")
                    .contains("nprobe -i INTERFACE --tcp 127.0.0.1:" + program.port() + " --json-labels");
            assertNoStackTrace(program);
        }
    }

    @Test
    void shouldLoseNothingThatWasReadWhenToldToStopInTheMiddle() throws Exception {
        try (Program program = collect()) {
            try (Socket probe = program.connect()) {
                OutputStream out = probe.getOutputStream();
                out.write(Flows.synScan("192.0.2.66", 20_000).getBytes(StandardCharsets.US_ASCII));
                out.write("{\"IPV4_SRC".getBytes(StandardCharsets.US_ASCII));
                program.terminate();
                assertThat(program.exitCode()).isZero();
            }
            assertThat(program.err())
                    .contains(
                            "20001 records = 20000 flows + 1 rejected; flows = 20000 analysed + 0 filtered + 0 held;");
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void shouldEndAtOnceOnASecondSignal(String signal, int exitCode) throws Exception {
        try (Program program = collect();
                Socket probe = program.connect()) {
            probe.getOutputStream().write(Flows.syn("192.0.2.66", 1).getBytes(StandardCharsets.US_ASCII));
            // The drain goes on as long as this probe keeps sending.
            Thread sender = new Thread(() -> sendUntilRefused(probe));
            sender.start();
            program.terminate();
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> refusesConnections(program.port()));
            assertThat(program.isAlive()).isTrue();

            if (signal.equals("INT")) {
                program.interrupt();
            } else {
                program.terminate();
            }

            assertThat(program.exitCode()).isEqualTo(exitCode);
            assertNoStackTrace(program);
        }
    }

    /** As timeout(1) sends it, to the command and then to its group. The open connection makes the end last half a second. */
    @Test
    void shouldTakeTwoSignalsAtOnceForOne() throws Exception {
        try (Program program = collect();
                Socket probe = program.connect()) {
            probe.getOutputStream().write(Flows.syn("192.0.2.66", 1).getBytes(StandardCharsets.US_ASCII));
            program.signalTwice("TERM");

            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("1 records = 1 flows");
        }
    }

    private static void sendUntilRefused(Socket probe) {
        try {
            OutputStream out = probe.getOutputStream();
            for (int port = 2; ; port = port % 60_000 + 1) {
                out.write(Flows.syn("192.0.2.66", port).getBytes(StandardCharsets.US_ASCII));
                LockSupport.parkNanos(1_000_000);
            }
        } catch (IOException e) {
            return; // the other side has ended, as it should
        }
    }

    private static boolean refusesConnections(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return !socket.isConnected();
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldGoOnWhenStandardOutputIsClosed() throws Exception {
        try (Program program = startUnread()) {
            program.port();
            program.closeOut();
            program.send(Flows.synScan("192.0.2.66", 200));
            program.send(Flows.synScan("192.0.2.67", 200));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(Files.readString(directory.resolve("alerts.ndjson")))
                    .contains("\"192.0.2.66\"", "\"192.0.2.67\"");
            assertThat(program.err()).contains("2 incidents").doesNotContain("pipe");
            assertNoStackTrace(program);
        }
    }

    @Test
    void shouldGoOnWhenNobodyReadsStandardOutput() throws Exception {
        try (Program program = startUnread("--sensitivity", "reference")) {
            program.send(Flows.synScan("192.0.2.66", 5_000));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("5000 matches; 0 alerts undelivered");
            try (var lines = Files.lines(directory.resolve("alerts.ndjson"))) {
                assertThat(lines.count()).isEqualTo(5_000);
            }
        }
    }

    private Program startUnread(String... more) throws IOException {
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");
        return Program.startUnread(directory, arguments(more));
    }

    @ParameterizedTest
    @CsvSource({"tr, TR", "ar, SA", "th, TH"})
    void shouldWriteTheSameInEveryLocale(String language, String country) throws Exception {
        List<String> options = List.of(
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Duser.extensions=u-nu-arab-ca-buddhist",
                "-Dfile.encoding=ISO-8859-9");
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");
        try (Program program = Program.startWith(options, directory, arguments("--sensitivity", "reference"))) {
            program.send(Flows.synScan("192.0.2.66", 12));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("12 records = 12 flows + 0 rejected;");
            assertThat(program.out()).isEqualTo(expectedReferenceOutput());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"completion", "config init -", "scan --help"})
    void shouldPrintTheSameInEveryLocale(String command) throws Exception {
        List<String> options = List.of("-Duser.language=ar", "-Duser.country=EG", "-Duser.extensions=u-nu-arab");
        try (Program usual = Program.start(directory, command.split(" "));
                Program elsewhere = Program.startWith(options, directory, command.split(" "))) {
            assertThat(usual.exitCode()).isZero();
            assertThat(elsewhere.exitCode()).isZero();
            assertThat(elsewhere.out()).isNotEmpty().isEqualTo(usual.out());
        }
    }

    private String expectedReferenceOutput() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.writeString(other.resolve("vedette.yaml"), "web:\n  port: 0\n");
        try (Program program = Program.start(other, arguments("--sensitivity", "reference"))) {
            program.send(Flows.synScan("192.0.2.66", 12));
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.out().lines()).hasSize(12);
            return program.out();
        }
    }

    @Test
    void shouldReplayAFileToACollector() throws Exception {
        Path file = Files.writeString(directory.resolve("flows.ndjson"), Flows.synScan("192.0.2.66", 300));
        try (Program program = collect();
                Program replay = Program.start(
                        directory, "replay", file.toString(), "--to", "127.0.0.1:" + program.port(), "--repeat", "2")) {
            assertThat(replay.exitCode()).isZero();
            assertThat(replay.err()).contains("flows.ndjson: 600 lines, ");
            program.terminate();
            assertThat(program.exitCode()).isZero();
            assertThat(program.err()).contains("600 records = 600 flows + 0 rejected;");
        }
    }

    @Test
    void shouldSayWhyDataCouldNotBeWritten() throws Exception {
        List<String> onFullDisk = List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh");
        try (Program program = Program.startUnder(onFullDisk, directory, "config", "show")) {
            assertThat(program.exitCode()).isEqualTo(1);
            assertThat(program.err()).isEqualTo("vedette: cannot write standard output: No space left on device\n");
        }
    }
}

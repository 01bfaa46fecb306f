package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code vedette doctor} and {@code vedette health}: each thing that can be wrong is made wrong, and what they say is read. */
class DoctorTest {

    @TempDir
    Path directory;

    private int port;
    private int admin;

    @BeforeEach
    void choosePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = one.getLocalPort();
            admin = other.getLocalPort();
        }
    }

    private void configure(String more) throws IOException {
        Files.writeString(
                directory.resolve("vedette.yaml"),
                "listen:\n  address: 127.0.0.1\n  port: " + port + "\n  reject-file: rejects.ndjson\nweb:\n  port: "
                        + admin + "\n" + more);
    }

    private record Said(int exitCode, String out, String err) {}

    private Said run(String... arguments) throws IOException, InterruptedException {
        return run(List.of(), arguments);
    }

    private Said run(List<String> javaOptions, String... arguments) throws IOException, InterruptedException {
        try (Program program = Program.startWith(javaOptions, directory, arguments)) {
            int exitCode = program.exitCode();
            assertThat(program.err()).doesNotContain("\tat ", "Exception");
            return new Said(exitCode, program.out(), program.err());
        }
    }

    private Said doctor() throws IOException, InterruptedException {
        return run("doctor", "-c", "vedette.yaml");
    }

    private Program collect() throws IOException {
        Program program = Program.start(directory, "collect", "-c", "vedette.yaml");
        program.port();
        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), admin)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return program;
    }

    @Test
    void shouldFindNothingWhereAllIsWell() throws Exception {
        configure("alerts:\n  log:\n    keep-size: 1MiB\n    rotate-size: 1MiB\n");

        Said said = doctor();

        assertThat(said.exitCode()).as(said.out()).isZero();
        assertThat(said.out())
                .contains(
                        "good     port: 127.0.0.1:" + port + " can be opened",
                        "good     admin port: 127.0.0.1:" + admin + " can be opened",
                        "good     alert log: " + directory,
                        "good     alert log disk: ",
                        "good     clock: it says 20")
                .contains("\n0 problems, ");
    }

    @Test
    void shouldRefuseABadConfiguration() throws Exception {
        Files.writeString(directory.resolve("vedette.yaml"), "listen:\n  prot: 1\n");

        assertThat(doctor().exitCode()).isEqualTo(78);
        assertThat(run("health", "-c", "vedette.yaml").exitCode()).isEqualTo(78);
    }

    @Test
    void shouldFindAPortThatIsTaken() throws Exception {
        configure("");
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            Said said = doctor();

            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.out())
                    .contains("PROBLEM  port: cannot listen on 127.0.0.1:" + port + ": another process listens there")
                    .contains("ss -ltnp 'sport = :" + port + "'");
        }
    }

    @Test
    void shouldFindAnAddressThatIsNotHere() throws Exception {
        configure("");
        Files.writeString(directory.resolve("vedette.yaml"), "listen:\n  address: 192.0.2.1\n");

        assertThat(doctor().out()).contains("PROBLEM  port: ", "this host has no such address", "ip address");
    }

    @Test
    void shouldFindFilesWhereDirectoriesShouldBe() throws Exception {
        configure("alerts:\n  log:\n    path: taken/alerts.ndjson\n");
        Files.writeString(directory.resolve("taken"), "");

        Said said = doctor();

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).contains("PROBLEM  alert log: " + directory.resolve("taken") + " is a file");
    }

    @Test
    void shouldFindFilesThatCannotBeUsed() throws Exception {
        Files.writeString(directory.resolve("token"), "short\n");
        configure("  token-file: token\n");
        Files.createDirectory(directory.resolve("alerts.ndjson"));
        Files.createDirectory(directory.resolve("rejects.ndjson"));
        Files.writeString(directory.resolve("suppressions.ndjson"), "no JSON\nnor this\n");

        Said said = doctor();

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out())
                .contains("PROBLEM  alert log: alerts.ndjson is a folder, where a file is to be")
                .contains("PROBLEM  reject file: rejects.ndjson is a folder, where a file is to be")
                .contains("PROBLEM  token: token has no token of 16 characters or more; all writes are refused")
                .contains("WARNING  suppressions: what has mistakes suppresses nothing: suppressions.ndjson:1: ")
                .contains(", and 1 more\n");
    }

    @Test
    void shouldFindADiskThatIsReadOnlyOrTooSmall() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        configure("alerts:\n  log:\n    path: disk/alerts.ndjson\n");
        assumeTrue(mount("-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()), "needs the right to mount");
        try {
            assertThat(doctor().out())
                    .contains("PROBLEM  alert log disk: 1 MiB free on the disk of " + disk + ", up to 1100 MiB may be")
                    .contains("make room");
            assertThat(mount("-o", "remount,ro", disk.toString())).isTrue();
            assertThat(doctor().out()).contains("PROBLEM  alert log: cannot write to " + disk, "Read-only file system");
        } finally {
            new ProcessBuilder("umount", "-l", disk.toString()).start().waitFor();
        }
    }

    private static boolean mount(String... arguments) throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = "mount";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldFindAClockThatWentBackSecretsForAllAndDeadLetters() throws Exception {
        Path token = Files.writeString(directory.resolve("token"), "0123456789abcdef0123");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));
        configure("  token-file: token\n");
        Path log = Files.writeString(directory.resolve("alerts.ndjson"), "");
        Files.setLastModifiedTime(log, FileTime.from(Instant.now().plus(Duration.ofDays(2))));
        Files.createDirectory(directory.resolve("spool"));
        Files.writeString(directory.resolve("spool").resolve("slack.dead.ndjson"), "{}\n");

        Said said = doctor();

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out())
                .contains("PROBLEM  clock: ", "which is in the future: the clock went back", "timedatectl")
                .contains("WARNING  token: token can be read by everybody", "chmod o-r token")
                .contains("WARNING  sink slack: its receiver refused alerts for good", "vedette alerts test slack");
    }

    @Test
    void shouldFindALibpcapThatIsNotThere() throws Exception {
        configure("");

        Said said =
                run(List.of("-Dorg.pcap4j.core.pcapLibName=/nowhere/libpcap.so"), "doctor", "-q", "-c", "vedette.yaml");

        assertThat(said.out())
                .contains("WARNING  libpcap: libpcap is not on this system", "apt install libpcap0.8")
                .doesNotContain("good ");
    }

    @Test
    void shouldTellWhatARunningCollectorSuffersFrom() throws Exception {
        configure("");
        try (Program program = collect()) {
            assertThat(doctor().out())
                    .contains("good     collector: runs, takes flows", "WARNING  probes: none is connected");
            program.send("{\"IPV4_SRC_ADDR\":\"192.0.2.1\"}\nnonsense\n" + Flows.synScan("192.0.2.66", 20));
            try (Socket foreign = program.connect()) {
                foreign.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                foreign.getInputStream().readAllBytes();
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(directory.resolve("rejects.ndjson"))
                            && Files.readString(directory.resolve("rejects.ndjson"))
                                    .contains("bad_json"));

            Said said = doctor();

            assertThat(said.exitCode()).as(said.out()).isZero();
            assertThat(said.out())
                    .contains("1 records (4.5 %) were rejected: missing_field", "-T \"%IPV4_SRC_ADDR")
                    .contains("were rejected: bad_json", "--json-labels")
                    .contains("the last missing_field: {\"time\":")
                    .contains("1 connections spoke http instead of JSON lines")
                    .doesNotContain("cannot listen");
        }
    }

    @Test
    void shouldTellASinkThatIsDown() throws Exception {
        configure(
                "delivery:\n  webhooks:\n    - name: chat\n      preset: generic\n"
                        + "      url: http://127.0.0.1:1/hook\n      allow-private: true\n      grouping:\n        group-wait: 10ms\n");
        try (Program program = collect()) {
            assertThat(run("health", "--ready", "-c", "vedette.yaml").out()).isEqualTo("ready\n");
            program.send(Flows.synScan("192.0.2.66", 100));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> run("health", "--ready", "-c", "vedette.yaml").exitCode() == 1);

            assertThat(run("health", "--ready", "-c", "vedette.yaml").err()).contains("not ready:\n  sink chat: ");
            assertThat(run("health", "-c", "vedette.yaml").out())
                    .as("alive all the same")
                    .isEqualTo("alive\n");
            Said said = run("doctor", "--send", "-c", "vedette.yaml");
            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.out())
                    .contains("PROBLEM  collector: sink chat: ", "\"vedette alerts test chat\"")
                    .contains("PROBLEM  sink chat: a test alert was not delivered by");
        }
    }

    @Test
    void shouldSayThatNobodyAnswers() throws Exception {
        configure("");

        Said said = run("health", "-c", "vedette.yaml");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).startsWith("vedette health: no collector answers at 127.0.0.1:" + admin + ": ");
    }

    @Test
    void shouldNotWaitForOneWhoNeverAnswers() throws Exception {
        configure("");
        try (ServerSocket silent = new ServerSocket(admin, 5, InetAddress.getLoopbackAddress())) {
            Said said = run("health", "--timeout", "200", "-c", "vedette.yaml");

            assertThat(said.exitCode()).isEqualTo(1);
            assertThat(said.err()).contains("no collector answers at 127.0.0.1:" + silent.getLocalPort());
        }
    }

    @Test
    void shouldSayThatAnyPortIsNoPort() throws Exception {
        Files.writeString(directory.resolve("vedette.yaml"), "web:\n  port: 0\n");

        assertThat(run("health", "-c", "vedette.yaml").err()).contains("web.port is 0");
    }
}

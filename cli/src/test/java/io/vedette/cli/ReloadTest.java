package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, told by a signal or by a changed file to take its configuration again. */
class ReloadTest {

    private static final String BASE = "listen:\n  address: 127.0.0.1\n  port: 0\nweb:\n  port: 0\n";

    @TempDir
    Path directory;

    private Path config;

    private Program collect(String more, String... flags) throws IOException {
        config = directory.resolve("vedette.yaml");
        Files.writeString(config, BASE + more);
        String[] arguments = new String[flags.length + 3];
        arguments[0] = "collect";
        arguments[1] = "-c";
        arguments[2] = "vedette.yaml";
        System.arraycopy(flags, 0, arguments, 3, flags.length);
        return Program.start(directory, arguments);
    }

    private void replace(String more) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), BASE + more);
        Files.move(next, config, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void awaitText(Program program, String text) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(program.err()).contains(text));
    }

    private static String ports(String source, int count) {
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= count; port++) {
            lines.append("{\"IPV4_SRC_ADDR\":\"" + source + "\",\"IPV4_DST_ADDR\":\"198.51.100.1\",\"PROTOCOL\":6,"
                    + "\"L4_SRC_PORT\":40000,\"L4_DST_PORT\":" + port + ",\"TCP_FLAGS\":2,\"IN_PKTS\":1}\n");
        }
        return lines.toString();
    }

    @Test
    void shouldJudgeByNewThresholdsOnAHangup() throws Exception {
        Program.assumeArrives("HUP");
        try (Program program = collect("watch-files:\ndetect:\n  scan:\n    min-targets: 30\n")) {
            program.send(ports("192.0.2.1", 20));
            Files.writeString(config, BASE + "watch-files:\ndetect:\n  scan:\n    min-targets: 8\ndrain-limit: 20s\n");
            program.signal("HUP");
            awaitText(program, "detect.scan.min-targets 30 → 8");
            awaitText(program, "drain-limit 30s → 20s needs a restart");
            program.send(ports("192.0.2.2", 20));
            await().atMost(Duration.ofSeconds(60)).until(() -> program.out().contains("192.0.2.2"));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.out()).doesNotContain("192.0.2.1 ");
        }
    }

    @Test
    void shouldKeepTheOldConfigurationWhenTheNewOneIsBroken() throws Exception {
        try (Program program = collect("")) {
            program.port();
            replace("detekt:\n  scan:\n    min-targets: 8\n");

            awaitText(program, "configuration not reloaded (a file has changed), the running one stays:");
            awaitText(program, "vedette.yaml:6:1: detekt: unknown key, did you mean \"detect\"?");
            program.send(ports("192.0.2.1", 20));
            await().atMost(Duration.ofSeconds(60)).until(() -> program.out().contains("192.0.2.1"));
            program.terminate();

            assertThat(program.exitCode()).isZero();
        }
    }

    @Test
    void shouldKeepTheOldConfigurationWhenAFullDiskHasEmptiedTheFile() throws Exception {
        try (Program program = collect("detect:\n  scan:\n    min-targets: 30\n")) {
            program.port();
            Files.writeString(config, "");

            awaitText(program, "cannot read vedette.yaml: it has become empty");
            assertThat(program.err()).doesNotContain("30 → 8");
        }
    }

    @Test
    void shouldNotWaitForAPipeInThePlaceOfTheFile() throws Exception {
        Program.assumeArrives("HUP");
        try (Program program = collect("watch-files:\n")) {
            program.port();
            Files.delete(config);
            assumeTrue(new ProcessBuilder("mkfifo", config.toString()).start().waitFor() == 0);
            program.signal("HUP");

            awaitText(program, "cannot read vedette.yaml: it was a file and is none any more");
        }
    }

    @Test
    void shouldKeepWhatCameThroughAPipe() throws Exception {
        Program.assumeArrives("HUP");
        Path pipe = directory.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        try (Program program = Program.start(directory, "collect", "-c", "pipe")) {
            Files.writeString(pipe, BASE + "detect:\n  scan:\n    min-targets: 30\n");
            program.port();
            program.signal("HUP");

            awaitText(program, "configuration reloaded (SIGHUP)");
            assertThat(program.err()).doesNotContain("30 → 8", "needs a restart");
        }
    }

    @Test
    void shouldCloseConnectionsThatTheNewListDoesNotHave() throws Exception {
        try (Program program = collect("")) {
            try (Socket probe = program.connect()) {
                Files.writeString(config, BASE.replace("  port: 0\nweb", "  port: 0\n  allow: [192.0.2.0/24]\nweb"));
                assertThat(probe.getInputStream().read()).isEqualTo(-1);
            }
            awaitText(program, "listen.allow none → [192.0.2.0/24]");
            awaitText(program, "disconnected (not_allowed)");
        }
    }

    @Test
    void shouldChangeTheLogLevelUnlessAFlagSaysIt() throws Exception {
        try (Program program = collect("");
                Program quiet = Program.start(directory, "collect", "-c", "vedette.yaml", "-v")) {
            program.port();
            quiet.port();
            replace("log-level: warn\n");
            awaitText(program, "log-level info → warn");
            int said = program.err().length();
            try (Socket probe = new Socket("127.0.0.1", program.port())) {
                probe.getOutputStream().write(ports("192.0.2.1", 1).getBytes(StandardCharsets.US_ASCII));
                probe.shutdownOutput();
                assertThat(probe.getInputStream().read()).isEqualTo(-1);
            }

            assertThat(program.err().substring(said)).doesNotContain("connected");
            quiet.send(ports("192.0.2.1", 1));
            assertThat(quiet.err()).contains("connected");
        }
    }

    @Test
    void shouldTakeAHundredHangupsForAFew() throws Exception {
        Program.assumeArrives("HUP");
        try (Program program = collect("watch-files:\n")) {
            program.port();
            for (int i = 0; i < 100; i++) {
                program.signal("HUP");
            }
            awaitText(program, "configuration reloaded (SIGHUP)");
            program.send(ports("192.0.2.1", 20));
            program.terminate();

            assertThat(program.exitCode()).isZero();
            assertThat(program.err().split("configuration reloaded", -1)).hasSizeBetween(2, 30);
        }
    }

    /** The log names what asked. */
    @Test
    void shouldSayThatItWasAskedOverHttp() throws Exception {
        int admin;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            admin = free.getLocalPort();
        }
        Files.writeString(directory.resolve("token"), "0123456789abcdef0123456789abcdef");
        String web = "web:\n  port: " + admin + "\n  token-file: token\n";
        config = Files.writeString(
                directory.resolve("vedette.yaml"), "listen:\n  address: 127.0.0.1\n  port: 0\nwatch-files:\n" + web);
        try (Program program = Program.start(directory, "collect", "-c", "vedette.yaml")) {
            program.port();
            HttpRequest reload = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + admin + "/-/reload"))
                    .header("Authorization", "Bearer 0123456789abcdef0123456789abcdef")
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            // The port for probes is open first, the one for this somewhat later.
            await().atMost(Duration.ofSeconds(60))
                    .ignoreExceptionsInstanceOf(ConnectException.class)
                    .untilAsserted(() -> assertThat(client.send(reload, HttpResponse.BodyHandlers.discarding())
                                    .statusCode())
                            .isBetween(200, 204));
            awaitText(program, "configuration reloaded (POST /-/reload)");
        }
    }
}

package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.alert.delivery.DeliveryTrials;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class AlertsCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine commands = Vedette.commandLine(new PrintWriter(out), new PrintWriter(err));

    @TempDir
    Path directory;

    private int run(String... arguments) {
        int exitCode = commands.execute(arguments);
        commands.getOut().flush();
        return exitCode;
    }

    private Path config(String delivery) throws IOException {
        return Files.writeString(directory.resolve("vedette.yaml"), "delivery:\n" + delivery);
    }

    private Path alert() throws IOException {
        return Files.writeString(
                directory.resolve("alert.json"), AlertJson.text(DeliveryTrials.example(1_793_499_247_000L)));
    }

    @Test
    void shouldRenderAnAlertOfTheLogForEveryPreset() throws IOException {
        for (String preset :
                new String[] {"generic", "slack", "teams", "discord", "mattermost", "telegram", "pagerduty"}) {
            out.getBuffer().setLength(0);
            assertThat(run("alerts", "render", "--preset", preset, alert().toString()))
                    .isZero();
            assertThat(out.toString())
                    .startsWith("{")
                    .endsWith("}\n")
                    .contains("SYN scan")
                    .contains("192.0.2.66");
        }
        for (AlertFormat format : List.of(AlertFormat.ECS, AlertFormat.OCSF)) {
            Path other = Files.writeString(
                    directory.resolve("other.json"), format.text(DeliveryTrials.example(1_793_499_247_000L)) + "\n");
            String before = out.toString();
            out.getBuffer().setLength(0);
            assertThat(run("alerts", "render", "--preset", "pagerduty", other.toString()))
                    .isZero();
            assertThat(out).hasToString(before);
        }
        out.getBuffer().setLength(0);
        assertThat(run("alerts", "render", "--preset", "telegram", "--template", "{{source}}!", alert().toString()))
                .isZero();
        assertThat(out.toString()).contains("\"text\":\"192.0.2.66!\"");
    }

    @Test
    void shouldSayWhatIsWrongWithWhatItIsGiven() throws IOException {
        assertThat(run("alerts", "render", "--preset", "slack", "--template", "{{sorce}}", alert().toString()))
                .isEqualTo(2);
        assertThat(err.toString()).startsWith("vedette alerts render: template: no field sorce; there are alerts,");
        err.getBuffer().setLength(0);
        Path cef = Files.writeString(
                directory.resolve("alert.cef"), AlertFormat.CEF.text(DeliveryTrials.example(1_793_499_247_000L)));
        assertThat(run("alerts", "render", "--preset", "slack", cef.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("vedette alerts render: an alert in CEF cannot be read back");
        err.getBuffer().setLength(0);
        Path bad = Files.writeString(directory.resolve("bad.json"), "{\"schema\":1}");
        assertThat(run("alerts", "render", "--preset", "slack", bad.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("vedette alerts render: no alert: ");
    }

    @Test
    void shouldSendATestAndSayWhatCameOfItWithoutSecrets() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread receiver = new Thread(() -> answer(server));
            receiver.setDaemon(true);
            receiver.start();
            Path file = config("  webhooks:\n    - name: chat\n      preset: slack\n      url: http://127.0.0.1:"
                    + server.getLocalPort() + "/T000/secret99\n      allow-private: true\n");
            assertThat(run("alerts", "test", "-c", file.toString())).isEqualTo(1);
            assertThat(out.toString())
                    .matches(
                            "chat: NOT delivered by http://127\\.0\\.0\\.1:\\d+/… in \\d+ ms: HTTP 404: no <hidden>\n");
            assertThat(run("alerts", "test", "caht", "-c", file.toString())).isEqualTo(2);
            assertThat(err.toString())
                    .startsWith("vedette alerts test: no sink is called \"caht\", did you mean chat?");
        }
    }

    private static void answer(ServerSocket server) {
        try (Socket socket = server.accept()) {
            byte[] some = new byte[8_192];
            int read = socket.getInputStream().read(some);
            assert read > 0;
            socket.getOutputStream()
                    .write("HTTP/1.1 404 Not Found\r\nContent-Length: 11\r\n\r\nno secret99"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            while (socket.getInputStream().read(some) >= 0) {
                // until the other side is done
            }
        } catch (IOException e) {
            assert !server.isClosed();
        }
    }

    @Test
    void shouldFindEveryMistakeInASinkWithItsLine() throws IOException {
        Path file = config("""
                  webhooks:
                    - name: chat
                      preset: slak
                      url: ftp://x
                    - preset: pagerduty
                      name: pager
                      url: https://events.pagerduty.com/v2/enqueue
                      grouping:
                        group-wait: soon
                    - name: chat
                  syslogs: [1]
                """);
        assertThat(run("config", "check", "-c", file.toString())).isEqualTo(78);
        assertThat(err.toString().lines().map(line -> line.replace(file.toString(), "f")))
                .anySatisfy(
                        line -> assertThat(line).startsWith("f:4:15").contains("delivery.webhooks[0].preset", "slack"))
                .anySatisfy(line -> assertThat(line).startsWith("f:5:12").contains("delivery.webhooks[0].url"))
                .anySatisfy(
                        line -> assertThat(line).contains("delivery.webhooks[1].routing-key", "needed for pagerduty"))
                .anySatisfy(line -> assertThat(line).startsWith("f:10:").contains("group-wait"))
                .anySatisfy(line -> assertThat(line).contains("delivery.webhooks[2].url", "is missing"))
                .anySatisfy(line -> assertThat(line).contains("delivery.syslogs", "expected sections with the keys"))
                .allSatisfy(line -> assertThat(line).doesNotContain("ftp://x"));
    }

    @Test
    void shouldShowSinksWithTheirSecretsMasked() throws IOException {
        Path file = config(
                "  webhooks:\n    - name: chat\n      preset: discord\n      url: https://discord.example/secret99\n");
        assertThat(run("config", "show", "-c", file.toString())).isZero();
        assertThat(out.toString())
                .contains("  webhooks:\n    -\n      name: chat\n      preset: discord\n      url: \"********\"\n")
                .doesNotContain("secret99");
    }
}

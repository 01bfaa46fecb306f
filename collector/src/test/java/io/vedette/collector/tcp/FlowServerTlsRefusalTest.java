package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.collector.tcp.tls.Authority;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row C10: whom and what TLS on the port refuses, and how it says so. */
class FlowServerTlsRefusalTest extends TlsServerFixture {

    @ParameterizedTest
    @CsvSource({
        "DNS:probe2.example.org,   probe1.example.org",
        "DNS:example.org,          *.example.org",
        "DNS:a.b.example.org,      *.example.org",
        "DNS:*.example.org,        *.example.org",
        "DNS:*.example.org,        probe1.example.org",
        "DNS:probe1.example.org.evil.test, probe1.example.org",
        "'',                       probe9.example.org", // the common name
        "IP:192.0.2.8,             192.0.2.7",
        "DNS:192.0.2.7.example.org, 192.0.2.7",
        // probe1.example.org, NUL, .evil
        "DER:30:1a:82:18:70:72:6f:62:65:31:2e:65:78:61:6d:70:6c:65:2e:6f:72:67:00:2e:65:76:69:6c, probe1.example.org",
    })
    void shouldRefuseWhoHasNoAllowedName(String names, String allowed) throws Exception {
        demandCertificates(List.of(allowed));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            authority.issue("probe", names);
            run(
                    fixture,
                    "openssl s_client -quiet -connect 127.0.0.1:PORT -cert probe.pem -key probe.key",
                    Lines.flows(0, 1));

            assertRefused(fixture, "name_not_allowed");
        }
    }

    @Test
    void shouldRefuseAProbeWithoutACertificate() throws Exception {
        demandCertificates(null);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            run(fixture, "openssl s_client -quiet -connect 127.0.0.1:PORT", Lines.flows(0, 1));

            assertRefused(fixture, "no_certificate");
        }
    }

    @Test
    void shouldRefuseACertificateThatIsOver() throws Exception {
        authority.issue("probe", "DNS:probe1.example.org", 0);
        demandCertificates(null);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            run(
                    fixture,
                    "openssl s_client -quiet -connect 127.0.0.1:PORT -cert probe.pem -key probe.key",
                    Lines.flows(0, 1));

            assertRefused(fixture, "bad_certificate");
            assertThat(fixture.log.messages(Level.WARN).get(0)).contains("NotAfter");
        }
    }

    @Test
    void shouldRefuseACertificateOfAnotherAuthority() throws Exception {
        demandCertificates(null);
        new Authority(directory, "stranger").issue("probe", "DNS:probe1.example.org");
        try (ServerFixture fixture = new ServerFixture(settings)) {
            run(
                    fixture,
                    "openssl s_client -quiet -connect 127.0.0.1:PORT -cert probe.pem -key probe.key",
                    Lines.flows(0, 1));

            assertRefused(fixture, "bad_certificate");
        }
    }

    @Test
    void shouldRefuseOldVersions() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            run(
                    fixture,
                    "openssl s_client -quiet -connect 127.0.0.1:PORT -tls1_1 -cipher DEFAULT@SECLEVEL=0",
                    Lines.flows(0, 1));

            assertRefused(fixture, "nothing_in_common");
        }
    }

    @Test
    void shouldTellThatTheProbeDoesNotTrustIt() throws Exception {
        Authority stranger = new Authority(directory, "stranger");
        try (ServerFixture fixture = new ServerFixture(settings)) {
            run(
                    fixture,
                    "openssl s_client -quiet -verify_return_error -CAfile stranger.pem -connect 127.0.0.1:PORT",
                    Lines.flows(0, 1));

            assertThat(stranger.certificate).exists();
            assertRefused(fixture, "refused");
        }
    }

    @Test
    void shouldNameFlowsWithoutTls() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket probe = fixture.connect();
            probe.getOutputStream().write(Lines.flows(0, 3));

            assertRefused(fixture, "plain_text");
            assertThat(fixture.log.messages(Level.WARN).get(0))
                    .contains("not TLS; switch TLS on in the sender")
                    .doesNotContain("7b22"); // none of the bytes
        }
    }

    /** A record of TLS 1.2 with a ClientHello that announces 16 MiB. */
    @Test
    void shouldRefuseAGiantHello() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket probe = fixture.connect();
            byte[] record = new byte[5 + 16384];
            System.arraycopy(new byte[] {0x16, 3, 1, 0x40, 0, 1, -1, -1, -1}, 0, record, 0, 9);
            OutputStream out = probe.getOutputStream();
            try {
                for (int i = 0; i < 1024; i++) {
                    out.write(record);
                    record[5] = 0;
                }
            } catch (IOException e) {
                assertThat(e).hasMessageMatching("(?s).*(reset|pipe).*");
            }

            assertRefused(fixture, "malformed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"160303", "1603030200", "160301000501000001", ""})
    void shouldEndAHandshakeThatIsNeverFinished(String beginning) throws Exception {
        settings.handshakeTimeout = Duration.ofMillis(400);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket probe = fixture.connect();
            probe.getOutputStream().write(HexFormat.of().parseHex(beginning));

            assertRefused(fixture, "timeout");
            assertThat(probe.getInputStream().readAllBytes()).hasSizeLessThan(64);
        }
    }

    @Test
    void shouldTellAHandshakeThatWasGivenUp() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect().close();

            await().until(() -> fixture.metric("tls_handshakes{aborted}") == 1);
            assertThat(fixture.samples()).containsEntry("connections_closed{tls}", 1L);
            assertThat(fixture.log.messages(Level.WARN)).isEmpty();
        }
    }

    @Test
    void shouldKeepWhatCameBeforeARecordThatIsBroken() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket socket =
                    new Socket("127.0.0.1", fixture.server.localAddress().getPort());
            SSLSocket probe =
                    (SSLSocket) authority.client(null).getSocketFactory().createSocket(socket, "127.0.0.1", 0, true);
            probe.getOutputStream().write(Lines.flows(0, 10));
            await().until(() -> fixture.intake.flows() == 10);
            socket.getOutputStream().write(new byte[] {0x17, 3, 3, 0, 32});
            socket.getOutputStream().write(new byte[32]);

            await().until(() -> fixture.metric("connections_closed") == 1);
            assertThat(fixture.samples())
                    .containsEntry("connections_closed{tls}", 1L)
                    .containsEntry("tls_handshakes{completed}", 1L);
            assertThat(fixture.log.hasStackTrace()).isFalse();
            socket.close();
        }
    }

    @Test
    void shouldRefuseRenegotiation() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            String address = "127.0.0.1:" + fixture.server.localAddress().getPort();
            Process client = new ProcessBuilder("openssl", "s_client", "-tls1_2", "-connect", address)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("client.log").toFile())
                    .start();
            try (OutputStream in = client.getOutputStream()) {
                in.write(Lines.flows(0, 1));
                in.flush();
                await().until(() -> fixture.intake.flows() == 1);
                in.write(Lines.bytes("R\n")); // what the client takes for the order to do so
                in.flush();
                assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(Files.readString(directory.resolve("client.log"))).contains("RENEGOTIATING");
            await().until(() -> fixture.metric("connections_open") == 0);
            assertThat(fixture.metric("tls_handshakes{completed}")).isEqualTo(1);
            assertThat(fixture.log.hasStackTrace()).isFalse();
        }
    }
}

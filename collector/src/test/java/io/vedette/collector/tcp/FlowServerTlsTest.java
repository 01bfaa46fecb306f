package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.vedette.collector.tcp.tls.Authority;
import io.vedette.collector.tcp.tls.TlsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the port with clients that are not ours: openssl, ncat, the JDK. */
class FlowServerTlsTest {

    @TempDir
    Path directory;

    private Authority authority;
    private Authority.Identity server;
    private final ServerFixture.Settings settings = new ServerFixture.Settings();

    @BeforeEach
    void issueTheServersCertificate() throws IOException, InterruptedException {
        authority = new Authority(directory, "authority");
        server = authority.issue("server", "IP:127.0.0.1,DNS:localhost");
        settings.tls = new TlsConfig(server.certificate(), server.key(), null, false, null);
    }

    private void demandCertificates(@Nullable List<String> names) {
        settings.tls = new TlsConfig(server.certificate(), server.key(), authority.certificate, false, names);
    }

    private SSLSocket secure(ServerFixture fixture, Authority.@Nullable Identity identity)
            throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) authority
                .client(identity)
                .getSocketFactory()
                .createSocket("127.0.0.1", fixture.server.localAddress().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** Runs a client in the directory of the certificates and gives it the flows. */
    private String run(ServerFixture fixture, String command, byte[] input) throws IOException, InterruptedException {
        String port = String.valueOf(fixture.server.localAddress().getPort());
        Path output = directory.resolve("client.log");
        Process client = new ProcessBuilder(
                        Arrays.asList(command.replace("PORT", port).split(" ")))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try (OutputStream in = client.getOutputStream()) {
            in.write(input);
        } catch (IOException e) {
            assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue(); // gone before it took all
        }
        assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private static void assertRefused(ServerFixture fixture, String result) {
        await().until(() -> fixture.metric("connections_closed{tls}") == 1
                && !fixture.log.messages(Level.WARN).isEmpty());
        List<String> warnings = fixture.log.messages(Level.WARN);
        assertThat(warnings).singleElement().asString().startsWith("no TLS with 127.0.0.1:");
        assertThat(fixture.samples())
                .as(warnings.get(0))
                .containsEntry("tls_handshakes{" + result + "}", 1L)
                .containsEntry("tls_handshakes{completed}", 0L)
                .containsEntry("connections{accepted}", 1L)
                .containsEntry("connections_open", 0L);
        assertThat(fixture.intake.flows()).isZero();
        assertThat(fixture.log.hasStackTrace()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeFlowsOverTls(IoTransport transport) throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings, transport)) {
            SSLSocket probe = secure(fixture, null);
            probe.getOutputStream().write(Lines.flows(0, 20_000));
            await().until(() -> fixture.intake.flows() == 20_000);
            assertThat(probe.getSession().getProtocol()).isEqualTo("TLSv1.3");
            probe.close();

            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 1);
            assertThat(fixture.samples()).containsEntry("tls_handshakes{completed}", 1L);
            assertThat(fixture.log.messages(Level.INFO))
                    .anyMatch(line -> line.matches("probe 127\\.0\\.0\\.1:[0-9]+ connected over TLSv1\\.3"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void shouldTakeFlowsFromOpenssl(String version) throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            String said = run(
                    fixture,
                    "openssl s_client -quiet -no_ign_eof -verify_return_error -CAfile authority.pem -connect 127.0.0.1:PORT "
                            + version,
                    Lines.flows(0, 500));

            await().untilAsserted(
                            () -> assertThat(fixture.intake.flows()).as(said).isEqualTo(500));
        }
    }

    @Test
    void shouldTakeFlowsFromNcatWithItsCertificate() throws Exception {
        assumeTrue(Authority.isThere("ncat"), "ncat is not installed: apt-get install ncat");
        authority.issue("probe", "DNS:probe1.example.org");
        demandCertificates(List.of("*.example.org"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            String said = run(
                    fixture,
                    "ncat --send-only --ssl --ssl-cert probe.pem --ssl-key probe.key 127.0.0.1 PORT",
                    Lines.flows(0, 500));

            await().untilAsserted(
                            () -> assertThat(fixture.intake.flows()).as(said).isEqualTo(500));
            assertThat(fixture.log.messages(Level.INFO)).anyMatch(line -> line.endsWith(" as probe1.example.org"));
        }
    }

    @Test
    void shouldReadTheLastLineWithoutItsEndAlsoOverTls() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            SSLSocket probe = secure(fixture, null);
            probe.getOutputStream().write(Lines.bytes(Lines.flow(0)));
            probe.getOutputStream().flush();
            probe.close();

            await().until(() -> fixture.intake.flows() == 1);
            assertThat(fixture.metric("partial_lines")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "DNS:probe1.example.org,  probe1.example.org",
        "DNS:PROBE1.Example.org,  probe1.example.org",
        "DNS:probe1.example.org,  *.example.org",
        "'DNS:a.test,IP:192.0.2.7', 192.0.2.7",
        "IP:2001:db8:0:0:0:0:0:7, 2001:db8::7",
        "URI:spiffe://site/probe, spiffe://site/probe",
    })
    void shouldLetInWhoHasAnAllowedName(String names, String allowed) throws Exception {
        demandCertificates(List.of("other.example.net", allowed));
        try (ServerFixture fixture = new ServerFixture(settings);
                SSLSocket probe = secure(fixture, authority.issue("probe", names))) {
            probe.getOutputStream().write(Lines.flows(0, 1));

            await().until(() -> fixture.intake.flows() == 1);
        }
    }

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
    void shouldLetAProbeWithoutACertificateInWhereItIsOptional() throws Exception {
        settings.tls = new TlsConfig(server.certificate(), server.key(), authority.certificate, true, null);
        Authority stranger = new Authority(directory, "stranger");
        try (ServerFixture fixture = new ServerFixture(settings)) {
            try (SSLSocket probe = secure(fixture, null)) {
                probe.getOutputStream().write(Lines.flows(0, 1));
                await().until(() -> fixture.intake.flows() == 1);
            }
            stranger.issue("probe", "DNS:probe1.example.org");
            run(fixture, "openssl s_client -quiet -connect 127.0.0.1:PORT -cert probe.pem -key probe.key", new byte[0]);

            await().until(() -> fixture.metric("tls_handshakes{bad_certificate}") == 1);
        }
    }

    @Test
    void shouldRefuseACertificateThatIsOver() throws Exception {
        authority.issue("probe", "DNS:probe1.example.org", -1);
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
                assertThat(client.waitFor(20, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(Files.readString(directory.resolve("client.log"))).contains("RENEGOTIATING");
            await().until(() -> fixture.metric("connections_open") == 0);
            assertThat(fixture.metric("tls_handshakes{completed}")).isEqualTo(1);
            assertThat(fixture.log.hasStackTrace()).isFalse();
        }
    }

    @Test
    void shouldUseANewCertificateForNewConnectionsOnly() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings);
                SSLSocket before = secure(fixture, null)) {
            before.getOutputStream().write(Lines.flows(0, 1));
            await().until(() -> fixture.intake.flows() == 1);
            Authority.Identity renewed = authority.issue("renewed", "DNS:renewed.test");
            Files.move(renewed.certificate(), server.certificate(), StandardCopyOption.ATOMIC_MOVE);

            assertThatThrownBy(() -> fixture.server.prepare(settings.build()))
                    .as("half of it")
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("tls.key: the key in ")
                    .hasMessageEndingWith("is not that of the certificate");
            Files.move(renewed.key(), server.key(), StandardCopyOption.ATOMIC_MOVE);
            fixture.server.prepare(settings.build()).run();

            try (SSLSocket after = secure(fixture, null)) {
                after.getOutputStream().write(Lines.flows(1, 2));
                await().until(() -> fixture.intake.flows() == 2);
                assertThat(((X509Certificate) after.getSession().getPeerCertificates()[0])
                                .getSubjectAlternativeNames()
                                .toString())
                        .contains("renewed.test");
            }
            before.getOutputStream().write(Lines.flows(2, 3));
            await().until(() -> fixture.intake.flows() == 3);
        }
    }

    @Test
    void shouldCloseConnectionsWhoseNameIsNoLongerAllowed() throws Exception {
        demandCertificates(List.of("*.example.org"));
        try (ServerFixture fixture = new ServerFixture(settings);
                SSLSocket one = secure(fixture, authority.issue("one", "DNS:one.example.org"));
                SSLSocket two = secure(fixture, authority.issue("two", "DNS:two.example.org"))) {
            one.getOutputStream().write(Lines.flows(0, 1));
            two.getOutputStream().write(Lines.flows(1, 2));
            await().until(() -> fixture.intake.flows() == 2);

            demandCertificates(List.of("two.example.org"));
            fixture.server.prepare(settings.build()).run();

            await().until(() -> fixture.metric("connections_closed{not_allowed}") == 1);
            two.getOutputStream().write(Lines.flows(2, 3));
            await().until(() -> fixture.intake.flows() == 3);
            assertThat(one.getInputStream().read()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldReadWhatIsUnderWayWhenItStops(String version) throws Exception {
        ServerFixture fixture = new ServerFixture(settings);
        try (SSLSocket probe = secure(fixture, null)) {
            probe.setEnabledProtocols(new String[] {version});
            probe.getOutputStream().write(Lines.flows(0, 1000));
            await().until(() -> fixture.intake.flows() > 0);
            fixture.close();

            assertThat(fixture.intake.flows()).isEqualTo(1000);
            assertThat(fixture.samples()).containsEntry("connections_closed{shutdown}", 1L);
        }
    }

    @Test
    void shouldAnswerOverTlsWhereItIsAskedTo() throws Exception {
        settings.ackByte = true;
        try (ServerFixture fixture = new ServerFixture(settings);
                SSLSocket probe = secure(fixture, null)) {
            probe.getOutputStream().write(Lines.flows(0, 1));

            assertThat(probe.getInputStream().read()).isEqualTo('0');
        }
    }

    @Test
    void shouldKeepManyConnectionsApart() throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            List<SSLSocket> probes = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                probes.add(secure(fixture, null));
            }
            for (int i = 0; i < 20; i++) {
                probes.get(i).getOutputStream().write(Lines.flows(i, i + 1));
            }
            await().until(() -> fixture.intake.flows() == 20);
            for (SSLSocket probe : probes) {
                probe.close();
            }
            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 20);
        }
    }

    @Test
    void shouldNotStartWithoutItsFiles() {
        settings.tls = new TlsConfig(directory.resolve("gone.pem"), server.key(), null, false, null);

        assertThatThrownBy(() -> new ServerFixture(settings))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("tls.certificate: no such file ");
    }
}

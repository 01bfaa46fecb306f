package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.vedette.collector.tcp.tls.Authority;
import io.vedette.collector.tcp.tls.TlsConfig;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS on the port with clients that are not ours: openssl, ncat, the JDK. */
class FlowServerTlsTest extends TlsServerFixture {

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

    /** Its close_notify ends the stream in either version, though TLS 1.3 leaves our direction open. */
    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void shouldLetGoOfAProbeThatHasSaidItsLastAndWaits(String version) throws Exception {
        try (ServerFixture fixture = new ServerFixture(settings);
                Socket connection =
                        new Socket("127.0.0.1", fixture.server.localAddress().getPort())) {
            SSLSocket probe = secureOver(connection);
            probe.setEnabledProtocols(new String[] {version});
            probe.getOutputStream().write(Lines.bytes(Lines.flow(0) + "\n" + Lines.flow(1)));
            probe.close(); // sends close_notify, and leaves the connection open

            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 1);
            assertThat(connection.isClosed()).isFalse();
            assertThat(fixture.intake.flows()).isEqualTo(2);
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

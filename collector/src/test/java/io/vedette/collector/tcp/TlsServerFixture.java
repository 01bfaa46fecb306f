package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.collector.tcp.tls.Authority;
import io.vedette.collector.tcp.tls.TlsConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of TLS on the port share: an authority, a server with a certificate of it, and clients. */
abstract class TlsServerFixture {

    @TempDir
    Path directory;

    Authority authority;
    Authority.Identity server;
    final ServerFixture.Settings settings = new ServerFixture.Settings();

    @BeforeEach
    void issueTheServersCertificate() throws IOException, InterruptedException {
        authority = new Authority(directory, "authority");
        server = authority.issue("server", "IP:127.0.0.1,DNS:localhost");
        settings.tls = new TlsConfig(server.certificate(), server.key(), null, false, null);
    }

    void demandCertificates(@Nullable List<String> names) {
        settings.tls = new TlsConfig(server.certificate(), server.key(), authority.certificate, false, names);
    }

    SSLSocket secure(ServerFixture fixture, Authority.@Nullable Identity identity)
            throws IOException, GeneralSecurityException {
        SSLSocket socket = (SSLSocket) authority
                .client(identity)
                .getSocketFactory()
                .createSocket("127.0.0.1", fixture.server.localAddress().getPort());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** TLS over a connection that stays open when it is closed. */
    SSLSocket secureOver(Socket connection) throws IOException, GeneralSecurityException {
        return (SSLSocket) authority
                .client(null)
                .getSocketFactory()
                .createSocket(connection, "127.0.0.1", connection.getPort(), false);
    }

    /** Runs a client in the directory of the certificates and gives it the flows. */
    String run(ServerFixture fixture, String command, byte[] input) throws IOException, InterruptedException {
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
            assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue(); // gone before it took all
        }
        assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    static void assertRefused(ServerFixture fixture, String result) {
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
}

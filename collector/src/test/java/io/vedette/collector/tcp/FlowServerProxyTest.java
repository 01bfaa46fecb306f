package io.vedette.collector.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.collector.tcp.tls.Authority;
import io.vedette.collector.tcp.tls.TlsConfig;
import io.vedette.core.flow.Prefix;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PROXY protocol headers, byte by byte as HAProxy's proxy-protocol.txt has them, on real sockets. */
class FlowServerProxyTest {

    private static final String V1 = "PROXY TCP4 192.0.2.7 198.51.100.1 56324 2055\r\n";
    private static final String V2_SIGNATURE = "0d0a0d0a000d0a515549540a";

    private final ServerFixture.Settings settings = new ServerFixture.Settings();

    FlowServerProxyTest() {
        settings.proxies = List.of(Prefix.parse("127.0.0.1"));
    }

    private static byte[] v2(String rest) {
        return HexFormat.of().parseHex(V2_SIGNATURE + rest.replace(" ", ""));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    private static void assertOnePeer(ServerFixture fixture, String peer) {
        await().until(() -> fixture.intake.flows() == 1);
        assertThat(fixture.server.probes())
                .extracting(status -> status.peer().toString())
                .containsExactly(peer);
    }

    @Test
    void shouldBelieveVersion1() throws IOException {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket proxy = fixture.connect();
            proxy.getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));

            assertOnePeer(fixture, "192.0.2.7:56324");
            assertThat(fixture.log.messages(Level.INFO))
                    .contains("probe 192.0.2.7:56324 connected through 127.0.0.1:" + proxy.getLocalPort());
        }
    }

    @ParameterizedTest
    @CsvSource({
        // version and command, family, length, addresses, ports
        "21 11 000c c0000207 c6336401 dc04 0807, 192.0.2.7:56324",
        "21 21 0024 20010db8000000000000000000000007 20010db8000000000000000000000001 dc04 0807, [2001:db8::7]:56324",
        // with an addition of type NOOP, and one unknown
        "21 11 0013 c0000207 c6336401 dc04 0807 04 0001 00 e0 0000, 192.0.2.7:56324",
    })
    void shouldBelieveVersion2(String header, String peer) throws IOException {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect().getOutputStream().write(join(v2(header), Lines.flows(0, 1)));

            assertOnePeer(fixture, peer);
        }
    }

    @Test
    void shouldReadAHeaderByteByByte() throws IOException {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket proxy = fixture.connect();
            proxy.setTcpNoDelay(true);
            for (byte each : join(Lines.bytes(V1), Lines.flows(0, 1))) {
                proxy.getOutputStream().write(each);
            }

            assertOnePeer(fixture, "192.0.2.7:56324");
        }
    }

    @Test
    void shouldLetAProxySpeakForItself() throws IOException {
        settings.allow = List.of(Prefix.parse("192.0.2.0/24"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            for (byte[] header : List.of(v2("20 00 0000"), Lines.bytes("PROXY UNKNOWN\r\n"))) {
                try (Socket proxy = fixture.connect()) {
                    proxy.getOutputStream().write(header);
                    proxy.shutdownOutput();
                    assertThat(proxy.getInputStream().read()).isEqualTo(-1);
                }
            }

            await().until(() -> fixture.metric("connections_closed{end_of_stream}") == 2);
            assertThat(fixture.samples()).containsEntry("connections{accepted}", 2L);
            assertThat(fixture.log.messages(Level.WARN)).isEmpty();
        }
    }

    @Test
    void shouldJudgeTheClientBehindTheProxy() throws IOException {
        settings.allow = List.of(Prefix.parse("192.0.2.0/24"));
        settings.maxConnectionsPerAddress = 1;
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket first = fixture.connect();
            first.getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));
            await().until(() -> fixture.intake.flows() == 1);
            fixture.connect().getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));
            fixture.connect()
                    .getOutputStream()
                    .write(join(Lines.bytes("PROXY TCP4 203.0.113.9 198.51.100.1 1 2055\r\n"), Lines.flows(0, 1)));
            await().until(() -> fixture.metric("connections{limit_address}") == 1
                    && fixture.metric("connections{not_allowed}") == 1);
            assertThat(fixture.log.messages(Level.WARN))
                    .anyMatch(line -> line.startsWith("refused 203.0.113.9:1 through 127.0.0.1:"));

            fixture.connect()
                    .getOutputStream()
                    .write(join(Lines.bytes("PROXY TCP4 192.0.2.8 198.51.100.1 1 2055\r\n"), Lines.flows(0, 1)));
            await().until(() -> fixture.intake.flows() == 2);
            first.close();
            await().until(() -> fixture.metric("connections_open") == 1);
            fixture.connect().getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));
            await().until(() -> fixture.intake.flows() == 3);
            assertThat(fixture.samples()).containsEntry("connections{accepted}", 3L);
        }
    }

    @Test
    void shouldCountTowardsTheTotalLimitFromTheFirstMoment() throws IOException {
        settings.maxConnections = 2;
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket first = fixture.connect();
            fixture.connect();
            fixture.connect();
            await().until(() -> fixture.metric("connections{limit_total}") == 1);
            first.close();
            await().until(() -> fixture.metric("connections{aborted}") == 1);

            fixture.connect().getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));
            await().until(() -> fixture.intake.flows() == 1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"IPV4_SRC_ADDR\":\"192.0.2.1\"}\n",
                "PROXY TCP4 192.0.2.7\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 99999 2055\r\n",
                "PROXY TCP4 evil.example.org 198.51.100.1 1 2055\r\n",
                "PROXY TCP6 192.0.2.7 198.51.100.1 1 2055\r\n",
                "PROXY TCP5 192.0.2.7 198.51.100.1 1 2055\r\n",
                "PROXY TCP4 192.0.2.7 198.51.100.1 1 2055 and so on and so on and so on and so on and so on and so on and so on\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\u0000\u0000",
            })
    void shouldCloseWhatIsNoHeader(String bytes) throws IOException {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket proxy = fixture.connect();
            proxy.getOutputStream().write(Lines.bytes(bytes));

            await().until(() -> fixture.metric("connections{bad_proxy_header}") == 1);
            assertThat(fixture.samples())
                    .containsEntry("connections{accepted}", 0L)
                    .containsEntry("connections_closed{end_of_stream}", 0L);
            assertThat(fixture.log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .startsWith("closed 127.0.0.1:" + proxy.getLocalPort() + ", which is in listen.proxies: ");
            assertThat(fixture.log.hasStackTrace()).isFalse();
            assertThat(fixture.intake.flows()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "22 11 000c c0000207 c6336401 dc04 0807", // command 2
                "31 11 000c c0000207 c6336401 dc04 0807", // version 3
                "21 11 0004 c0000207", // too short for two addresses
                "21 31 00d8", // a local socket without its names
                "21 12 000c c0000207 c6336401 dc04 0807", // UDP
                "21 11 ffff c0000207 c6336401 dc04 0807", // 64 KiB of additions
            })
    void shouldCloseWhatIsNoHeaderOfVersion2(String header) throws IOException {
        settings.handshakeTimeout = Duration.ofMillis(400);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            fixture.connect().getOutputStream().write(v2(header));

            await().until(() -> fixture.metric("connections{bad_proxy_header}") == 1);
            assertThat(fixture.log.hasStackTrace()).isFalse();
        }
    }

    @Test
    void shouldNotWaitForAHeaderForEver() throws IOException {
        settings.handshakeTimeout = Duration.ofMillis(300);
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket proxy = fixture.connect();
            proxy.getOutputStream().write(Lines.bytes("PROXY TCP4 192."));

            await().until(() -> fixture.metric("connections{bad_proxy_header}") == 1);
            assertThat(fixture.log.messages(Level.WARN).get(0)).contains("no PROXY header within handshake-timeout");
        }
    }

    @Test
    void shouldNotBelieveAnybodyElse() throws IOException {
        try (ServerFixture fixture = new ServerFixture(settings);
                Socket forger = new Socket(
                        InetAddress.getByName("127.0.0.1"),
                        fixture.server.localAddress().getPort(),
                        InetAddress.getByName("127.0.0.2"),
                        0)) {
            forger.getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));

            await().until(() -> fixture.metric("foreign_protocols{proxy_protocol}") == 1);
            assertThat(fixture.intake.flows()).isZero();
            assertThat(fixture.log.messages(Level.WARN).get(0)).contains("listen.proxies");
        }
    }

    @Test
    void shouldCloseWhatCameThroughAProxyThatIsNoLongerTrusted() throws IOException {
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket proxy = fixture.connect();
            proxy.getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));
            await().until(() -> fixture.intake.flows() == 1);

            settings.proxies = List.of();
            fixture.server.prepare(settings.build()).run();

            await().until(() -> fixture.metric("connections_closed{not_allowed}") == 1);
        }
    }

    @Test
    void shouldTakeTheHeaderBeforeTls(@TempDir Path directory) throws Exception {
        Authority authority = new Authority(directory, "authority");
        Authority.Identity server = authority.issue("server", "IP:127.0.0.1");
        settings.tls =
                new TlsConfig(server.certificate(), server.key(), authority.certificate, false, List.of("probe.test"));
        try (ServerFixture fixture = new ServerFixture(settings)) {
            Socket socket = fixture.connect();
            socket.getOutputStream().write(Lines.bytes(V1));
            SSLSocket probe = (SSLSocket) authority
                    .client(authority.issue("probe", "DNS:probe.test"))
                    .getSocketFactory()
                    .createSocket(socket, "127.0.0.1", 0, true);
            probe.getOutputStream().write(Lines.flows(0, 1));

            assertOnePeer(fixture, "192.0.2.7:56324");
            assertThat(fixture.log.messages(Level.INFO))
                    .contains("probe 192.0.2.7:56324 connected through 127.0.0.1:" + socket.getLocalPort()
                            + " over TLSv1.3 as probe.test");
        }
    }

    @Test
    void shouldLetNobodyWaitWhenItStops() throws IOException {
        settings.handshakeTimeout = Duration.ofMinutes(5);
        ServerFixture fixture = new ServerFixture(settings);
        Socket proxy = fixture.connect();
        proxy.getOutputStream().write('P');
        Socket probe = fixture.connect();
        probe.getOutputStream().write(join(Lines.bytes(V1), Lines.flows(0, 1)));
        await().until(() -> fixture.intake.flows() == 1);
        fixture.server.close(Duration.ofSeconds(2));
        fixture.close();

        assertThat(fixture.samples())
                .containsEntry("connections{aborted}", 1L)
                .containsEntry("connections_closed{shutdown}", 1L)
                .containsEntry("connections_open", 0L);
    }
}

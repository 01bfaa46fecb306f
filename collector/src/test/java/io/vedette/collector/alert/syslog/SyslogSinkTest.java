package io.vedette.collector.alert.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.alert.AlertDispatcher;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.remote.RemoteStatus.State;
import io.vedette.collector.alert.remote.SilentServer;
import io.vedette.collector.alert.remote.TestCertificate;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.collector.alert.syslog.SyslogConfig.Transport;
import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.detect.Alert;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Syslog over real sockets on loopback. */
@Timeout(120)
class SyslogSinkTest {

    @TempDir
    Path directory;

    private RemoteSink sink(NetworkThreads threads, Transport transport, int port) throws IOException {
        return new Syslogs(directory, threads, Instant::now, System::nanoTime)
                .sink(SyslogConfig.of("siem", "127.0.0.1", port, transport));
    }

    /** Reads messages by their counted octets. */
    private static List<String> read(DataInputStream in, int count) throws IOException {
        List<String> messages = new ArrayList<>();
        while (messages.size() < count) {
            int length = 0;
            int digit;
            while ((digit = in.readUnsignedByte()) != ' ') {
                assertThat(digit).isBetween((int) '0', (int) '9');
                length = length * 10 + digit - '0';
            }
            byte[] message = new byte[length];
            in.readFully(message);
            messages.add(new String(message, StandardCharsets.UTF_8));
        }
        return messages;
    }

    private static void assertAre(List<String> messages, List<Alert> alerts) {
        assertThat(messages).hasSameSizeAs(alerts);
        for (int i = 0; i < alerts.size(); i++) {
            assertThat(messages.get(i))
                    .startsWith("<131>1 2026-")
                    .contains(" id=\"" + alerts.get(i).id() + "\" ");
        }
    }

    @Test
    void shouldSendEveryAlertInOrderOverOneConnection() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                NetworkThreads threads = new NetworkThreads()) {
            RemoteSink sink = sink(threads, Transport.TCP, server.getLocalPort());
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            Alerts.numbered(0, 700).forEach(dispatcher::raise);
            try (Socket socket = server.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream())) {
                assertAre(read(in, 700), Alerts.numbered(0, 700));
                Alerts.numbered(700, 703).forEach(dispatcher::raise);
                assertAre(read(in, 3), Alerts.numbered(700, 703));
            }
            await().until(() -> sink.counts().of(SpoolFate.DELIVERED) == 703);
            OpenMetrics metrics = new OpenMetrics();
            sink.writeMetrics(metrics);
            assertThat(metrics.text()).contains("vedette_remote_notifications_total{sink=\"siem\"} 703\n");
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            assertThat(sink.counts().waiting()).isZero();
        }
    }

    @Test
    void shouldKeepAlertsWhileTheServerIsAwayAndConnectAnew() throws IOException {
        int port;
        try (NetworkThreads threads = new NetworkThreads()) {
            RemoteSink sink;
            AlertDispatcher dispatcher;
            try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
                port = server.getLocalPort();
                sink = sink(threads, Transport.TCP, port);
                dispatcher = new AlertDispatcher(List.of(sink));
                dispatcher.start();
                dispatcher.raise(Alerts.numbered(0));
                try (Socket socket = server.accept();
                        DataInputStream in = new DataInputStream(socket.getInputStream())) {
                    assertAre(read(in, 1), Alerts.numbered(0, 1));
                }
            }
            await().until(() -> sink.counts().of(SpoolFate.DELIVERED) == 1);
            int next = 1; // the operating system takes one or two before it notices
            while (sink.status().state() == State.UP) {
                dispatcher.raise(Alerts.numbered(next++));
                int sofar = next;
                await().until(() -> sink.counts().of(SpoolFate.DELIVERED) == sofar
                        || sink.status().state() == State.RETRYING);
            }
            assertThat(sink.counts().waiting()).isEqualTo(1);
            try (ServerSocket server = new ServerSocket(port, 5, InetAddress.getLoopbackAddress());
                    Socket socket = server.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream())) {
                assertAre(read(in, 1), Alerts.numbered(next - 1, next));
                await().until(() -> sink.status().state() == State.UP);
                assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
            }
        }
    }

    @Test
    void shouldTryTheNextAddressWhenOneIsSilent() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                SilentServer silent = new SilentServer("127.0.0.2", server.getLocalPort());
                NetworkThreads threads = new NetworkThreads()) {
            InetAddress[] addresses = {silent.address(), server.getInetAddress()};
            RemoteSink sink = new Syslogs(directory, threads, Instant::now, System::nanoTime, host -> addresses)
                    .sink(SyslogConfig.of("siem", "siem.example", server.getLocalPort(), Transport.TCP));
            server.setSoTimeout(20_000);
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            dispatcher.raise(Alerts.numbered(0));
            try (Socket socket = server.accept();
                    DataInputStream in = new DataInputStream(socket.getInputStream())) {
                assertAre(read(in, 1), Alerts.numbered(0, 1));
            }
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
        }
    }

    @Test
    void shouldTellNothingToAServerWithoutTheRightCertificate() throws Exception {
        TestCertificate right = TestCertificate.forName("localhost", directory);
        TestCertificate wrong = TestCertificate.forName("other.test", directory);
        SyslogConfig base = SyslogConfig.of("siem", "localhost", 1, Transport.TLS);
        for (TestCertificate shown : List.of(wrong, right)) {
            try (ServerSocket server = shown.listen();
                    NetworkThreads threads = new NetworkThreads()) {
                SyslogConfig config = new SyslogConfig(
                        base.name(),
                        base.host(),
                        server.getLocalPort(),
                        base.transport(),
                        base.content(),
                        base.facility(),
                        null,
                        base.enterprise(),
                        base.maxBytes(),
                        base.minSeverity(),
                        shown.pem(),
                        base.spool());
                RemoteSink sink =
                        new Syslogs(directory.resolve("spool"), threads, Instant::now, System::nanoTime).sink(config);
                AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
                dispatcher.start();
                dispatcher.raise(Alerts.numbered(0));
                try (Socket socket = server.accept();
                        DataInputStream in = new DataInputStream(socket.getInputStream())) {
                    if (shown == right) { // has the alert of the first round too
                        assertThat(read(in, 2))
                                .allSatisfy(message -> assertThat(message).contains(" id=\"alert-0\" "));
                    } else {
                        assertThatIOException().isThrownBy(in::readByte);
                        await().until(() -> sink.status().reason().startsWith("tls: "));
                        assertThat(sink.status().reason()).contains("localhost");
                    }
                    dispatcher.close(Duration.ofSeconds(5));
                }
            }
        }
    }

    @Test
    void shouldSendADatagramPerAlert() throws IOException {
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                NetworkThreads threads = new NetworkThreads()) {
            server.setSoTimeout(60_000);
            RemoteSink sink = sink(threads, Transport.UDP, server.getLocalPort());
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            Alerts.numbered(0, 20).forEach(dispatcher::raise);
            List<String> messages = new ArrayList<>();
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            while (messages.size() < 20) {
                server.receive(packet);
                assertThat(packet.getLength()).isLessThanOrEqualTo(1_024);
                messages.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
            }
            assertAre(messages, Alerts.numbered(0, 20));
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();
        }
    }

    @Test
    void shouldSayInWordsThatNobodyTakesDatagrams() throws IOException {
        int port;
        try (DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        try (NetworkThreads threads = new NetworkThreads()) {
            RemoteSink sink = sink(threads, Transport.UDP, port);
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            await().until(() -> {
                Alerts.numbered(0, 100).forEach(dispatcher::raise);
                return sink.status().state() == State.RETRYING;
            });
            assertThat(sink.status().reason()).isEqualTo("io: PortUnreachableException");
            dispatcher.close(Duration.ofSeconds(60));
        }
    }
}

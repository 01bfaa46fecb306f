package io.vedette.collector.tcp;

import static org.awaitility.Awaitility.await;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.collector.meter.Sample;
import io.vedette.collector.tcp.tls.TlsConfig;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.json.StreamLimits;
import io.vedette.core.meter.Histogram;
import io.vedette.core.setting.ByteSize;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A server on a free loopback port with a {@link RecordingIntake} behind it. */
final class ServerFixture implements AutoCloseable {

    final RecordingIntake intake = new RecordingIntake();
    final LogCapture log = new LogCapture();
    final FlowServer server;
    private final List<Socket> sockets = new ArrayList<>();

    ServerFixture(Settings settings) throws IOException {
        this(settings, IoTransport.best());
    }

    ServerFixture(Settings settings, IoTransport transport) throws IOException {
        server = new FlowServer(
                settings.build(),
                intake,
                StreamDecoder.json(StreamLimits.DEFAULT),
                InstantSource.system(),
                System::nanoTime,
                transport);
        server.start();
    }

    static ServerFixture withDefaults() throws IOException {
        return new ServerFixture(new Settings());
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(
                server.localAddress().getAddress(), server.localAddress().getPort());
        sockets.add(socket);
        return socket;
    }

    /** Connects, sends, closes, and waits until the server has seen the end. */
    void deliver(byte[] bytes) throws IOException {
        long before = metric("connections_closed");
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
        }
        await().until(() -> metric("connections_closed") == before + 1);
    }

    /** The value of a metric, labels summed up. */
    long metric(String name) {
        return samples().entrySet().stream()
                .filter(sample ->
                        sample.getKey().equals(name) || sample.getKey().startsWith(name + "{"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** Every sample as {@code name} or <code>name{label}</code>. */
    Map<String, Long> samples() {
        return samples(server);
    }

    static Map<String, Long> samples(FlowServer server) {
        Map<String, Long> samples = new LinkedHashMap<>();
        server.writeMetrics(new MetricWriter() {
            @Override
            public void sample(Sample sample) {
                String labels = sample.labels().isEmpty() ? "" : "{" + sample.labelValues() + "}";
                put(sample.name() + labels, sample.value().longValue());
            }

            @Override
            public void histogram(String name, String help, Histogram values, double unit) {
                put(name + "_sum", values.sum());
            }

            private void put(String name, long value) {
                if (samples.put(name, value) != null) {
                    throw new IllegalStateException("written twice: " + name);
                }
            }
        });
        return samples;
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close(Duration.ofSeconds(2));
        log.close();
    }

    /** The default configuration on a free loopback port, to be changed by name. */
    static final class Settings {

        IpAddress address = IpAddress.parse("127.0.0.1");
        int port;

        @Nullable
        List<Prefix> allow;

        List<Prefix> proxies = List.of();
        TlsConfig tls = TlsConfig.defaults();
        Duration handshakeTimeout = Duration.ofSeconds(5);
        int maxConnections = 1024;
        int maxConnectionsPerAddress = 1024;
        Duration partialLineTimeout = Duration.ofSeconds(30);

        @Nullable
        Duration firstByteTimeout;

        boolean ackByte;

        @Nullable
        Path rejectFile;

        ByteSize rejectFileSize = ByteSize.kib(16);

        Settings address(InetAddress value) {
            address = IpAddress.of(value);
            return this;
        }

        FlowServerConfig build() {
            return new FlowServerConfig(
                    address,
                    port,
                    allow,
                    proxies,
                    tls,
                    handshakeTimeout,
                    maxConnections,
                    maxConnectionsPerAddress,
                    2,
                    ByteSize.kib(64),
                    partialLineTimeout,
                    firstByteTimeout,
                    ackByte,
                    rejectFile,
                    rejectFileSize,
                    2);
        }
    }
}

package io.vedette.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.vedette.collector.alert.LogCapture;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that ask and do not listen, that go away, or that are older than HTTP/1.1. */
class AdminOddClientsTest {

    private static final String REQUEST = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";

    private final AtomicInteger answers = new AtomicInteger();
    private final AdminPages pages =
            new AdminPages(this::aMegabyte, () -> Health.GOOD, () -> Health.GOOD, () -> "1 = 1 + 0\n");
    private final AdminServer server = new AdminServer(
            new AdminConfig(true, IpAddress.parse("127.0.0.1"), 0, List.of(), null),
            pages,
            Map.of(),
            Duration.ofSeconds(1));

    private void aMegabyte(MetricWriter writer) {
        answers.incrementAndGet();
        writer.counter("flows", "Flows. ".repeat(150_000), 42);
    }

    @BeforeEach
    void start() throws IOException {
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()));
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void shouldMakeNoAnswerBeforeTheOneBeforeItIsOnItsWay() throws IOException {
        try (LogCapture log = LogCapture.of(AdminHandler.class);
                Socket deaf = send(REQUEST.repeat(300))) {
            await().until(() -> answers.get() > 0);
            try (Socket other = send("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
                assertThat(other.getInputStream().readAllBytes())
                        .startsWith("HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(answers.get()).isLessThan(20);
            assertThat(deaf.getInputStream().read()).as("its answers are there").isEqualTo('H');
            assertThat(log.messages(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void shouldSayNothingOfAClientThatGoesAwayInTheMiddle() throws IOException {
        try (LogCapture log = LogCapture.of(AdminHandler.class)) {
            send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf")
                    .close();
            try (Socket other = send("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")) {
                other.getInputStream().readAllBytes();
            }
            server.close(); // has closed all connections then
            assertThat(log.messages(Level.ERROR)).isEmpty();
        }
    }

    @Test
    void shouldAnswerALoadBalancerThatNamesNoHost() throws IOException {
        try (Socket checking = send("GET /livez HTTP/1.0\r\n\r\n")) {
            assertThat(new String(checking.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\nok\n");
        }
        try (Socket browsing = send("GET /livez HTTP/1.0\r\nHost: evil.example\r\n\r\n")) {
            assertThat(new String(browsing.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403 ");
        }
    }
}

package io.vedette.collector.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back over a real socket, byte for byte as a client sends it. */
class AdminServerTest {

    private final AtomicReference<Health> ready = new AtomicReference<>(Health.GOOD);
    private final AdminPages pages = new AdminPages(
            writer -> writer.counter("flows", "Flows.", 42), () -> Health.GOOD, ready::get, () -> "1 = 1 + 0\n");
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        server = server(0, Duration.ofSeconds(5));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private AdminServer server(int port, Duration timeout) {
        return new AdminServer(
                new AdminConfig(true, IpAddress.parse("127.0.0.1"), port, List.of("sensor.example"), null),
                pages,
                Map.of(),
                timeout);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Sends {@code request} and reads until the server closes. */
    private String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String get(String path) throws IOException {
        return exchange("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static String body(String response) {
        return response.substring(response.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void shouldServeMetrics() throws IOException {
        String response = get("/metrics");

        assertThat(response)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("content-type: application/openmetrics-text; version=1.0.0; charset=utf-8\r\n")
                .containsIgnoringCase("cache-control: no-store\r\n");
        assertThat(body(response))
                .isEqualTo(
                        "# TYPE vedette_flows counter\n# HELP vedette_flows Flows.\nvedette_flows_total 42\n# EOF\n");
    }

    @Test
    void shouldServeHealthWithReasons() throws IOException {
        assertThat(body(get("/livez"))).isEqualTo("ok\n");
        assertThat(body(get("/readyz?verbose"))).isEqualTo("ok\n");

        ready.set(new Health(List.of("listen: not open", "alert log: disk full")));

        assertThat(get("/readyz"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("\r\n\r\nlisten: not open\nalert log: disk full\n");
        assertThat(get("/livez")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void shouldServeTheEquationsAndAnIndex() throws IOException {
        assertThat(body(get("/balance"))).isEqualTo("1 = 1 + 0\n");
        assertThat(body(get("/"))).contains("/metrics", "/livez", "/readyz", "/balance");
    }

    @Test
    void shouldAnswerHeadWithoutABody() throws IOException {
        String response = exchange("HEAD /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").containsIgnoringCase("content-length: 3\r\n");
        assertThat(body(response)).isEmpty();
    }

    @Test
    void shouldAnswerSeveralRequestsOnOneConnection() throws IOException {
        String one = "GET /livez HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

        String response = exchange(one + one + "GET /livez HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n");

        assertThat(response.split("HTTP/1\\.1 200 OK", -1)).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/nothing",
                "/metrics/",
                "//metrics",
                "/../etc/passwd",
                "/%6detrics",
                "/..%2f..%2fetc/passwd",
                "/metrics%00"
            })
    void shouldKnowNoOtherPath(String path) throws IOException {
        assertThat(get(path)).startsWith("HTTP/1.1 404 Not Found\r\n").doesNotContain(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "TRACE", "OPTIONS", "CONNECT", "BREW"})
    void shouldOnlyRead(String method) throws IOException {
        assertThat(exchange(method + " /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .containsIgnoringCase("allow: GET, HEAD\r\n");
    }

    /** RFC 9112 section 3.2.2: it has to be accepted, and the host in it counts, not the header. */
    @ParameterizedTest
    @CsvSource({
        "http://localhost:9117/livez, 200 OK",
        "HTTP://127.0.0.1/livez?verbose, 200 OK",
        "https://sensor.example:9117/livez, 200 OK",
        "http://localhost, 200 OK",
        "http://localhost/no/such/page, 404 Not Found",
        "http://evil.example/livez, 403 Forbidden",
        "http://localhost@evil.example/livez, 403 Forbidden",
        "http:///livez, 403 Forbidden",
        "ftp://localhost/livez, 404 Not Found"
    })
    void shouldAcceptTheAbsoluteForm(String target, String status) throws Exception {
        assertThat(exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + "\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'Host: evil.example\r\n', 403 Forbidden",
        "'Host: localhost.evil.example:9117\r\n', 403 Forbidden",
        "'', 400 Bad Request",
        "'Host: localhost\r\nHost: evil.example\r\n', 400 Bad Request",
        "'Host: sensor.example:9117\r\n', 200 OK",
    })
    void shouldCheckTheHost(String header, String status) throws IOException {
        assertThat(exchange("GET /metrics HTTP/1.1\r\n" + header + "Connection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 " + status + "\r\n");
    }

    @Test
    void shouldBoundWhatARequestMayBe() throws IOException {
        String host = "Host: localhost\r\n";

        assertThat(exchange("GET /" + "a".repeat(5000) + " HTTP/1.1\r\n" + host + "\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(exchange("GET / HTTP/1.1\r\n" + host + "X: " + "b".repeat(9000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(exchange("POST / HTTP/1.1\r\n" + host + "Content-Length: 5000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertThat(exchange("\u0016\u0003\u0001 no HTTP\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void shouldEndASlowRequest() throws IOException {
        server.close();
        server = server(0, Duration.ofMillis(200));
        server.start();

        assertThat(exchange("GET /metrics HT")).startsWith("HTTP/1.1 408 Request Timeout\r\n");
    }

    @Test
    void shouldEndAKeptConnectionWithoutAnAnswerNobodyAskedFor() throws IOException {
        server.close();
        server = server(0, Duration.ofMillis(200));
        server.start();

        String response = exchange("GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(response).startsWith("HTTP/1.1 200 OK\r\n").doesNotContain("408");
    }

    @Test
    void shouldStillAnswerWhenAllConnectionsButOneAreHeld() throws IOException {
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 31; i++) {
                Socket socket = connect();
                socket.getOutputStream()
                        .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(socket.getInputStream().read()).isEqualTo('H');
                held.add(socket);
            }
            assertThat(get("/livez")).startsWith("HTTP/1.1 200 OK\r\n");

            held.add(connect());
            held.get(31)
                    .getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(held.get(31).getInputStream().read()).isEqualTo('H');
            assertThat(refused()).isTrue();
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
    }

    private boolean refused() throws IOException {
        try {
            return get("/livez").isEmpty();
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void shouldNameTheAddressThatIsTaken() {
        AdminServer second = server(server.port(), Duration.ofSeconds(5));

        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessageMatching("cannot serve metrics on 127\\.0\\.0\\.1:" + server.port()
                        + ": .*in use.*; choose another with web\\.port or switch it off with web\\.enabled");
    }
}

package io.vedette.collector.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.meter.OpenMetrics;
import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row O10: nothing can be changed over HTTP by somebody who does not know the token. */
class AdminWritesTest {

    private static final String TOKEN = "0123456789abcdef";

    @TempDir
    Path directory;

    private final AtomicInteger reloads = new AtomicInteger();
    private Path file;
    private AdminServer server;

    @BeforeEach
    void start() throws IOException {
        file = directory.resolve("token");
        Files.writeString(file, TOKEN + "\n");
        server = server(file);
    }

    private AdminServer server(Path tokenFile) throws IOException {
        AdminServer made = new AdminServer(
                new AdminConfig(true, IpAddress.parse("127.0.0.1"), 0, List.of(), tokenFile),
                new AdminPages(writer -> {}, () -> Health.GOOD, () -> Health.GOOD, () -> ""),
                Map.of("/-/reload", reloads::incrementAndGet));
        made.start();
        return made;
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String request(String method, String headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            String request = method + " /-/reload HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void doesWhatIsAskedForWithTheToken() throws IOException {
        assertThat(request("POST", "Authorization: Bearer " + TOKEN + "\r\n")).startsWith("HTTP/1.1 202 ");
        assertThat(request("POST", "authorization: bearer " + TOKEN + "\r\n")).startsWith("HTTP/1.1 202 ");

        assertThat(reloads).hasValue(2);
        assertThat(metrics()).contains("vedette_admin_writes_total{result=\"accepted\"} 2\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authorization: Bearer\r\n",
                "Authorization: Bearer 0123456789abcdeg\r\n",
                "Authorization: Bearer 0123456789abcde\r\n",
                "Authorization: Bearer 0123456789abcdef0\r\n",
                "Authorization: Basic 0123456789abcdef\r\n",
                "Authorization: 0123456789abcdef\r\n",
                "X-Token: 0123456789abcdef\r\n"
            })
    void refusesWhoeverDoesNotKnowIt(String headers) throws IOException {
        assertThat(request("POST", headers))
                .startsWith("HTTP/1.1 401 ")
                .containsIgnoringCase("www-authenticate: Bearer\r\n")
                .doesNotContain(TOKEN);

        assertThat(reloads).hasValue(0);
        assertThat(metrics()).contains("vedette_admin_writes_total{result=\"refused\"} 1\n");
    }

    @Test
    void refusesOtherMethodsEvenWithTheToken() throws IOException {
        assertThat(request("GET", "Authorization: Bearer " + TOKEN + "\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .containsIgnoringCase("allow: POST\r\n");
        assertThat(reloads).hasValue(0);
    }

    @Test
    void aChangedTokenCountsAtOnce() throws IOException {
        Files.writeString(file, "fedcba9876543210");

        assertThat(request("POST", "Authorization: Bearer " + TOKEN + "\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(request("POST", "Authorization: Bearer fedcba9876543210\r\n"))
                .startsWith("HTTP/1.1 202 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "short", "\n0123456789abcdef"})
    void aFileWithoutAProperTokenOpensNothing(String content) throws IOException {
        Files.writeString(file, content);

        String first = content.strip();
        assertThat(request("POST", "Authorization: Bearer " + first + "\r\n")).startsWith("HTTP/1.1 401 ");
        Files.delete(file);
        assertThat(request("POST", "Authorization: Bearer \r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(reloads).hasValue(0);
    }

    @Test
    void withoutATokenFileNothingCanBeChanged() throws IOException {
        server.close();
        server = server(null);

        assertThat(request("POST", "Authorization: Bearer \r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(request("POST", "")).startsWith("HTTP/1.1 401 ");
    }

    private String metrics() {
        OpenMetrics metrics = new OpenMetrics();
        server.writeMetrics(metrics);
        return metrics.text();
    }
}

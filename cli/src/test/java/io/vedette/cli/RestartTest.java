package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program, killed or stopped in the middle of a scan and started again. */
class RestartTest {

    private static final Pattern INCIDENT = Pattern.compile("\"incident\":\"([^\"]+)\"");

    @TempDir
    Path directory;

    private int webPort;

    @BeforeEach
    void configure() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            webPort = free.getLocalPort();
        }
        Files.writeString(directory.resolve("vedette.yaml"), """
                listen: {address: 127.0.0.1, port: 0}
                web: {port: %d}
                state: {dir: state, every: 200ms}
                detect:
                  udp: {des: 200ms, erase: 1h, smoothing: holt}
                """.formatted(webPort));
    }

    private Program collect() throws IOException {
        return Program.start(directory, "collect", "-c", "vedette.yaml");
    }

    private static String scan(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int port = from; port < to; port++) {
            lines.append("{\"IPV4_SRC_ADDR\":\"192.0.2.66\",\"IPV4_DST_ADDR\":\"198.51.100.1\",\"PROTOCOL\":6,"
                    + "\"L4_SRC_PORT\":40000,\"L4_DST_PORT\":" + port + ",\"TCP_FLAGS\":2,\"IN_PKTS\":1}\n");
        }
        return lines.toString();
    }

    private List<String> alerts(String stage) throws IOException {
        Path log = directory.resolve("alerts.ndjson");
        return Files.exists(log)
                ? Files.readAllLines(log).stream()
                        .filter(line -> line.contains("\"" + stage + "\""))
                        .toList()
                : List.of();
    }

    private void awaitAlert(String stage) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !alerts(stage).isEmpty());
    }

    /** Two checkpoints that were begun later than now. */
    private void awaitCheckpoints() throws IOException {
        Path file = directory.resolve("state").resolve("detection.state");
        for (int i = 0; i < 2; i++) {
            Object before = Files.exists(file) ? key(file) : "none";
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> Files.exists(file) && !key(file).equals(before));
        }
    }

    private static Object key(Path file) throws IOException {
        return Files.getLastModifiedTime(file) + " " + Files.getAttribute(file, "unix:ino");
    }

    private void assertOneIncident() throws IOException {
        assertThat(alerts("opened")).hasSize(1);
        assertThat(Files.readAllLines(directory.resolve("alerts.ndjson")).stream()
                        .map(line -> INCIDENT.matcher(line)
                                .results()
                                .findFirst()
                                .orElseThrow()
                                .group(1))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void shouldGoOnWithAnIncidentAfterAKill() throws Exception {
        try (Program first = collect()) {
            first.send(scan(1, 30));
            awaitAlert("opened");
            awaitCheckpoints();
            first.kill();
        }
        try (Program second = collect()) {
            second.port();
            assertThat(second.err()).contains("going on with 1 open incidents");
            second.send(scan(30, 100));
            awaitAlert("updated");
            second.kill();
        }
        try (Program third = collect()) {
            third.send(scan(100, 120));
            third.terminate();
            assertThat(third.exitCode()).isZero();
        }

        assertOneIncident();
    }

    @Test
    void shouldLeaveAnIncidentOpenWhenItStopsAndEndItWhenItIsOver() throws Exception {
        try (Program first = collect()) {
            first.send(scan(1, 30));
            first.terminate();
            assertThat(first.exitCode()).isZero();
        }
        assertThat(alerts("opened")).hasSize(1);
        assertThat(alerts("closed")).isEmpty();
        Files.writeString(
                directory.resolve("vedette.yaml"),
                Files.readString(directory.resolve("vedette.yaml")) + "  scan: {quiet: 1s}\n");
        try (Program second = collect()) {
            second.port();
            awaitAlert("closed");
        }

        assertOneIncident();
        assertThat(alerts("closed")).singleElement().asString().contains("\"ports\":29");
    }

    /** What a checkpoint takes for told must not be lost with the process: the log cannot be written while the first one lives. */
    @Test
    void shouldTellWhatTheKilledProcessHadNotWritten() throws Exception {
        Path log = directory.resolve("alerts.ndjson");
        Files.createDirectory(log);
        try (Program first = collect()) {
            first.send(scan(1, 30));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> first.out().contains("192.0.2.66")
                            && first.err().contains("alerts wait for a sink that does not take them"));
            first.kill();
        }
        Files.delete(log);
        try (Program second = collect()) {
            second.send(scan(1, 60));
            awaitAlert("opened");
            second.terminate();
            assertThat(second.exitCode()).as(second.err()).isZero();
        }

        assertOneIncident();
    }

    /** A flood is told of its victim: it goes on under its id as well, and ends once. */
    @Test
    void shouldGoOnWithAFloodAfterAKill() throws Exception {
        try (Program first = collect()) {
            first.send(flood(0, 1_500));
            awaitAlert("opened");
            awaitCheckpoints();
            first.kill();
        }
        Files.writeString(
                directory.resolve("vedette.yaml"),
                Files.readString(directory.resolve("vedette.yaml")) + "  victims: {quiet: 10s}\n");
        try (Program second = collect()) {
            second.send(flood(1_500, 4_000));
            awaitAlert("updated");
            awaitAlert("closed");
            second.terminate();
            assertThat(second.exitCode()).as(second.err()).isZero();
            assertThat(second.err()).contains("going on with 1 open incidents");
        }

        assertOneIncident();
        assertThat(alerts("closed")).singleElement().asString().contains("\"flood\"");
        // What came before the target was worth a look is not counted; most of the first life is.
        assertThat(contacts(alerts("closed").get(0))).isBetween(3_500, 4_000);
    }

    private static int contacts(String alert) {
        Matcher contacts = Pattern.compile("\"contacts\":(\\d+)").matcher(alert);
        assertThat(contacts.find()).as(alert).isTrue();
        return Integer.parseInt(contacts.group(1));
    }

    /** SYNs of as many sources to one port. */
    private static String flood(int from, int to) {
        StringBuilder lines = new StringBuilder();
        for (int n = from; n < to; n++) {
            lines.append(Flows.syn("10.1." + (n >> 8) + "." + (n & 255), 80));
        }
        return lines.toString();
    }

    @Test
    void shouldForecastOnAfterAKill() throws Exception {
        StringBuilder usual = new StringBuilder();
        for (int source = 1; source < 60; source++) {
            for (int target = 1; target < 12; target++) {
                usual.append("{\"IPV4_SRC_ADDR\":\"10.0.0." + source + "\",\"IPV4_DST_ADDR\":\"198.51.100." + target
                        + "\",\"PROTOCOL\":17,\"L4_SRC_PORT\":40000,\"L4_DST_PORT\":123,\"TCP_FLAGS\":0,"
                        + "\"IN_PKTS\":1,\"OUT_PKTS\":1}\n");
            }
        }
        double before;
        try (Program first = collect()) {
            first.send(usual.toString());
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> forecast() > 10);
            before = forecast();
            awaitCheckpoints();
            first.kill();
        }
        try (Program second = collect()) {
            second.port();

            assertThat(second.err()).contains("and with its UDP forecast");
            await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> !Double.isNaN(forecast()));
            assertThat(forecast()).isBetween(before * 0.9, before * 1.1);
        }
    }

    private double forecast() throws IOException, InterruptedException {
        HttpRequest metrics = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort + "/metrics"))
                .build();
        String text = HttpClient.newHttpClient()
                .send(metrics, HttpResponse.BodyHandlers.ofString())
                .body();
        return Pattern.compile("(?m)^vedette_udp_forecast ([0-9.]+)")
                .matcher(text)
                .results()
                .mapToDouble(match -> Double.parseDouble(match.group(1)))
                .findFirst()
                .orElse(Double.NaN);
    }

    @Test
    void shouldStartWithoutAStateThatIsDamaged() throws Exception {
        Files.createDirectories(directory.resolve("state"));
        Files.writeString(directory.resolve("state").resolve("detection.state"), "garbage");
        try (Program program = collect()) {
            program.send(scan(1, 30));
            awaitAlert("opened");

            assertThat(program.err())
                    .contains("the state of an earlier run is not used: it is cut off; it is kept as ");
        }
    }

    @Test
    void shouldLeaveTheStateToTheProcessThatHasIt() throws Exception {
        Files.writeString(directory.resolve("other.yaml"), """
                listen: {address: 127.0.0.1, port: 0}
                web: {enabled: false}
                state: {dir: state, every: 200ms}
                """);
        try (Program program = collect()) {
            program.send(scan(1, 40));
            awaitAlert("opened");
            awaitCheckpoints();
            try (Program other = Program.start(directory, "collect", "-c", "other.yaml")) {
                other.port();
                other.terminate();
                assertThat(other.exitCode()).as(other.err()).isZero();
                assertThat(other.err())
                        .contains("the state in state is not used: another process keeps its own there")
                        .contains("cannot write a checkpoint to state/detection.state")
                        .doesNotContain("going on with");
            }
            program.terminate();
            assertThat(program.exitCode()).as(program.err()).isZero();
            assertThat(program.err()).doesNotContain("cannot write a checkpoint");
        }
        try (Program next = collect()) {
            next.port();
            assertThat(next.err()).contains("going on with 1 open incidents");
        }
    }
}

package io.vedette.collector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vedette.collector.alert.delivery.Delivery;
import io.vedette.collector.config.ConfigInputs;
import io.vedette.collector.config.ConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All components together, on real sockets and files. */
class CollectorTest {

    @TempDir
    Path directory;

    private CollectorConfig config(String... more) {
        String yaml = "listen:\n  address: 127.0.0.1\n  port: 0\nweb:\n  port: 0\nalerts:\n  log:\n    path: "
                + directory.resolve("alerts.ndjson") + "\n" + String.join("\n", more);
        var effective = new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults())
                .read(new ConfigInputs(new ConfigInputs.File("test.yaml", yaml), Map.of(), List.of()));
        assertThat(effective.problems()).isEmpty();
        return effective.value();
    }

    private static String exchange(int port, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(Collector collector, String path) throws IOException {
        return exchange(
                collector.adminPort(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    }

    private static String flow(String source, String target, int port) {
        return "{\"IPV4_SRC_ADDR\":\"" + source + "\",\"IPV4_DST_ADDR\":\"" + target
                + "\",\"PROTOCOL\":6,\"L4_SRC_PORT\":40000," + "\"L4_DST_PORT\":" + port
                + ",\"TCP_FLAGS\":2,\"IN_PKTS\":1}\n";
    }

    private static String scan(int ports) {
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= ports; port++) {
            lines.append(flow("192.0.2.66", "198.51.100.7", port));
        }
        return lines.toString();
    }

    @Test
    void shouldAccountForEveryRecord() throws Exception {
        Collector collector = new Collector(config(), "1.2.3", List.of());
        collector.start();

        exchange(
                collector.address().getPort(),
                scan(100) + "{\"IPV4_SRC\n" + flow("192.0.2.66", "224.0.0.1", 1) + "\n" + scan(1).repeat(3));

        assertThat(get(collector, "/livez")).endsWith("\r\n\r\nok\n");
        assertThat(get(collector, "/readyz")).endsWith("\r\n\r\nok\n");
        assertThat(get(collector, "/balance"))
                .contains("records 105 = flows 104 + rejected 1  holds\n")
                .contains("flows 104 = analysed 103 + filtered 1 + held 0  holds\n");
        assertThat(get(collector, "/metrics"))
                .contains("vedette_build_info{version=\"1.2.3\"} 1\n")
                .contains("vedette_records_rejected_total{reason=\"bad_json\"} 1\n")
                .contains("vedette_flows_filtered_total{reason=\"multicast\"} 1\n")
                .endsWith("# EOF\n");

        Summary summary = collector.drain(Duration.ofSeconds(20));

        assertThat(summary.isComplete()).isTrue();
        assertThat(summary.balanced()).isTrue();
        assertThat(summary.undelivered()).isEmpty();
        assertThat(summary.text())
                .isEqualTo("105 records = 104 flows + 1 rejected; flows = 103 analysed + 1 filtered + 0 held; "
                        + "103 contacts; 1 incidents, 0 matches; 0 alerts undelivered; limits reached: none");
        List<String> alerts = Files.readAllLines(directory.resolve("alerts.ndjson"));
        assertThat(summary.balance())
                .contains("alert-log: raised " + alerts.size() + " = delivered " + alerts.size() + " + ");
        assertThat(alerts).allMatch(line -> line.contains("\"address\":\"192.0.2.66\""));
    }

    @Test
    void shouldGiveOneMatchForEachFlowInReferenceMode() throws Exception {
        Collector collector = new Collector(config("detect:\n  sensitivity: reference\n"), "1", List.of());
        collector.start();

        exchange(collector.address().getPort(), scan(25));
        Summary summary = collector.drain(Duration.ofSeconds(20));

        assertThat(summary.text()).contains("; 0 incidents, 25 matches; 0 alerts undelivered;");
        assertThat(Files.readAllLines(directory.resolve("alerts.ndjson"))).hasSize(25);
    }

    @Test
    void shouldNameTheLimitsThatWereReached() throws Exception {
        Collector collector = new Collector(config("detect:\n  contacts:\n    pair-limit: 64\n"), "1", List.of());
        collector.start();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            lines.append(flow("192.0.2." + i, "198.51.100.7", 9).replace("\"PROTOCOL\":6", "\"PROTOCOL\":17"));
        }

        exchange(collector.address().getPort(), lines.toString());
        Summary summary = collector.drain(Duration.ofSeconds(20));

        assertThat(summary.balanced()).isTrue();
        assertThat(summary.text())
                .contains("200 records = 200 flows + 0 rejected; flows = 200 analysed + 0 filtered + 0 held;")
                .contains("limits reached: pairing 136");
    }

    @Test
    void shouldNotBeReadyWhileItDrains() throws Exception {
        Collector collector = new Collector(config(), "1", List.of());
        collector.start();
        CompletableFuture<Summary> drained;
        try (Socket probe =
                new Socket(InetAddress.getLoopbackAddress(), collector.address().getPort())) {
            probe.getOutputStream().write(scan(1).getBytes(StandardCharsets.US_ASCII));
            // One that still waits to be accepted would be turned away by the end.
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> get(collector, "/balance").contains("records 1 = "));
            drained = CompletableFuture.supplyAsync(() -> drain(collector));
            // The drain waits for a probe that keeps sending.
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> {
                        probe.getOutputStream().write(scan(1).getBytes(StandardCharsets.US_ASCII));
                        return get(collector, "/readyz").endsWith("\r\n\r\nlisten: not open\n");
                    });
            assertThat(get(collector, "/livez")).startsWith("HTTP/1.1 200 ");
        }
        assertThat(drained.get(60, TimeUnit.SECONDS).balanced()).isTrue();
    }

    private static Summary drain(Collector collector) {
        try {
            return collector.drain(Duration.ofSeconds(20));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldTellWhichSinkIsDownAndWhatIsLeft() throws Exception {
        Files.createDirectory(directory.resolve("alerts.ndjson"));
        Collector collector = new Collector(config(), "1", List.of());
        collector.start();

        exchange(collector.address().getPort(), scan(100));

        assertThat(get(collector, "/readyz"))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("\r\n\r\nsink alert-log: the last delivery failed\n");
        assertThat(get(collector, "/livez")).startsWith("HTTP/1.1 200 ");
        Summary summary = collector.drain(Duration.ofSeconds(2));
        assertThat(summary.isComplete()).isFalse();
        assertThat(summary.balanced()).isTrue();
        assertThat(summary.undelivered()).containsOnlyKeys("alert-log");
        assertThat(summary.text()).contains("; " + summary.undelivered().get("alert-log") + " alerts undelivered;");
    }

    @Test
    void shouldAccountForWhatWaitsInASpool() throws Exception {
        int nobody;
        try (ServerSocket reserved = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = reserved.getLocalPort();
        }
        String syslog = "{name: siem, host: 127.0.0.1, port: " + nobody + ", transport: tcp}";
        CollectorConfig config = config(
                "detect:\n  sensitivity: reference",
                "delivery:\n  spools: " + directory.resolve("spool") + "\n  syslogs:\n    - " + syslog + "\n");
        Summary summary;
        try (Delivery delivery = new Delivery(config.delivery(), InstantSource.system(), System::nanoTime)) {
            Collector collector = new Collector(config, "1", List.copyOf(delivery.sinks()));
            collector.start();
            exchange(collector.address().getPort(), scan(25));
            summary = collector.drain(Duration.ofSeconds(20));
        }

        assertThat(summary.balanced()).isTrue();
        assertThat(summary.balance())
                .contains("siem: raised 25 = delivered 0 + suppressed 0 + spooled 25 + ")
                .endsWith(
                        "siem's spool: accepted 25 + recovered 0 = delivered 0 + folded 0 + dead-lettered 0 + overflow 0"
                                + " + expired 0 + lost 0 + abandoned 0 + waiting 25  holds\n");
    }

    @Test
    void shouldCloseEverythingWhenAPortIsTaken() throws Exception {
        Collector first = new Collector(config("drain-limit: 2s\n"), "1", List.of());
        first.start();
        try (first) {
            String taken = "listen:\n  address: 127.0.0.1\n  port: "
                    + first.address().getPort() + "\nweb:\n  port: 0\n" + "alerts:\n  log:\n    enabled: false\n";
            var config = new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults())
                    .read(new ConfigInputs(new ConfigInputs.File("test.yaml", taken), Map.of(), List.of()))
                    .value();
            Collector second = new Collector(config, "1", List.of());

            assertThatThrownBy(second::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(
                            "cannot listen on 127.0.0.1:" + first.address().getPort() + ": another process");
        }
    }
}

package io.vedette.collector.alert.webhook;

import static io.vedette.collector.alert.webhook.Receiver.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vedette.collector.alert.AlertDispatcher;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.Fate;
import io.vedette.collector.alert.SinkCounts;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.RemoteSink;
import io.vedette.collector.alert.remote.RemoteStatus.State;
import io.vedette.collector.alert.remote.TestCertificate;
import io.vedette.collector.alert.remote.Trial;
import io.vedette.collector.alert.spool.SpoolConfig;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Webhooks behind the real dispatcher, with a real receiver on loopback: rows W01, W13, F02. */
@Timeout(120)
class WebhookSinkTest {

    @TempDir
    Path directory;

    private static final GroupingConfig AT_ONCE =
            new GroupingConfig(Duration.ZERO, Duration.ZERO, Duration.ofHours(4), Duration.ofHours(1), 6_000);

    private WebhookConfig config(String url, Path trust) {
        return new WebhookConfig(
                "hook",
                Preset.GENERIC,
                url,
                List.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                null,
                null,
                List.of(),
                null,
                Severity.INFO,
                true,
                trust,
                Duration.ofSeconds(5),
                AT_ONCE,
                SpoolConfig.defaults());
    }

    private Webhooks webhooks(NetworkThreads threads) {
        return new Webhooks(directory.resolve("spool"), threads, Instant::now, System::nanoTime);
    }

    /** The ids of the alerts that arrived, without repetitions. */
    private static TreeSet<String> ids(Receiver receiver) {
        TreeSet<String> ids = new TreeSet<>();
        try {
            for (Receiver.Request request : receiver.requests) {
                JsonNode body = new ObjectMapper().readTree(request.body());
                body.at("/data/alerts").forEach(alert -> ids.add(alert.get("id").asText()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ids;
    }

    /** Scans by as many sources. */
    private static List<Alert> scans(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> Alerts.of(
                        "198.51." + (n >> 8) + "." + (n & 255),
                        Alert.Stage.OPENED,
                        "scan-" + n,
                        Severity.HIGH,
                        Technique.SYN))
                .toList();
    }

    @Test
    void shouldDeliverEverythingThatWasRaisedWhileTheReceiverWasInTrouble() throws IOException {
        try (Receiver receiver = new Receiver();
                NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = webhooks(threads);
            receiver.script.add(status(503, "", "Retry-After: 0"));
            receiver.script.add(Receiver.hangUp());
            RemoteSink sink = webhooks.sink(config(receiver.url("/hook"), null));
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            scans(3).forEach(dispatcher::raise);
            await().untilAsserted(() ->
                    assertThat(ids(receiver)).containsExactly("scan-0-OPENED", "scan-1-OPENED", "scan-2-OPENED"));
            await().until(() -> sink.counts().waiting() == 0);
            assertThat(dispatcher.close(Duration.ofSeconds(60))).isEmpty();

            SinkCounts counts = dispatcher.counts().get(0);
            assertThat(counts.settled(Fate.SPOOLED)).isEqualTo(3);
            assertThat(counts.imbalance()).isZero();
            assertThat(sink.counts().of(SpoolFate.DELIVERED)).isEqualTo(3);
            assertThat(receiver.requests)
                    .allSatisfy(request -> assertThat(request.headers())
                            .containsKeys("webhook-id", "webhook-timestamp", "webhook-signature"));
        }
    }

    @Test
    void shouldEndInTimeWithADeadReceiverAndDeliverAfterTheRestart() throws IOException {
        int port;
        try (ServerSocket unused = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = unused.getLocalPort();
        }
        String url = "http://127.0.0.1:" + port + "/hook";
        try (NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = webhooks(threads);
            RemoteSink sink = webhooks.sink(config(url, null));
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            scans(15).forEach(dispatcher::raise);
            await().until(() -> sink.status().state() == State.RETRYING);
            assertThat(dispatcher.close(Duration.ofSeconds(60)))
                    .as("nothing is left that no spool answers for")
                    .isEmpty();
            assertThat(sink.counts().waiting()).isEqualTo(15);
        }
        ServerSocket late = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        try (Receiver receiver = new Receiver(late);
                NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = webhooks(threads);
            RemoteSink sink = webhooks.sink(config(url, null));
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            await().until(() -> sink.counts().recovered() == 15 && sink.counts().waiting() == 0);
            dispatcher.close(Duration.ofSeconds(10));
            assertThat(receiver.requests).isNotEmpty();
            assertThat(ids(receiver)).hasSize(15);
        }
    }

    @Test
    void shouldNotDelayAnybodyWhileAReceiverHangs() throws IOException {
        try (Receiver receiver = new Receiver();
                NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = webhooks(threads);
            receiver.otherwise = (request, out) -> {};
            RemoteSink sink = webhooks.sink(config(receiver.url("/hook"), null));
            AlertDispatcher dispatcher = new AlertDispatcher(List.of(sink));
            dispatcher.start();
            dispatcher.raise(Alerts.numbered(0));
            await().until(() -> receiver.requests.size() == 1);
            scans(19_999).forEach(dispatcher::raise); // many times its queue
            await().until(() -> sink.counts().accepted() == 20_000);
            assertThat(receiver.requests)
                    .as("the first message, and perhaps it again when its time was over")
                    .extracting(request -> request.headers().get("webhook-id"))
                    .containsOnly(receiver.requests.get(0).headers().get("webhook-id"));
            assertThat(sink.counts().waiting()).isEqualTo(20_000);
            dispatcher.close(Duration.ofSeconds(10)); // as long as it writes, its directory cannot be deleted
        }
    }

    @Test
    void shouldCheckTheCertificateAndItsName() throws Exception {
        TestCertificate certificates = TestCertificate.forName("hooks.test", directory);
        Path certificate = certificates.pem();
        ServerSocket server = certificates.listen();
        try (Receiver receiver = new Receiver(server);
                NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = new Webhooks(directory, threads, Instant::now, System::nanoTime, host ->
                    new InetAddress[] {InetAddress.getByName("127.0.0.1")});
            Notification test = Notification.of(Alerts.numbered(1), Notification.Kind.TEST, List.of());
            String right = "https://hooks.test:" + receiver.port() + "/secret-path";
            String wrong = "https://other.test:" + receiver.port() + "/secret-path";
            Trial trusted = webhooks.attempt(config(right, certificate), test);
            assertThat(trusted.delivered()).isTrue();
            assertThat(trusted.said()).isEqualTo("HTTP 200: ok");
            assertThat(trusted.destination()).isEqualTo("https://hooks.test:" + receiver.port() + "/\u2026");
            assertThat(receiver.requests.get(0).text())
                    .contains("\"headline\":\"Test, nothing happened. HIGH SYN scan");

            Trial otherName = webhooks.attempt(config(wrong, certificate), test);
            assertThat(otherName.delivered()).isFalse();
            assertThat(otherName.said()).contains("other.test").doesNotContain("secret-path");
            Trial unknown = webhooks.attempt(config(right, null), test);
            assertThat(unknown.delivered()).isFalse();
            assertThat(receiver.requests).hasSize(1);
        }
    }

    @Test
    void shouldShowWhatAReceiverSaysToATest() throws Exception {
        try (Receiver receiver = new Receiver();
                NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = webhooks(threads);
            receiver.script.add(status(404, "no_service for /T000/secret123"));
            Notification test = Notification.of(Alerts.numbered(1), Notification.Kind.TEST, List.of());
            Trial trial = webhooks.attempt(config(receiver.url("/T000/secret123"), null), test);
            assertThat(trial.delivered()).isFalse();
            assertThat(trial.said()).isEqualTo("HTTP 404: no_service for <hidden>");
            assertThat(trial.time()).isPositive();
            assertThat(trial.toString()).doesNotContain("secret123");
        }
    }
}

package io.vedette.collector.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vedette.collector.alert.Alerts;
import io.vedette.collector.alert.delivery.DeliveryTrials;
import io.vedette.collector.alert.remote.NetworkThreads;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Notification.Kind;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every request that is really sent, held against what the service is known to take: one schema for each, closed. */
class PresetContractTest {

    /** What a telephone shows of a notification, about. */
    private static final int FIRST_GLANCE = 110;

    @TempDir
    Path directory;

    private static Map<String, Notification> notifications() {
        Alert scan = Alerts.numbered(1);
        Map<String, Notification> all = new LinkedHashMap<>();
        all.put("test", Notification.of(DeliveryTrials.example(1_793_499_247_000L), Kind.TEST, List.of()));
        all.put("scan", Notification.of(scan, Kind.ONGOING, List.of()));
        all.put("over", Notification.of(scan, Kind.OVER, List.of()));
        all.put("hostile", Notification.of(Alerts.hostile(), Kind.ONGOING, List.of()));
        for (Severity severity : Severity.values()) {
            Alert alert = Alerts.with("id", Stage.OPENED, severity, Technique.UDP, Shape.BLOCK, "why");
            all.put(severity.label(), Notification.of(alert, Kind.ONGOING, List.of()));
        }
        List<Alert> long16 = IntStream.range(0, 16)
                .mapToObj(n -> Alerts.with(
                        "id-" + n,
                        Stage.OPENED,
                        Severity.HIGH,
                        Technique.SYN,
                        Shape.VERTICAL,
                        "@everyone \ud83d\ude00".repeat(2_000)))
                .toList();
        all.put(
                "huge",
                new Notification("g", Kind.ONGOING, long16, 5_000, 1, Map.of(Technique.SYN, 5_000L), List.of()));
        all.put(
                "digest",
                new Notification(
                        "digest",
                        Kind.DIGEST,
                        Alerts.numbered(0, 16),
                        1_234,
                        987,
                        Map.of(Technique.SYN, 900L, Technique.UDP, 334L),
                        List.of()));
        return all;
    }

    private static WebhookConfig config(Preset preset, String url) {
        WebhookConfig shown = WebhookConfig.toShow(preset, null);
        return new WebhookConfig(
                "hook",
                preset,
                url,
                List.of(),
                shown.routingKey(),
                preset == Preset.TELEGRAM ? "-1001234567890" : null,
                List.of(),
                null,
                Severity.INFO,
                true,
                null,
                Duration.ofSeconds(30),
                shown.grouping(),
                shown.spool());
    }

    private static Schema schema(Preset preset) throws IOException {
        String name = "contract/" + preset.name().toLowerCase(Locale.ROOT) + ".schema.json";
        try (InputStream in = Objects.requireNonNull(PresetContractTest.class.getResourceAsStream(name), name)) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void shouldSendWhatTheServiceTakes(Preset preset) throws Exception {
        Schema schema = schema(preset);
        try (Receiver receiver = new Receiver();
                NetworkThreads threads = new NetworkThreads()) {
            Webhooks webhooks = new Webhooks(directory, threads, Instant::now, System::nanoTime);
            WebhookConfig config = config(preset, receiver.url("/hook"));
            for (Map.Entry<String, Notification> each : notifications().entrySet()) {
                assertThat(webhooks.attempt(config, each.getValue()).delivered())
                        .isTrue();
                Receiver.Request request = receiver.requests.get(receiver.requests.size() - 1);
                assertThat(request.line()).isEqualTo("POST /hook HTTP/1.1");
                assertThat(request.headers().get("content-type")).startsWith("application/json");
                assertThat(schema.validate(request.text(), InputFormat.JSON))
                        .as("%s: %s", each.getKey(), request.text())
                        .isEmpty();
                int most = preset == Preset.TEAMS ? 28_000 : preset == Preset.GENERIC ? 64_000 : 100_000;
                assertThat(request.body()).as(each.getKey()).hasSizeLessThan(most);
            }
        }
    }

    @Test
    void shouldSayWhatMattersAtFirstGlance() {
        for (Map.Entry<String, Notification> each : notifications().entrySet()) {
            Notification notification = each.getValue();
            String headline = Words.headline(notification);
            String glance = headline.substring(0, Math.min(FIRST_GLANCE, headline.length()));
            assertThat(headline).as(each.getKey()).doesNotContain("\n").hasSizeLessThan(200);
            assertThat(glance).as(each.getKey()).containsIgnoringCase(Alerts.shortSeverity(notification.severity()));
            if (notification.kind() != Kind.DIGEST) {
                assertThat(glance)
                        .as(each.getKey())
                        .contains(notification.alerts().get(0).source().toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void theContractsAreNotEmptyWords(Preset preset) throws Exception {
        Schema schema = schema(preset);
        String body = Webhooks.render(
                config(preset, "https://hooks.example/"), notifications().get("scan"));
        assertThat(schema.validate(body.replaceFirst("\\{", "{\"surprise\":1,"), InputFormat.JSON))
                .isNotEmpty();
        assertThat(schema.validate("{}", InputFormat.JSON)).isNotEmpty();
    }
}

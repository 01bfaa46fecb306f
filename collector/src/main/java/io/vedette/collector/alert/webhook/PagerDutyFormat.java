package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.remote.Notification;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import java.time.Instant;
import java.util.function.Function;

/**
 * PagerDuty, Events API v2: {@code trigger} while a group goes on, {@code resolve} when it is over, under one deduplication
 * key, so that one scan is one incident there. A summary has at most 1,024 characters, an event 512 KB.
 */
final class PagerDutyFormat implements MessageFormat {

    private static final int SUMMARY = 1_024;
    private static final int DETAILS = 16_000;
    private static final int KEY = 255;

    private final String routingKey;
    private final Function<Notification, Text> wording;

    PagerDutyFormat(String routingKey, Function<Notification, Text> wording) {
        this.routingKey = routingKey;
        this.wording = wording;
    }

    @Override
    public byte[] body(Notification notification) {
        Text text = wording.apply(notification);
        Alert first = notification.alerts().get(0);
        boolean over = notification.kind() == Notification.Kind.OVER;
        boolean grouped = over || notification.kind() == Notification.Kind.ONGOING;
        return Json.object(json -> {
            json.writeStringField("routing_key", routingKey);
            json.writeStringField("event_action", over ? "resolve" : "trigger");
            String key = "vedette:" + (grouped ? notification.group() : notification.id());
            json.writeStringField("dedup_key", Markup.PLAIN.cut(key, KEY));
            json.writeStringField("client", "Vedette");
            Json.member(json, "payload", payload -> {
                payload.writeStringField("summary", Markup.PLAIN.cut(text.headline(), SUMMARY));
                payload.writeStringField("source", first.subject().toString());
                payload.writeStringField("severity", severity(notification.severity()));
                payload.writeStringField(
                        "timestamp", Instant.ofEpochMilli(first.lastMillis()).toString());
                payload.writeStringField("class", first.technique().label());
                payload.writeStringField("group", first.rule());
                Json.member(payload, "custom_details", details -> {
                    details.writeStringField("text", text.body(Markup.PLAIN, DETAILS));
                    details.writeNumberField("alerts", notification.total());
                    details.writeNumberField("sources", notification.sources());
                    details.writeStringField("alert_id", first.id());
                });
            });
        });
    }

    private static String severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> "critical";
            case HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW, INFO -> "info";
        };
    }
}

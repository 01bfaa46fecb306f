package io.vedette.collector.alert.webhook;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * JSON for programs, in the frame that Standard Webhooks 1.0.0 recommends ("Payload structure"): {@code type}, {@code
 * timestamp}, {@code data}; under 20 kB. The alerts in it are the lines of the alert log.
 *
 * <p>{@code type} is {@code vedette.alerts}, {@code vedette.over}, {@code vedette.digest} or {@code vedette.test}. The
 * timestamp is the time of the last contact, so the body is the same in every attempt.
 */
final class GenericFormat implements MessageFormat {

    private static final int MOST_BYTES = 20_000;
    private static final int FRAME = 600;

    @Override
    public byte[] body(Notification notification) {
        List<String> lines = new ArrayList<>();
        int used = FRAME;
        for (Alert alert : notification.alerts()) {
            String line = AlertJson.text(alert);
            if (!lines.isEmpty() && used + line.length() + 1 > MOST_BYTES) {
                break;
            }
            lines.add(line);
            used += line.length() + 1;
        }
        return Json.object(json -> write(notification, lines, json));
    }

    private static void write(Notification notification, List<String> lines, JsonGenerator json) throws IOException {
        Instant last = Instant.ofEpochMilli(notification.alerts().stream()
                .mapToLong(Alert::lastMillis)
                .max()
                .orElse(0));
        json.writeStringField("type", type(notification.kind()));
        json.writeStringField("timestamp", last.toString());
        Json.member(json, "data", data -> {
            data.writeStringField("group", notification.group());
            data.writeStringField("severity", notification.severity().label());
            data.writeStringField("headline", Words.headline(notification));
            data.writeNumberField("total", notification.total());
            data.writeNumberField("sources", notification.sources());
            data.writeNumberField("omitted", Math.max(0, notification.total() - lines.size()));
            data.writeArrayFieldStart("alerts");
            for (String line : lines) {
                data.writeRawValue(line);
            }
            data.writeEndArray();
        });
    }

    private static String type(Notification.Kind kind) {
        return "vedette."
                + (kind == Notification.Kind.ONGOING ? "alerts" : kind.name().toLowerCase(Locale.ROOT));
    }
}

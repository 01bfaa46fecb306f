package io.vedette.core.detect.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.flow.IpProtocol;
import java.io.IOException;

/**
 * An alert as a Detection Finding of the Open Cybersecurity Schema Framework. The whole alert stands under {@code unmapped}, which is
 * for what the schema has no attribute for. Times are milliseconds since 1970 UTC.
 */
final class OcsfWriter {

    static final String VERSION = "1.5.0";

    private static final int CATEGORY = 2; // Findings
    private static final int CLASS = 2004; // Detection Finding
    private static final int RULE = 1; // type of an analytic
    private static final int UNKNOWN_DIRECTION = 0;

    private OcsfWriter() {}

    static void write(Alert alert, JsonGenerator json) throws IOException {
        int activity = activity(alert.stage());
        json.writeStartObject();
        json.writeNumberField("category_uid", CATEGORY);
        json.writeStringField("category_name", "Findings");
        json.writeNumberField("class_uid", CLASS);
        json.writeStringField("class_name", "Detection Finding");
        json.writeNumberField("activity_id", activity);
        json.writeNumberField("type_uid", CLASS * 100 + activity);
        json.writeNumberField("severity_id", alert.severity().ordinal() + 1);
        json.writeNumberField("status_id", status(alert.stage()));
        json.writeBooleanField("is_alert", true);
        json.writeNumberField("confidence_score", score(alert));
        json.writeNumberField("confidence_id", Math.min(3, 1 + score(alert) / 34)); // low, medium, high
        json.writeNumberField("time", alert.lastMillis());
        json.writeNumberField("start_time", alert.firstMillis());
        json.writeNumberField("end_time", alert.lastMillis());
        json.writeNumberField("count", (int) Math.max(1, Math.min(Integer.MAX_VALUE, alert.contacts())));
        json.writeStringField("message", AlertJson.wellFormed(alert.why()));
        metadata(alert, json);
        finding(alert, json);
        json.writeArrayFieldStart("evidences");
        for (Target target : alert.targets()) {
            evidence(alert, target, json);
        }
        if (alert.targets().isEmpty()) {
            json.writeStartObject();
            endpoint(
                    json,
                    alert.source() == null ? "dst_endpoint" : "src_endpoint",
                    alert.subject().toString(),
                    -1);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeFieldName("unmapped");
        json.writeRawValue(AlertJson.text(alert));
        json.writeEndObject();
    }

    /** Create, update, close. */
    private static int activity(Stage stage) {
        return switch (stage) {
            case OPENED, MATCHED -> 1;
            case UPDATED -> 2;
            case CLOSED -> 3;
        };
    }

    /** New, in progress, resolved. */
    private static int status(Stage stage) {
        return switch (stage) {
            case OPENED, MATCHED -> 1;
            case UPDATED -> 2;
            case CLOSED -> 4;
        };
    }

    private static int score(Alert alert) {
        return (int) Math.round(100 * Math.max(0, Math.min(1, alert.confidence()))); // 0 for NaN
    }

    private static void metadata(Alert alert, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("metadata");
        json.writeStringField("version", VERSION);
        json.writeStringField("uid", AlertJson.wellFormed(alert.id()));
        json.writeObjectFieldStart("product");
        json.writeStringField("name", "Vedette");
        json.writeStringField("vendor_name", "Vedette");
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void finding(Alert alert, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("finding_info");
        json.writeStringField("uid", AlertJson.wellFormed(alert.incident()));
        json.writeStringField("title", alert.technique().title() + " " + Ends.who(alert));
        json.writeStringField("desc", AlertJson.wellFormed(alert.why()));
        json.writeArrayFieldStart("types");
        json.writeString(alert.technique().label());
        json.writeString(alert.shape().label());
        json.writeEndArray();
        json.writeNumberField("first_seen_time", alert.firstMillis());
        json.writeNumberField("last_seen_time", alert.lastMillis());
        json.writeObjectFieldStart("analytic");
        json.writeStringField("uid", AlertJson.wellFormed(alert.rule()));
        json.writeStringField("name", alert.technique().title());
        json.writeNumberField("type_id", RULE);
        json.writeStringField("type", "Rule");
        json.writeEndObject();
        attack(Attack.of(alert.attack()), json);
        json.writeEndObject();
    }

    private static void attack(Attack attack, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("attacks");
        json.writeStartObject();
        if (!attack.tactic().isEmpty()) {
            named(json, "tactic", attack.tactic(), attack.tacticName());
        }
        named(json, "technique", attack.technique(), attack.techniqueName());
        if (attack.subTechnique() != null) {
            named(json, "sub_technique", attack.subTechnique(), attack.subTechniqueName());
        }
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void named(JsonGenerator json, String key, String uid, String name) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeStringField("uid", AlertJson.wellFormed(uid));
        if (!name.isEmpty()) {
            json.writeStringField("name", name);
        }
        json.writeEndObject();
    }

    private static void evidence(Alert alert, Target target, JsonGenerator json) throws IOException {
        json.writeStartObject();
        if (alert.source() != null) {
            endpoint(json, "src_endpoint", alert.source().toString(), -1);
        }
        int port = Ends.hasPorts(target.protocol()) ? target.port() : -1;
        endpoint(json, "dst_endpoint", target.address().toString(), port);
        json.writeObjectFieldStart("connection_info");
        json.writeNumberField("direction_id", UNKNOWN_DIRECTION);
        json.writeNumberField("protocol_num", target.protocol());
        json.writeStringField("protocol_name", IpProtocol.name(target.protocol()));
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void endpoint(JsonGenerator json, String key, String ip, int port) throws IOException {
        json.writeObjectFieldStart(key);
        json.writeStringField("ip", ip);
        if (port >= 0) {
            json.writeNumberField("port", port);
        }
        json.writeEndObject();
    }
}

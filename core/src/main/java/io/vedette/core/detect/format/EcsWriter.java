package io.vedette.core.detect.format;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TreeSet;

/** An alert in the fields of the Elastic Common Schema. The whole alert stands under {@code vedette}, as own fields may. */
final class EcsWriter {

    static final String VERSION = "9.0.0";

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private EcsWriter() {}

    static void write(Alert alert, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("@timestamp", time(alert.lastMillis()));
        json.writeObjectFieldStart("ecs");
        json.writeStringField("version", VERSION);
        json.writeEndObject();
        json.writeStringField("message", AlertJson.wellFormed(alert.why()));
        event(alert, json);
        json.writeObjectFieldStart("rule");
        json.writeStringField("id", AlertJson.wellFormed(alert.rule()));
        json.writeStringField("name", alert.technique().title());
        json.writeStringField("category", alert.shape().label());
        json.writeEndObject();
        IpAddress source = alert.source();
        if (source != null) {
            json.writeObjectFieldStart("source");
            json.writeStringField("address", source.toString());
            json.writeStringField("ip", source.toString());
            json.writeEndObject();
        }
        destination(alert, json);
        network(alert, json);
        related(alert, json);
        threat(Attack.of(alert.attack()), json);
        json.writeObjectFieldStart("observer");
        json.writeStringField("vendor", "Vedette");
        json.writeStringField("product", "Vedette");
        json.writeStringField("type", "ids");
        json.writeEndObject();
        json.writeFieldName("vedette");
        json.writeRawValue(AlertJson.text(alert));
        json.writeEndObject();
    }

    private static void event(Alert alert, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("event");
        json.writeStringField("kind", "alert");
        strings(json, "category", "network", "intrusion_detection");
        strings(json, "type", "info");
        json.writeStringField("module", "vedette");
        json.writeStringField("dataset", "vedette.alert");
        json.writeStringField("id", AlertJson.wellFormed(alert.id()));
        json.writeStringField("action", alert.stage().name().toLowerCase(Locale.ROOT));
        json.writeNumberField("severity", alert.severity().ordinal() + 1);
        json.writeNumberField("risk_score", risk(alert.severity()));
        json.writeStringField("start", time(alert.firstMillis()));
        json.writeStringField("end", time(alert.lastMillis()));
        json.writeStringField("reason", AlertJson.wellFormed(alert.why()));
        json.writeEndObject();
    }

    /** As Elastic's own detection rules score their severities; there is none below low. */
    private static int risk(Severity severity) {
        return switch (severity) {
            case INFO -> 0;
            case LOW -> 21;
            case MEDIUM -> 47;
            case HIGH -> 73;
            case CRITICAL -> 99;
        };
    }

    /** Only where there is one destination: a field that holds one of many would mislead. */
    private static void destination(Alert alert, JsonGenerator json) throws IOException {
        IpAddress destination = Ends.destination(alert);
        if (destination == null) {
            return;
        }
        json.writeObjectFieldStart("destination");
        json.writeStringField("address", destination.toString());
        json.writeStringField("ip", destination.toString());
        if (Ends.port(alert) >= 0) {
            json.writeNumberField("port", Ends.port(alert));
        }
        json.writeEndObject();
    }

    private static void network(Alert alert, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("network");
        json.writeStringField("type", alert.subject().isIpv4() ? "ipv4" : "ipv6");
        int protocol = Ends.common(alert);
        if (protocol >= 0) {
            json.writeStringField("transport", protocol == IpProtocol.ICMPV6 ? "ipv6-icmp" : IpProtocol.name(protocol));
            json.writeStringField("iana_number", Integer.toString(protocol));
        }
        json.writeEndObject();
    }

    private static void related(Alert alert, JsonGenerator json) throws IOException {
        TreeSet<String> addresses = new TreeSet<>();
        addresses.add(alert.subject().toString());
        Crowd crowd = alert.crowd();
        if (crowd != null) {
            crowd.sources().forEach(source -> addresses.add(source.toString()));
        }
        alert.targets().forEach(target -> addresses.add(target.address().toString()));
        json.writeObjectFieldStart("related");
        strings(json, "ip", addresses.toArray(String[]::new));
        json.writeEndObject();
    }

    private static void threat(Attack attack, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("threat");
        json.writeStringField("framework", "MITRE ATT&CK");
        json.writeObjectFieldStart("technique");
        strings(json, "id", attack.technique());
        if (!attack.techniqueName().isEmpty()) {
            strings(json, "name", attack.techniqueName());
        }
        if (attack.subTechnique() != null) {
            json.writeObjectFieldStart("subtechnique");
            strings(json, "id", attack.subTechnique());
            if (!attack.subTechniqueName().isEmpty()) {
                strings(json, "name", attack.subTechniqueName());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
        if (!attack.tactic().isEmpty()) {
            json.writeObjectFieldStart("tactic");
            strings(json, "id", attack.tactic());
            strings(json, "name", attack.tacticName());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private static void strings(JsonGenerator json, String name, String... values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(AlertJson.wellFormed(value));
        }
        json.writeEndArray();
    }

    private static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }
}

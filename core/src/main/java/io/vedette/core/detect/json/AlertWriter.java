package io.vedette.core.detect.json;

import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The keys of an alert's JSON and their order. */
final class AlertWriter {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AlertWriter() {}

    static void write(Alert alert, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("schema", AlertJson.SCHEMA);
        json.writeStringField("id", AlertJson.wellFormed(alert.id()));
        json.writeStringField("incident", AlertJson.wellFormed(alert.incident()));
        json.writeStringField("stage", AlertJson.label(alert.stage()));
        json.writeStringField("rule", AlertJson.wellFormed(alert.rule()));
        json.writeStringField("severity", AlertJson.label(alert.severity()));
        json.writeFieldName("confidence");
        json.writeNumber(thousandths(alert.confidence()));
        if (alert.source() != null) {
            json.writeObjectFieldStart("source");
            json.writeStringField("address", alert.source().toString());
            json.writeEndObject();
        }
        if (alert.crowd() != null) {
            write(alert.crowd(), json);
        }
        json.writeObjectFieldStart("technique");
        json.writeStringField("name", AlertJson.label(alert.technique()));
        json.writeStringField("title", alert.technique().title());
        if (!alert.technique().nmapOption().isEmpty()) {
            json.writeStringField("nmap", alert.technique().nmapOption());
        }
        json.writeEndObject();
        json.writeStringField("shape", AlertJson.label(alert.shape()));
        json.writeStringField("first_seen", TIME.format(Instant.ofEpochMilli(alert.firstMillis())));
        json.writeStringField("last_seen", TIME.format(Instant.ofEpochMilli(alert.lastMillis())));
        json.writeObjectFieldStart("counts");
        json.writeNumberField("hosts", alert.hosts());
        json.writeNumberField("ports", alert.ports());
        json.writeNumberField("couples", alert.couples());
        json.writeNumberField("contacts", alert.contacts());
        json.writeEndObject();
        json.writeObjectFieldStart("outcomes");
        json.writeNumberField("answered", alert.answered());
        json.writeNumberField("refused", alert.refused());
        json.writeNumberField("silent", alert.silent());
        json.writeEndObject();
        json.writeArrayFieldStart("targets");
        for (Target target : alert.targets()) {
            write(target, json);
        }
        json.writeEndArray();
        Profile profile = alert.profile();
        if (profile != null) {
            write(profile, json);
        }
        json.writeStringField("why", AlertJson.wellFormed(alert.why()));
        json.writeStringField("attack", AlertJson.wellFormed(alert.attack()));
        if (alert.partOf() != null) {
            json.writeStringField("part_of", AlertJson.wellFormed(alert.partOf()));
        }
        json.writeEndObject();
    }

    private static void write(Crowd crowd, JsonGenerator json) throws IOException {
        Prefix target = crowd.target();
        json.writeObjectFieldStart("victim");
        json.writeStringField("address", crowd.address().toString());
        if (!crowd.isHost()) {
            json.writeNumberField("prefix_length", target.isIpv4() ? target.bits() - 96 : target.bits());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("sources");
        json.writeNumberField("count", crowd.count());
        json.writeBooleanField("forged", crowd.forged());
        json.writeArrayFieldStart("addresses");
        for (IpAddress source : crowd.sources()) {
            json.writeString(source.toString());
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(Target target, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("address", target.address().toString());
        if (target.port() >= 0) {
            if (target.protocol() == IpProtocol.ICMP || target.protocol() == IpProtocol.ICMPV6) {
                json.writeNumberField("icmp_type", target.port() >> 8);
                json.writeNumberField("icmp_code", target.port() & 0xff);
            } else {
                json.writeNumberField("port", target.port());
            }
        }
        json.writeStringField("protocol", IpProtocol.name(target.protocol()));
        json.writeStringField("outcome", AlertJson.label(target.outcome()));
        if (!target.evidence().isEmpty()) {
            json.writeStringField("evidence", AlertJson.wellFormed(target.evidence()));
            json.writeFieldName("weight");
            json.writeNumber(BigDecimal.valueOf(target.weight()));
        }
        json.writeEndObject();
    }

    private static void write(Profile profile, JsonGenerator json) throws IOException {
        json.writeStringField("direction", profile.direction().label());
        json.writeBooleanField("spoofable", profile.spoofable());
        json.writeBooleanField("slow", profile.slow());
        json.writeNumberField("used", profile.used());
        json.writeArrayFieldStart("also");
        for (Technique technique : profile.also()) {
            json.writeString(AlertJson.label(technique));
        }
        json.writeEndArray();
        json.writeObjectFieldStart("flags");
        for (Map.Entry<String, Long> flags : profile.flags().entrySet()) {
            json.writeNumberField(AlertJson.wellFormed(flags.getKey()), flags.getValue());
        }
        json.writeEndObject();
        Tool tool = profile.tool();
        if (tool != null) {
            json.writeObjectFieldStart("tool");
            json.writeStringField("name", AlertJson.wellFormed(tool.name()));
            json.writeStringField("title", AlertJson.wellFormed(tool.title()));
            json.writeNumberField("matches", tool.matches());
            json.writeNumberField("trials", tool.trials());
            json.writeEndObject();
        }
    }

    /** Three decimals at most: more would claim a precision that no rule has. Never NaN, which JSON cannot say. */
    private static BigDecimal thousandths(double confidence) {
        BigDecimal rounded = BigDecimal.valueOf(Math.round(Math.max(0, Math.min(1, confidence)) * 1000), 3);
        return rounded.signum() == 0 ? BigDecimal.ZERO : rounded.stripTrailingZeros();
    }
}

package io.vedette.collector.alert.suppress;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Prefix;
import io.vedette.core.text.FileTrouble;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.StringWriter;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link Suppression} as one line of JSON: an object whose values are all texts. Keys that are not known are mistakes. */
final class SuppressionLine {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .build();
    private static final Set<String> KEYS =
            Set.of("id", "source", "target", "port", "rule", "technique", "until", "reason", "who", "created");

    private SuppressionLine() {}

    static String write(Suppression suppression) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("id", suppression.id());
            write(json, "source", suppression.source());
            write(json, "target", suppression.target());
            write(json, "port", suppression.ports());
            write(json, "rule", suppression.rule());
            Technique technique = suppression.technique();
            write(json, "technique", technique == null ? null : technique.label());
            json.writeStringField("until", suppression.until().toString());
            json.writeStringField("reason", suppression.reason());
            json.writeStringField("who", suppression.who());
            json.writeStringField("created", suppression.created().toString());
            json.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e); // memory does not fail
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String key, @Nullable Object value) throws IOException {
        if (value != null) {
            json.writeStringField(key, value.toString());
        }
    }

    /** @throws IllegalArgumentException if {@code line} is none; its message says what is wrong, harmless to print */
    static Suppression read(String line) {
        Map<String, String> values = values(line);
        String created = values.getOrDefault("created", "1970-01-01T00:00:00Z");
        return new Suppression(
                required(values, "id"),
                value(values, "source", Prefix::parse),
                value(values, "target", Prefix::parse),
                value(values, "port", PortRange::parse),
                values.get("rule"),
                value(values, "technique", SuppressionLine::technique),
                time("until", required(values, "until")),
                required(values, "reason"),
                values.getOrDefault("who", ""),
                time("created", created));
    }

    private static Map<String, String> values(String line) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("expected one JSON object on a line");
            }
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String key = json.currentName();
                if (!KEYS.contains(key)) {
                    throw new IllegalArgumentException("unknown key \"" + Printable.of(key) + '"');
                }
                if (json.nextToken() != JsonToken.VALUE_STRING) {
                    throw new IllegalArgumentException(key + ": expected a text");
                }
                values.put(key, json.getText());
            }
            if (json.nextToken() != null) {
                throw new IllegalArgumentException("text after the object");
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not JSON: " + FileTrouble.syntax(e.getOriginalMessage()), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON", e);
        }
        return values;
    }

    private static String required(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("no " + key);
        }
        return value;
    }

    private static <T> @Nullable T value(Map<String, String> values, String key, Function<String, T> parse) {
        String text = values.get(key);
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + Printable.of(String.valueOf(e.getMessage())), e);
        }
    }

    private static Instant time(String key, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    key + " \"" + Printable.of(text) + "\", expected a time such as 2026-12-01T00:00:00Z", e);
        }
    }

    /** @throws IllegalArgumentException if {@code label} names no technique; its message has all that do */
    static Technique technique(String label) {
        StringJoiner labels = new StringJoiner(", ");
        for (Technique technique : Technique.values()) {
            if (technique.label().equals(label)) {
                return technique;
            }
            labels.add(technique.label());
        }
        throw new IllegalArgumentException("\"" + label + "\", expected one of " + labels);
    }
}

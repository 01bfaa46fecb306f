package io.vedette.core.detect.json;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Direction;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.text.FileTrouble;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one line of an alert log, streaming. Takes the keys in any order; one instance reads one line. */
final class AlertReader {

    private static final Map<String, Integer> PROTOCOLS = new HashMap<>();

    static {
        for (int protocol = 0; protocol < 256; protocol++) {
            PROTOCOLS.put(IpProtocol.name(protocol), protocol);
        }
    }

    private final JsonParser json;

    private @Nullable String schema;
    private @Nullable String id;
    private @Nullable String incident;
    private Alert.@Nullable Stage stage;
    private @Nullable String rule;
    private @Nullable Severity severity;
    private @Nullable Double confidence;
    private @Nullable IpAddress source;
    private @Nullable Technique technique;
    private @Nullable Shape shape;
    private @Nullable Long firstMillis;
    private @Nullable Long lastMillis;
    private @Nullable List<Target> targets;
    private @Nullable String why;
    private @Nullable String attack;
    private @Nullable IpAddress victim;
    private @Nullable Long victimLength;
    private @Nullable Long sourceCount;
    private @Nullable Boolean forged;
    private @Nullable String partOf;
    private final List<IpAddress> sources = new ArrayList<>();
    private final ProfileDraft profile = new ProfileDraft();
    private final Map<String, Long> counts = new HashMap<>();
    private final Map<String, Long> outcomes = new HashMap<>();

    private AlertReader(JsonParser json) {
        this.json = json;
    }

    static AlertReading read(byte[] line) {
        try (JsonParser json = AlertJson.JSON.createParser(line)) {
            return new AlertReading.Valid(new AlertReader(json).alert());
        } catch (JsonProcessingException e) {
            long offset =
                    e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
            return new AlertReading.Invalid(FileTrouble.syntax(e.getOriginalMessage()), offset);
        } catch (IOException e) {
            return new AlertReading.Invalid(
                    Printable.of(String.valueOf(e.getMessage())), 0); // bytes that are not UTF-8
        }
    }

    private Alert alert() throws IOException {
        json.nextToken();
        members(this::member);
        if (json.nextToken() != null) {
            throw wrong("text after the alert, expected one object on a line");
        }
        if (!AlertJson.SCHEMA.equals(require("schema", schema))) {
            throw wrong("schema is \"" + schema + "\", expected \"" + AlertJson.SCHEMA + '"');
        }
        Crowd crowd = crowd();
        return new Alert(
                require("id", id),
                require("incident", incident),
                require("stage", stage),
                require("rule", rule),
                require("severity", severity),
                require("confidence", confidence),
                sourceOf(crowd),
                require("technique.name", technique),
                require("shape", shape),
                require("counts.hosts", counts.get("hosts")),
                require("counts.ports", counts.get("ports")),
                require("counts.couples", counts.get("couples")),
                require("counts.contacts", counts.get("contacts")),
                require("outcomes.refused", outcomes.get("refused")),
                require("outcomes.silent", outcomes.get("silent")),
                require("outcomes.answered", outcomes.get("answered")),
                require("first_seen", firstMillis),
                require("last_seen", lastMillis),
                require("targets", targets),
                require("why", why),
                require("attack", attack),
                profile.profile(),
                crowd,
                partOf);
    }

    /** Whoever tells of no victim must say who it was. */
    private @Nullable IpAddress sourceOf(@Nullable Crowd crowd) throws JsonParseException {
        return crowd == null ? require("source.address", source) : source;
    }

    private @Nullable Crowd crowd() throws IOException {
        if (victim == null) {
            return null;
        }
        long longest = victim.isIpv4() ? 32 : 128;
        long length = victimLength == null ? longest : victimLength;
        if (length > longest) {
            throw wrong("victim.prefix_length " + length + ", expected at most " + longest);
        }
        Prefix target = new Prefix(victim.high(), victim.low(), (int) (length + 128 - longest));
        return new Crowd(target, require("sources.count", sourceCount), sources, Boolean.TRUE.equals(forged));
    }

    private void member(String key) throws IOException {
        switch (key) {
            case "schema" -> schema = text();
            case "id" -> id = text();
            case "incident" -> incident = text();
            case "stage" -> stage = constant(Alert.Stage.values());
            case "rule" -> rule = text();
            case "severity" -> severity = constant(Severity.values());
            case "confidence" -> confidence = fraction();
            case "source" -> members(part -> source = part.equals("address") ? address() : skip(source));
            case "victim" -> members(this::victim);
            case "sources" -> members(this::sources);
            case "part_of" -> partOf = text();
            case "technique" ->
                members(part -> technique = part.equals("name") ? constant(Technique.values()) : skip(technique));
            case "shape" -> shape = constant(Shape.values());
            case "first_seen" -> firstMillis = time();
            case "last_seen" -> lastMillis = time();
            case "counts" -> members(part -> counts.put(part, count()));
            case "outcomes" -> members(part -> outcomes.put(part, count()));
            case "targets" -> targets = targets();
            case "why" -> why = text();
            case "attack" -> attack = text();
            default -> profileMember(key);
        }
    }

    private void profileMember(String key) throws IOException {
        switch (key) {
            case "direction" -> profile.direction = constant(Direction.values());
            case "spoofable" -> profile.spoofable = truth();
            case "slow" -> profile.slow = truth();
            case "used" -> profile.used = count();
            case "also" -> {
                expect(JsonToken.START_ARRAY, "a list");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    profile.also.add(constant(Technique.values()));
                }
            }
            case "flags" -> members(flags -> profile.flags.put(flags, count()));
            case "tool" ->
                members(part -> {
                    switch (part) {
                        case "name", "title" -> profile.tool.put(part, text());
                        case "matches", "trials" -> profile.tool.put(part, count());
                        default -> skip(null);
                    }
                });
            default -> skip(null);
        }
    }

    private void victim(String key) throws IOException {
        switch (key) {
            case "address" -> victim = address();
            case "prefix_length" -> victimLength = count();
            default -> skip(null);
        }
    }

    private void sources(String key) throws IOException {
        switch (key) {
            case "count" -> sourceCount = count();
            case "forged" -> forged = truth();
            case "addresses" -> {
                expect(JsonToken.START_ARRAY, "a list");
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    sources.add(address());
                }
            }
            default -> skip(null);
        }
    }

    private boolean truth() throws IOException {
        if (!json.currentToken().isBoolean()) {
            throw unexpected("true or false");
        }
        return json.getBooleanValue();
    }

    private List<Target> targets() throws IOException {
        expect(JsonToken.START_ARRAY, "a list");
        List<Target> read = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            read.add(target());
        }
        return read;
    }

    private Target target() throws IOException {
        Map<String, Object> parts = new HashMap<>();
        members(part -> {
            switch (part) {
                case "address" -> parts.put(part, address());
                case "port", "icmp_type", "icmp_code" -> parts.put(part, (int) Math.min(count(), 65_536));
                case "protocol" -> parts.put(part, protocol());
                case "outcome" -> parts.put(part, constant(Outcome.values()));
                case "evidence" -> parts.put(part, text());
                case "weight" -> parts.put(part, fraction());
                default -> skip(null);
            }
        });
        int port = (int) parts.getOrDefault("port", -1);
        if (parts.get("icmp_type") instanceof Integer type) {
            port = type << 8 | (int) parts.getOrDefault("icmp_code", 0);
        }
        if (port > 65_535) {
            throw wrong("target port " + port + ", expected at most 65535");
        }
        return new Target(
                (IpAddress) require("targets.address", parts.get("address")),
                port,
                (int) require("targets.protocol", parts.get("protocol")),
                (Outcome) require("targets.outcome", parts.get("outcome")),
                (String) parts.getOrDefault("evidence", ""),
                (double) parts.getOrDefault("weight", 0.0));
    }

    /** Takes one member of an object; the parser stands on its value, and afterwards on that value's last token. */
    private interface Member {
        void read(String key) throws IOException;
    }

    private void members(Member member) throws IOException {
        expect(JsonToken.START_OBJECT, "an object");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String key = json.currentName();
            json.nextToken();
            member.read(key);
        }
    }

    private <T extends @Nullable Object> T skip(T unchanged) throws IOException {
        json.skipChildren();
        return unchanged;
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "text");
        return json.getText();
    }

    private long count() throws IOException {
        expect(JsonToken.VALUE_NUMBER_INT, "a whole number");
        long count = json.getLongValue();
        if (count < 0) {
            throw wrong("the value of " + json.currentName() + " is negative");
        }
        return count;
    }

    private double fraction() throws IOException {
        if (!json.currentToken().isNumeric()) {
            throw unexpected("a number");
        }
        return json.getDoubleValue();
    }

    private IpAddress address() throws IOException {
        try {
            return IpAddress.parse(text());
        } catch (IllegalArgumentException e) {
            throw unexpected("an IP address");
        }
    }

    private long time() throws IOException {
        try {
            return Instant.parse(text()).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw unexpected("an ISO-8601 time in UTC");
        }
    }

    private int protocol() throws IOException {
        Integer protocol = PROTOCOLS.get(text());
        if (protocol == null) {
            throw unexpected("a protocol name such as tcp or proto-47");
        }
        return protocol;
    }

    private <E extends Enum<E>> E constant(E[] constants) throws IOException {
        String label = text();
        for (E constant : constants) {
            if (AlertJson.label(constant).equals(label)) {
                return constant;
            }
        }
        throw wrong("the value of " + json.currentName() + " is \"" + label + "\", which this version does not know");
    }

    private <T> T require(String key, @Nullable T value) throws JsonParseException {
        if (value == null) {
            throw wrong(key + " is missing");
        }
        return value;
    }

    private void expect(JsonToken token, String kind) throws IOException {
        if (json.currentToken() != token) {
            throw unexpected(kind);
        }
    }

    private JsonParseException unexpected(String expected) throws IOException {
        String key = json.currentName();
        return wrong((key == null ? "the line" : "the value of " + key) + " is not " + expected);
    }

    private JsonParseException wrong(String reason) {
        return new JsonParseException(json, reason);
    }
}

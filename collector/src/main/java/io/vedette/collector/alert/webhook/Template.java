package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.AlertSentence;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.core.detect.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The operator's own words for a message: text with fields in double braces, {@code {{source}} scans {{hosts}} hosts}. The
 * first line is the headline. Fields are of the alert that is shown first; what they bring is inert, see {@link Words#inert}.
 */
final class Template {

    private static final Pattern FIELD = Pattern.compile("\\{\\{\\s*([a-z-]*)\\s*\\}\\}");

    private static final Map<String, Function<Notification, Object>> FIELDS = new TreeMap<>();

    static {
        FIELDS.put("headline", Words::headline);
        FIELDS.put("alerts", Notification::total);
        FIELDS.put("sources", Notification::sources);
        FIELDS.put("severity", n -> n.severity().label());
        field("sentence", AlertSentence::of);
        field("targets", Words::targets);
        field("id", Alert::id);
        field("incident", Alert::incident);
        field("stage", alert -> alert.stage().name().toLowerCase(Locale.ROOT));
        field("rule", Alert::rule);
        field("source", Alert::source);
        field("technique", alert -> alert.technique().title());
        field("nmap", alert -> alert.technique().nmapOption());
        field("shape", alert -> alert.shape().label());
        field("hosts", Alert::hosts);
        field("ports", Alert::ports);
        field("couples", Alert::couples);
        field("contacts", Alert::contacts);
        field("refused", Alert::refused);
        field("silent", Alert::silent);
        field("answered", Alert::answered);
        field("first-seen", alert -> Instant.ofEpochMilli(alert.firstMillis()));
        field("last-seen", alert -> Instant.ofEpochMilli(alert.lastMillis()));
        field("confidence", alert -> Math.round(alert.confidence() * 100));
        field("why", Alert::why);
        field("attack", Alert::attack);
    }

    private final String text;

    private static void field(String name, Function<Alert, Object> value) {
        FIELDS.put(name, notification -> value.apply(notification.alerts().get(0)));
    }

    /** @throws IllegalArgumentException if {@code text} has a field that does not exist, or is empty */
    Template(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("template: is empty");
        }
        List<String> unknown = new ArrayList<>();
        Matcher fields = FIELD.matcher(text);
        while (fields.find()) {
            if (!FIELDS.containsKey(fields.group(1))) {
                unknown.add(fields.group(1));
            }
        }
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("template: no field " + String.join(", ", unknown) + "; there are "
                    + FIELDS.keySet().stream().collect(Collectors.joining(", ")));
        }
        if (FIELD.matcher(text).replaceAll("").contains("{{")) {
            throw new IllegalArgumentException("template: \"{{\" without a field behind it");
        }
        this.text = text;
    }

    Text of(Notification notification) {
        String filled = FIELD.matcher(text).replaceAll(field -> {
            Object value = FIELDS.getOrDefault(field.group(1), n -> "").apply(notification);
            return Matcher.quoteReplacement(Words.inert(String.valueOf(value)));
        });
        List<String> lines = Arrays.stream(filled.split("\\R")).toList();
        return new Text(lines.get(0), lines.subList(1, lines.size()));
    }
}

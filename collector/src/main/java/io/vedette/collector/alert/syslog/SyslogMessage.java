package io.vedette.collector.alert.syslog;

import io.vedette.collector.alert.AlertSentence;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * An alert as a message of RFC 5424:
 *
 * <pre>
 * &lt;131&gt;1 2026-11-01T02:14:07.000Z - vedette - tcp-scan [vedette@32473 id="…" source="…" …] BOM HIGH SYN scan …
 * </pre>
 *
 * <p>The time is that of the last contact, the message id is the rule. Structured data is always whole; the text behind it is
 * cut on the border of a code point to keep the message within its limit.
 */
final class SyslogMessage {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final byte[] BOM = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final int LONGEST_MSGID = 32;
    private static final int LONGEST_VALUE = 64;

    private SyslogMessage() {}

    static byte[] encode(Alert alert, SyslogConfig config) {
        String hostname = config.hostname() == null ? "-" : config.hostname();
        StringBuilder head = new StringBuilder(400);
        head.append('<')
                .append(config.facility() * 8 + severity(alert.severity()))
                .append(">1 ");
        head.append(TIME.format(Instant.ofEpochMilli(alert.lastMillis()))).append(' ');
        head.append(hostname)
                .append(" vedette - ")
                .append(messageId(alert.rule()))
                .append(' ');
        appendData(head, alert, config.enterprise());
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        out.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        String text = text(alert, config.content());
        out.write(' ');
        // Text has it as RFC 5424 section 6.4 wants; JSON must not (RFC 8259 section 8.1), and CEF is looked for at the
        // very beginning.
        if (config.content() == SyslogConfig.Content.TEXT) {
            out.writeBytes(BOM);
        }
        out.writeBytes(cut(text, config.maxBytes() - out.size()));
        return out.toByteArray();
    }

    private static String text(Alert alert, SyslogConfig.Content content) {
        return switch (content) {
            case TEXT -> Printable.of(AlertSentence.of(alert) + "; " + alert.why());
            case JSON -> AlertFormat.VEDETTE.text(alert);
            case ECS -> AlertFormat.ECS.text(alert);
            case OCSF -> AlertFormat.OCSF.text(alert);
            case CEF -> AlertFormat.CEF.text(alert);
        };
    }

    /** RFC 5424 table 2: critical, error, warning, notice, informational. */
    private static int severity(Severity severity) {
        return switch (severity) {
            case CRITICAL -> 2;
            case HIGH -> 3;
            case MEDIUM -> 4;
            case LOW -> 5;
            case INFO -> 6;
        };
    }

    /** One word of printable ASCII. */
    private static String messageId(String rule) {
        StringBuilder id = new StringBuilder(rule.length());
        rule.chars().limit(LONGEST_MSGID).forEach(c -> id.append(c > ' ' && c < 0x7f ? (char) c : '_'));
        return id.isEmpty() ? "-" : id.toString();
    }

    private static void appendData(StringBuilder out, Alert alert, int enterprise) {
        out.append("[vedette@").append(enterprise);
        append(out, "id", alert.id());
        append(out, "incident", alert.incident());
        append(out, "stage", alert.stage().name().toLowerCase(Locale.ROOT));
        append(out, "severity", alert.severity().label());
        Crowd crowd = alert.crowd();
        if (alert.source() != null) {
            append(out, "source", alert.source());
        }
        if (crowd != null) {
            append(out, "victim", crowd.name());
            append(out, "sources", crowd.count());
        }
        append(out, "technique", alert.technique().label());
        append(out, "shape", alert.shape().label());
        append(out, "hosts", alert.hosts());
        append(out, "ports", alert.ports());
        append(out, "couples", alert.couples());
        append(out, "contacts", alert.contacts());
        append(out, "first", Instant.ofEpochMilli(alert.firstMillis()));
        append(out, "attack", alert.attack());
        out.append(']');
    }

    /** RFC 5424 section 6.3.3: a backslash before a quotation mark, a backslash and a closing bracket. */
    private static void append(StringBuilder out, String name, Object value) {
        out.append(' ').append(name).append("=\"");
        String text = Printable.of(String.valueOf(value));
        for (int i = 0; i < Math.min(text.length(), LONGEST_VALUE); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 == LONGEST_VALUE) {
                break;
            }
            if (c == '"' || c == '\\' || c == ']') {
                out.append('\\');
            }
            out.append(c);
        }
        out.append('"');
    }

    private static byte[] cut(String text, int room) {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        if (whole.length <= room) {
            return whole;
        }
        byte[] dots = "\u2026".getBytes(StandardCharsets.UTF_8);
        int end = Math.max(0, room - dots.length);
        while (end > 0 && (whole[end] & 0xc0) == 0x80) {
            end--;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(room);
        out.write(whole, 0, end);
        out.writeBytes(dots);
        return out.toByteArray();
    }
}

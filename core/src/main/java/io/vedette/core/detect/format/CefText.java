package io.vedette.core.detect.format;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.text.Printable;
import java.util.Locale;

/**
 * An alert as a line of the Common Event Format: {@code CEF:0|vendor|product|version|class|name|severity|extension}.
 *
 * <p>Custom keys have a label beside them, as the format wants it. An IPv6 address does not fit {@code src} and {@code dst} and has its
 * own keys ({@code c6a2}, {@code c6a3}).
 */
final class CefText {

    /** The field is the version of the device; what matters to a reader of lines is that of their format. */
    private static final String VERSION = AlertJson.SCHEMA.substring(AlertJson.SCHEMA.indexOf('/') + 1);

    /** Lengths that the format's dictionary gives: of a message, of a custom string, of an external id, of a header field. */
    private static final int LONGEST_MESSAGE = 1023;

    private static final int LONGEST_STRING = 1023;
    private static final int LONGEST_ID = 40;
    private static final int LONGEST_HEADER = 512;

    /** How each line begins. */
    static final String BEGIN = "CEF:0|Vedette|Vedette|";

    private CefText() {}

    static String of(Alert alert) {
        StringBuilder line = new StringBuilder(700);
        line.append(BEGIN).append(VERSION);
        header(line, alert.rule());
        header(line, alert.technique().title());
        line.append('|').append(severity(alert.severity())).append('|');
        int begin = line.length();
        extend(line, "rt", alert.lastMillis());
        extend(line, "start", alert.firstMillis());
        extend(line, "end", alert.lastMillis());
        if (alert.source() != null) {
            address(line, alert.source(), "src", "c6a2", "Source IPv6 Address");
        }
        destination(line, alert);
        int protocol = Ends.common(alert);
        if (protocol >= 0) {
            extend(line, "proto", IpProtocol.name(protocol).toUpperCase(Locale.ROOT));
        }
        extend(line, "cnt", Math.min(Integer.MAX_VALUE, alert.contacts()));
        text(line, "externalId", alert.id(), LONGEST_ID);
        extend(line, "cat", alert.technique().label());
        custom(line, "cs1", "shape", alert.shape().label());
        custom(line, "cs2", "incident", alert.incident());
        custom(line, "cs3", "stage", alert.stage().name().toLowerCase(Locale.ROOT));
        custom(line, "cs4", "attack", alert.attack());
        custom(
                line,
                "cs5",
                "outcomes",
                alert.refused() + " refused, " + alert.silent() + " silent, " + alert.answered() + " answered");
        custom(line, "cn1", "hosts", Long.toString(alert.hosts()));
        custom(line, "cn2", "ports", Long.toString(alert.ports()));
        custom(line, "cn3", "couples", Long.toString(alert.couples()));
        custom(line, "cfp1", "confidence", String.format(Locale.ROOT, "%.3f", Math.max(0, Math.min(1, finite(alert)))));
        text(line, "msg", alert.why(), LONGEST_MESSAGE);
        line.deleteCharAt(begin); // the blank before the first key
        return line.toString();
    }

    private static double finite(Alert alert) {
        return Double.isNaN(alert.confidence()) ? 0 : alert.confidence();
    }

    /** 0 to 3 low, 4 to 6 medium, 7 and 8 high, 9 and 10 very high. */
    private static int severity(Severity severity) {
        return switch (severity) {
            case INFO -> 1;
            case LOW -> 3;
            case MEDIUM -> 6;
            case HIGH -> 8;
            case CRITICAL -> 10;
        };
    }

    /** Only where there is one destination. */
    private static void destination(StringBuilder line, Alert alert) {
        IpAddress destination = Ends.destination(alert);
        if (destination == null) {
            return;
        }
        address(line, destination, "dst", "c6a3", "Destination IPv6 Address");
        if (Ends.port(alert) >= 0) {
            extend(line, "dpt", Ends.port(alert));
        }
    }

    private static void address(StringBuilder line, IpAddress address, String ipv4, String ipv6, String label) {
        if (address.isIpv4()) {
            extend(line, ipv4, address);
        } else {
            custom(line, ipv6, label, address.toString());
        }
    }

    private static void custom(StringBuilder line, String key, String label, String value) {
        extend(line, key + "Label", label);
        text(line, key, value, LONGEST_STRING);
    }

    private static void extend(StringBuilder line, String key, Object value) {
        line.append(' ').append(key).append('=').append(value);
    }

    /** A header field: a backslash before a bar and a backslash; no line ends, which {@link Printable} has made visible. */
    private static void header(StringBuilder line, String value) {
        line.append('|');
        escape(line, cut(Printable.of(value), LONGEST_HEADER), '|');
    }

    /** A value of the extension: a backslash before an equals sign and a backslash; a bar needs none. */
    private static void text(StringBuilder line, String key, String value, int longest) {
        line.append(' ').append(key).append('=');
        escape(line, cut(Printable.of(value), longest), '=');
    }

    private static void escape(StringBuilder line, String value, char special) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == special || c == '\\') {
                line.append('\\');
            }
            line.append(c);
        }
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean inPair = Character.isHighSurrogate(text.charAt(longest - 1));
        return text.substring(0, inPair ? longest - 1 : longest);
    }
}

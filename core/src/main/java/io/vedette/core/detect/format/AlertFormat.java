package io.vedette.core.detect.format;

import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import java.nio.charset.StandardCharsets;

/** In which words an alert is written: one line each, of printable characters, whatever the alert says. */
public enum AlertFormat {
    /** The product's own schema ({@link AlertJson}). */
    VEDETTE {
        @Override
        public void appendLine(Alert alert, ByteArrayBuilder lines) {
            AlertJson.appendLine(alert, lines);
        }
    },
    /** Elastic Common Schema, version {@value EcsWriter#VERSION}: an event of kind alert. */
    ECS {
        @Override
        public void appendLine(Alert alert, ByteArrayBuilder lines) {
            AlertJson.appendLine(lines, json -> EcsWriter.write(alert, json));
        }
    },
    /** Open Cybersecurity Schema Framework, version {@value OcsfWriter#VERSION}: a Detection Finding (class 2004). */
    OCSF {
        @Override
        public void appendLine(Alert alert, ByteArrayBuilder lines) {
            AlertJson.appendLine(lines, json -> OcsfWriter.write(alert, json));
        }
    },
    /** Common Event Format, version 0, of ArcSight and those who read it. */
    CEF {
        @Override
        public void appendLine(Alert alert, ByteArrayBuilder lines) {
            byte[] line = CefText.of(alert).getBytes(StandardCharsets.UTF_8);
            lines.write(line, 0, line.length);
            lines.append('\n');
        }
    };

    private static final String OWN_WORDS = "{\"schema\":\"" + AlertJson.SCHEMA + '"';

    /** Appends the line of {@code alert}, with its LF. */
    public abstract void appendLine(Alert alert, ByteArrayBuilder lines);

    /**
     * The line of {@code alert} without its LF, with one more key in the alert itself; in CEF with one more custom string.
     *
     * @param key a word of letters
     * @param value printable ASCII without quotation marks, backslashes and equals signs
     */
    public String marked(Alert alert, String key, String value) {
        String line = text(alert);
        String member = ",\"" + key + "\":\"" + value + '"';
        return switch (this) {
            case VEDETTE -> line.substring(0, line.length() - 1) + member + "}";
            case ECS, OCSF -> line.substring(0, line.length() - 2) + member + "}}"; // the alert is the last member
            case CEF -> line + " cs6Label=" + key + " cs6=" + value;
        };
    }

    /**
     * The alert in its own words ({@link #VEDETTE}), with its marks, out of a line of one of the formats in JSON, which all have it whole; {@code
     * line} itself if it is no such line.
     */
    public static String ownWords(String line) {
        int at = line.indexOf(OWN_WORDS); // in a text the quotation marks have backslashes
        return at > 0 && line.endsWith("}}") ? line.substring(at, line.length() - 1) : line;
    }

    /** Whether a line is an alert in {@link #CEF}, which has no more than fits that format. */
    public static boolean isCef(String line) {
        return line.startsWith(CefText.BEGIN);
    }

    /** The line of {@code alert} without its LF. */
    public String text(Alert alert) {
        ByteArrayBuilder lines = new ByteArrayBuilder(2048);
        appendLine(alert, lines);
        byte[] bytes = lines.toByteArray();
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
    }
}

package io.vedette.core.detect.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import io.vedette.core.detect.Alert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An {@link Alert} as one line of JSON.
 *
 * <p>A line has the keys of {@code alert.schema.json} in the order of that file and ends with LF. All other bytes are
 * printable ASCII: whatever a scanned or scanning host managed to get into a text is escaped as {@code \}{@code uXXXX}, so
 * the line is as safe on a terminal as in a parser, and no text can break it in two.
 *
 * <p>The promise to readers: within {@value #SCHEMA} keys and values of open lists are only added, never renamed, removed
 * or given another meaning. Anything else raises the number.
 */
public final class AlertJson {

    /** Names the format and its major version; the value of {@code schema} in every line. */
    public static final String SCHEMA = "vedette.alert/1";

    static final JsonFactory JSON = ((JsonFactoryBuilder) JsonFactory.builder())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .characterEscapes(new EscapeDelete())
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(8)
                    .maxNumberLength(32)
                    .maxStringLength(64 << 10)
                    .build())
            .build();

    private AlertJson() {}

    /** Writes one value. */
    @FunctionalInterface
    public interface Value {
        void write(JsonGenerator json) throws IOException;
    }

    /** Appends the line of {@code alert}, with its LF, to {@code lines}, which the caller may reset and use again. */
    public static void appendLine(Alert alert, ByteArrayBuilder lines) {
        appendLine(lines, json -> AlertWriter.write(alert, json));
    }

    /** Appends any value as a line with the same promise: printable ASCII, ended by its only LF. */
    public static void appendLine(ByteArrayBuilder lines, Value value) {
        try {
            try (JsonGenerator json = JSON.createGenerator(lines)) {
                value.write(json);
            }
            lines.append('\n');
        } catch (IOException e) {
            throw new AssertionError(e); // memory does not fail
        }
    }

    /** The line of {@code alert} without its LF. */
    public static String text(Alert alert) {
        ByteArrayBuilder lines = new ByteArrayBuilder(1024);
        appendLine(alert, lines);
        byte[] bytes = lines.toByteArray();
        return new String(bytes, 0, bytes.length - 1, StandardCharsets.US_ASCII);
    }

    /** Reads one line, with or without its LF. Keys that are not known are skipped, in any place. */
    public static AlertReading read(byte[] line) {
        return AlertReader.read(line);
    }

    /** Lone surrogates become U+FFFD: I-JSON (RFC 7493 section 2.1) forbids them and many parsers refuse the whole line. */
    public static String wellFormed(String text) {
        if (text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length());
        text.codePoints()
                .map(point -> Character.getType(point) == Character.SURROGATE ? 0xfffd : point)
                .forEach(repaired::appendCodePoint);
        return repaired.toString();
    }

    /** How constants are written: lower case with hyphens. */
    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** DEL is the one control character in ASCII that JSON allows in a string (RFC 8259 section 7). */
    private static final class EscapeDelete extends CharacterEscapes {

        private static final int[] ESCAPES = standardAsciiEscapesForJSON();

        static {
            ESCAPES[0x7f] = ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ESCAPES;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int ch) {
            return null; // no custom sequences
        }
    }
}

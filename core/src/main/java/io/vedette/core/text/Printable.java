package io.vedette.core.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The one place where text from the wire becomes harmless. Every output for people (console, log line, table, progress)
 * passes such text through here, once.
 *
 * <p>What acts on a terminal or changes how its neighbours are read becomes a visible escape: C0 and C1 controls, DEL, line
 * and paragraph separators, all format characters (Unicode category Cf: among them the bidirectional controls of UAX #9,
 * zero-width characters and tags), lone surrogates, and bytes that are not UTF-8. Everything else stays as it is. The
 * answer is always one line.
 *
 * <p>Escapes are {@code \n}, {@code \r} and {@code \t}, else {@code \}{@code u001b} for a UTF-16 unit and {@code \x9b} for a
 * byte that is not UTF-8. The backslash itself is doubled, so that an escape in the answer always is one: nobody can forge
 * it. CWE-150 and CWE-117 describe what this prevents.
 */
public final class Printable {

    private static final HexFormat HEX = HexFormat.of();

    private Printable() {}

    /** {@code text} with every active character escaped; the same object if it has none. */
    public static String of(String text) {
        int at = 0;
        while (at < text.length() && isPlain(text.charAt(at))) {
            at++;
        }
        return at == text.length()
                ? text
                : append(new StringBuilder(text.length() + 16), text).toString();
    }

    /** The bytes {@code from} to {@code to} read as UTF-8, escaped. */
    public static String ofUtf8(byte[] bytes, int from, int to) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes, from, to - from);
        CharBuffer valid = CharBuffer.allocate(in.remaining());
        StringBuilder out = new StringBuilder(in.remaining() + 16);
        while (true) {
            CoderResult result = decoder.decode(in, valid, true);
            append(out, valid.flip());
            valid.clear();
            if (!result.isError()) {
                return out.toString();
            }
            for (int i = result.length(); i > 0; i--) {
                HEX.toHexDigits(out.append("\\x"), in.get());
            }
        }
    }

    /** Appends {@code text}, escaped, and returns {@code out}. */
    public static StringBuilder append(StringBuilder out, CharSequence text) {
        return append(out, text, true);
    }

    /**
     * The same for a line whose parts may have been escaped before: backslashes stay as they are, so that no part is escaped
     * twice. What acts is escaped all the same; only an escape can then be what somebody wrote.
     */
    public static StringBuilder appendAgain(StringBuilder out, CharSequence text) {
        return append(out, text, false);
    }

    private static StringBuilder append(StringBuilder out, CharSequence text, boolean backslashes) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (isPlain(unit) || unit == '\\' && !backslashes) {
                out.append(unit);
            } else if (isPair(text, i) && isHarmless(Character.codePointAt(text, i))) {
                out.append(unit).append(text.charAt(++i));
            } else {
                escape(out, unit);
            }
        }
        return out;
    }

    /** Whether {@code unit} is a character by itself that may stay as it is. */
    private static boolean isPlain(char unit) {
        return unit >= ' ' && unit < 0x7f ? unit != '\\' : isHarmless(unit);
    }

    private static boolean isHarmless(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    private static boolean isPair(CharSequence text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    private static void escape(StringBuilder out, char unit) {
        switch (unit) {
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u").append(HEX.toHexDigits(unit));
        }
    }
}

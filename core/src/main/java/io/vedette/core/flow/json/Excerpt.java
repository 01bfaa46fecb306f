package io.vedette.core.flow.json;

import io.vedette.core.flow.Rejection;
import java.util.HexFormat;

/** The start of a record as text that is safe in a log and on a terminal. */
final class Excerpt {

    private static final HexFormat HEX = HexFormat.of();

    private Excerpt() {}

    /** Printable ASCII as it is, every other byte as {@code \xNN}, at most {@link Rejection#EXCERPT_LENGTH} characters. */
    static String of(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder(Math.min(to - from, Rejection.EXCERPT_LENGTH));
        for (int at = from; at < to; at++) {
            byte next = bytes[at];
            boolean printable = next >= ' ' && next < 0x7f;
            if (text.length() + (printable ? 1 : 4) > Rejection.EXCERPT_LENGTH) {
                break;
            }
            if (printable) {
                text.append((char) next);
            } else {
                text.append("\\x").append(HEX.toHexDigits(next));
            }
        }
        return text.toString();
    }
}

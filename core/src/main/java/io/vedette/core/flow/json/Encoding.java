package io.vedette.core.flow.json;

/** Checks bytes before Jackson sees them: it takes other encodings for granted and overlong forms for good. */
final class Encoding {

    private Encoding() {}

    /**
     * The end of the part of {@code bytes[from, to)} that is well-formed UTF-8 (Unicode Standard, table 3-7) without control
     * bytes other than tab and line ends, and without those inside a string (RFC 8259 section 7).
     */
    static int validEnd(byte[] bytes, int from, int to) {
        boolean inString = false;
        for (int at = from; at < to; at++) {
            byte next = bytes[at];
            if (next < 0) {
                int continuations = continuations(bytes, at, to);
                if (continuations == 0) {
                    return at;
                }
                at += continuations;
            } else if (next < ' ') {
                boolean blank = next == '\t' || next == '\r' || next == '\n';
                if (!blank || inString) {
                    return at;
                }
            } else if (next == '"') {
                inString = !inString;
            } else if (next == '\\' && inString && at + 1 < to && bytes[at + 1] >= ' ') {
                at++;
            }
        }
        return to;
    }

    /** How many bytes continue the character that begins at {@code at}, 0 if it is ill-formed. */
    private static int continuations(byte[] bytes, int at, int to) {
        int lead = bytes[at] & 0xff;
        int count = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || at + count >= to) {
            return 0;
        }
        int second = bytes[at + 1] & 0xff;
        int lowest = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int highest = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int i = 2; i <= count; i++) {
            if ((bytes[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return count;
    }
}

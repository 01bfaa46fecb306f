package io.vedette.core.flow.json;

/** What may stand on a line before its JSON: a byte order mark, blanks, a syslog header. */
final class LinePrefix {

    private LinePrefix() {}

    /** The end of a UTF-8 byte order mark at {@code from}, or {@code from}. */
    static int skipByteOrderMark(byte[] bytes, int from, int to) {
        boolean marked = to - from >= 3
                && bytes[from] == (byte) 0xef
                && bytes[from + 1] == (byte) 0xbb
                && bytes[from + 2] == (byte) 0xbf;
        return marked ? from + 3 : from;
    }

    /**
     * The first brace, or the bracket of an array before it, after a syslog header, that is after a priority such as {@code
     * <134>} (RFC 3164 section 4.1.1, RFC 5424 section 6.2.1) that may have the length of the message before it (RFC 6587
     * section 3.4.1); else {@code from}.
     */
    static int skipSyslog(byte[] bytes, int from, int to) {
        int at = skipDigits(bytes, from, to);
        if (at > from) {
            if (at == to || bytes[at] != ' ') {
                return from;
            }
            at++;
        }
        if (at == to || bytes[at] != '<') {
            return from;
        }
        int end = skipDigits(bytes, at + 1, to);
        if (end == at + 1 || end - at > 4 || end == to || bytes[end] != '>') {
            return from;
        }
        int brace = Words.indexOf((byte) '{', bytes, end, to);
        return brace < 0 ? from : skipBack(bytes, end, brace);
    }

    /** The bracket right before {@code brace}, blanks aside, or {@code brace}. */
    private static int skipBack(byte[] bytes, int from, int brace) {
        int at = brace - 1;
        while (at > from && isBlank(bytes[at])) {
            at--;
        }
        return bytes[at] == '[' ? at : brace;
    }

    /** The first byte in {@code [from, to)} that is not white space of JSON, or {@code to}. */
    static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    static boolean isBlank(byte value) {
        return value == ' ' || value == '\t' || value == '\r' || value == '\n';
    }

    private static int skipDigits(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Numerals.isDigit(bytes[at])) {
            at++;
        }
        return at;
    }
}

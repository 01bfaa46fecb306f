package io.vedette.core.flow.json;

import static io.vedette.core.flow.json.StreamLimits.MAX_MEMBERS;
import static io.vedette.core.flow.json.StreamLimits.MAX_NAME_BYTES;
import static io.vedette.core.flow.json.StreamLimits.MAX_STRING_BYTES;

/**
 * Reads flat objects with their keys in any order: strings of ASCII without escapes, integers, decimals nobody reads.
 *
 * <p>It accepts a subset of what {@link Arbiter} accepts and puts the same values in; it never rejects. What it does not
 * know, it declines, and the arbiter decides.
 */
final class GeneralScanner {

    /** The record is none that this scanner knows. */
    static final int DECLINED = -1;

    private GeneralScanner() {}

    /**
     * Reads the record that begins at {@code from}.
     *
     * @param limit end of the bytes that may be read; the last of them must be a control byte, at which every loop stops
     * @return the index after the closing brace, or {@link #DECLINED}, after which the draft is undefined
     */
    static int scan(byte[] bytes, int from, int limit, RecordDraft draft) {
        int at = skipBlanks(bytes, from);
        if (bytes[at] != '{') {
            return DECLINED;
        }
        long present = 0;
        for (int members = 0; members < MAX_MEMBERS; members++) {
            at = skipBlanks(bytes, at + 1);
            if (bytes[at] != '"') {
                return DECLINED;
            }
            int nameEnd = textEnd(bytes, at + 1, limit);
            if (nameEnd < 0 || nameEnd - at - 1 > MAX_NAME_BYTES) {
                return DECLINED;
            }
            int field = FieldNames.find(bytes, at + 1, nameEnd, limit);
            at = skipBlanks(bytes, nameEnd + 1);
            if (bytes[at] != ':') {
                return DECLINED;
            }
            at = skipBlanks(bytes, at + 1);
            if (field == FieldNames.NONE) {
                at = skipValue(bytes, at, limit);
            } else if ((present & 1L << field) != 0) {
                return DECLINED;
            } else {
                present |= 1L << field;
                at = field < FlowField.ADDRESSES
                        ? readAddress(bytes, at, limit, field, draft)
                        : readNumber(bytes, at, limit, field, draft);
            }
            if (at < 0) {
                return DECLINED;
            }
            at = skipBlanks(bytes, at);
            if (bytes[at] == '}') {
                draft.present(present);
                return at + 1;
            }
            if (bytes[at] != ',') {
                return DECLINED;
            }
        }
        return DECLINED;
    }

    private static int skipValue(byte[] bytes, int at, int limit) {
        if (bytes[at] != '"') {
            return Numerals.skip(bytes, at);
        }
        int end = textEnd(bytes, at + 1, limit);
        return end < 0 || end - at - 1 > MAX_STRING_BYTES ? DECLINED : end + 1;
    }

    private static int readNumber(byte[] bytes, int at, int limit, int field, RecordDraft draft) {
        if (bytes[at] != '"') {
            return draft.scanNumber(field, bytes, at, limit);
        }
        int end = draft.scanNumber(field, bytes, at + 1, limit);
        return end >= 0 && bytes[end] == '"' ? end + 1 : DECLINED;
    }

    private static int readAddress(byte[] bytes, int at, int limit, int field, RecordDraft draft) {
        if (bytes[at] != '"') {
            return DECLINED;
        }
        int end = draft.scanAddress(field, bytes, at + 1, limit);
        return end < 0 ? DECLINED : end + 1;
    }

    /** The index of the quote that ends the text at {@code at}, or -1 if anything but plain ASCII comes first. */
    static int textEnd(byte[] bytes, int at, int limit) {
        int end = at;
        for (; end + 8 <= limit; end += 8) {
            long specials = Words.specials(Words.word(bytes, end));
            if (specials != 0) {
                end += Words.first(specials);
                return bytes[end] == '"' ? end : DECLINED;
            }
        }
        while (bytes[end] >= ' ' && bytes[end] != '"' && bytes[end] != '\\') {
            end++;
        }
        return bytes[end] == '"' ? end : DECLINED;
    }

    private static int skipBlanks(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] == ' ' || bytes[at] == '\t') {
            at++;
        }
        return at;
    }
}

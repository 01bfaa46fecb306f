package io.vedette.core.flow.json;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The shape of one exporter's records: the text between their values, with what each value is. Learned from a record that
 * {@link GeneralScanner} accepted; immutable.
 *
 * <p>A record of that shape is read without looking any key up: compare the text before a value, read the value, and so on.
 */
final class KeyOrder {

    /*
     * A record is texts and values in turn: {"IPV4_SRC_ADDR":" 10.0.0.1 ","PROTOCOL": 6 }. Quotes belong to the texts.
     * A text of eight bytes or more is compared as whole words, the last of which ends where the text ends and may overlap
     * the one before; a shorter one as one word under a mask. So no comparison reads further than eight bytes from the start
     * of a text, and a text is always followed by enough bytes of a valid record: a value, a brace and a line end. Names of no
     * bytes would break that and are not learned; the closing text is compared byte by byte.
     */

    private static final int MAX_VALUES = 64;
    private static final int MIN_TEXT_BYTES = 5;
    private static final int MAX_TEXT_BYTES = 192;

    /** Kinds of values that no field names, beside the ordinals of the fields. */
    private static final int TEXT = -1;

    private static final int DECIMAL = -2;

    private final int values;
    private final int[] lengths;
    private final long[][] words;
    private final long[] lastWords;
    private final long[] lastMasks;
    private final int[] kinds;
    private final byte[] closing;
    private final long present;

    private KeyOrder(Sketch sketch, byte[] closing) {
        values = sketch.values;
        lengths = new int[values];
        words = new long[values][];
        lastWords = new long[values];
        lastMasks = new long[values];
        kinds = Arrays.copyOf(sketch.kinds, values);
        this.closing = closing;
        long fields = 0;
        for (int i = 0; i < values; i++) {
            byte[] text = sketch.texts[i];
            byte[] padded = Arrays.copyOf(text, text.length + 8);
            int wholes = Math.max(0, (text.length - 1) / 8);
            lengths[i] = text.length;
            words[i] = new long[wholes];
            for (int j = 0; j < wholes; j++) {
                words[i][j] = Words.word(padded, 8 * j);
            }
            lastWords[i] = Words.word(padded, Math.max(0, text.length - 8));
            lastMasks[i] = text.length >= 8 ? -1L : (1L << 8 * text.length) - 1;
            if (kinds[i] >= 0) {
                fields |= 1L << kinds[i];
            }
        }
        present = fields;
    }

    /**
     * Reads the record that begins at {@code from} if it has this shape.
     *
     * @param limit end of the bytes that may be read; the last of them must be a control byte
     * @return the index after the closing brace, or {@link GeneralScanner#DECLINED}
     */
    int scan(byte[] bytes, int from, int limit, RecordDraft draft) {
        int at = from;
        for (int i = 0; i < values; i++) {
            int length = lengths[i];
            int end = at + length;
            int last = length >= 8 ? end - 8 : at;
            if (last + 8 > limit || (Words.word(bytes, last) & lastMasks[i]) != lastWords[i]) {
                return GeneralScanner.DECLINED;
            }
            for (long word : words[i]) {
                if (Words.word(bytes, at) != word) {
                    return GeneralScanner.DECLINED;
                }
                at += 8;
            }
            int kind = kinds[i];
            if (kind >= FlowField.ADDRESSES) {
                at = draft.scanNumber(kind, bytes, end, limit);
            } else if (kind >= 0) {
                at = draft.scanAddress(kind, bytes, end, limit);
            } else {
                at = skip(bytes, end, limit, kind);
            }
            if (at < 0) {
                return GeneralScanner.DECLINED;
            }
        }
        return close(bytes, at, limit, draft);
    }

    private static int skip(byte[] bytes, int at, int limit, int kind) {
        if (kind == DECIMAL) {
            return Numerals.skip(bytes, at);
        }
        int end = GeneralScanner.textEnd(bytes, at, limit);
        return end - at > StreamLimits.MAX_STRING_BYTES ? GeneralScanner.DECLINED : end;
    }

    private int close(byte[] bytes, int from, int limit, RecordDraft draft) {
        int at = from;
        for (byte expected : closing) {
            if (at == limit || bytes[at++] != expected) {
                return GeneralScanner.DECLINED;
            }
        }
        draft.present(present);
        return at;
    }

    /**
     * The shape of {@code bytes[from, to)}, a record that {@link GeneralScanner} accepted, up to its closing brace.
     *
     * @return null if the record has more or longer parts than are worth remembering
     */
    static @Nullable KeyOrder learn(byte[] bytes, int from, int to) {
        Sketch sketch = new Sketch();
        int textStart = from;
        int at = from;
        while (true) {
            int name = indexOf('"', bytes, at, to);
            if (name < 0) {
                break;
            }
            int nameEnd = indexOf('"', bytes, name + 1, to);
            int value = indexOf(':', bytes, nameEnd, to) + 1;
            while (bytes[value] == ' ' || bytes[value] == '\t') {
                value++;
            }
            boolean quoted = bytes[value] == '"';
            int start = quoted ? value + 1 : value;
            int field = FieldNames.find(bytes, name + 1, nameEnd, to);
            int kind = field != FieldNames.NONE ? field : quoted ? TEXT : DECIMAL;
            if (!sketch.add(Arrays.copyOfRange(bytes, textStart, start), kind)) {
                return null;
            }
            textStart = quoted ? indexOf('"', bytes, start, to) : numberEnd(bytes, start);
            at = quoted ? textStart + 1 : textStart;
        }
        return to - textStart > MAX_TEXT_BYTES ? null : new KeyOrder(sketch, Arrays.copyOfRange(bytes, textStart, to));
    }

    private static int indexOf(char wanted, byte[] bytes, int from, int to) {
        return Words.indexOf((byte) wanted, bytes, from, to);
    }

    private static int numberEnd(byte[] bytes, int from) {
        int at = from;
        while (Numerals.isDigit(bytes[at]) || bytes[at] == '-' || bytes[at] == '.') {
            at++;
        }
        return at;
    }

    /** The parts of a shape while they are found. */
    private static final class Sketch {

        final byte[][] texts = new byte[MAX_VALUES][];
        final int[] kinds = new int[MAX_VALUES];
        int values;

        boolean add(byte[] text, int kind) {
            if (values == MAX_VALUES || text.length < MIN_TEXT_BYTES || text.length > MAX_TEXT_BYTES) {
                return false;
            }
            texts[values] = text;
            kinds[values++] = kind;
            return true;
        }
    }
}

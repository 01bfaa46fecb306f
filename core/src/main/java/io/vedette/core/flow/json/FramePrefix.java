package io.vedette.core.flow.json;

/**
 * How the records of a stream are told apart, and the lengths that stand before them where that is the way: four bytes, most
 * significant first, or decimal digits with or without a blank after them.
 */
enum FramePrefix {
    /** Not known before more bytes have come. */
    UNKNOWN,
    /** No prefix: records end with a separator. */
    NONE,
    BINARY,
    DECIMAL;

    /** Of a length in four bytes; a larger one is no length of a record. */
    static final int MAX_LENGTH = 1 << 24;

    private static final int MAX_DIGITS = 8;

    /** What the {@code count} bytes before {@code next} are, at the beginning of a stream or of a frame. */
    static FramePrefix of(byte[] bytes, int count, byte next) {
        boolean opening = next == '{' || next == '[';
        if (count == 0) {
            return next == 0 || Numerals.isDigit(next) ? UNKNOWN : NONE;
        }
        if (bytes[0] == 0) {
            return count < 4 ? UNKNOWN : opening && length(bytes, count) >= 2 ? BINARY : NONE;
        }
        boolean blank = bytes[count - 1] == ' ';
        if (opening) {
            return length(bytes, count) >= 2 ? DECIMAL : NONE;
        }
        return count <= MAX_DIGITS && !blank && (next == ' ' || Numerals.isDigit(next)) ? UNKNOWN : NONE;
    }

    /** The length that a complete prefix states. */
    static int length(byte[] bytes, int count) {
        int length = 0;
        if (bytes[0] == 0) {
            for (int i = 1; i < 4; i++) {
                length = length << 8 | bytes[i] & 0xff;
            }
            return length;
        }
        for (int i = 0; i < count && Numerals.isDigit(bytes[i]); i++) {
            length = length * 10 + bytes[i] - '0';
        }
        return length;
    }
}

package io.vedette.core.flow.json;

/**
 * Numbers as records write them.
 *
 * <p>{@link #scan} is for the scanners and knows plain integers only; {@link #parse} is the full rule: decimal digits
 * without superfluous leading zeros, optionally with a fraction of zeros. Signs, exponents, hexadecimal digits and spaces
 * are not numbers here.
 */
final class Numerals {

    /** Not a number, or not one that the method knows. */
    static final int NONE = -1;

    /** Digits that {@link #scan} takes at most: always less than 2⁶³. */
    private static final int SCAN_DIGITS = 18;

    private Numerals() {}

    /*
     * The end of a number is where the next part of a record begins, so it must not wait for the number's value: both come
     * out of the same word independently, and the value goes to memory.
     */

    /**
     * Reads the digits at {@code at}, which must be followed by some other byte before the array ends, into {@code
     * values[slot]}.
     *
     * @param limit end of the bytes that may be read
     * @return the index after the last digit, or {@link #NONE}
     */
    static int scan(byte[] bytes, int at, int limit, long[] values, int slot) {
        if (at + 8 <= limit) {
            long word = Words.word(bytes, at);
            int first = (byte) word - '0';
            if (!isDigit((byte) (word >>> 8)) && first >= 0 && first <= 9) {
                values[slot] = first; // most protocols, flags and counts: the predicted branch frees the next read from
                // waiting
                return at + 1;
            }
            int digits = Words.first(Words.nonDigits(word));
            if (digits < 8) {
                boolean padded = digits > 1 && (byte) word == '0';
                if (digits == 0 || padded) {
                    return NONE;
                }
                values[slot] = Words.decimal(word, digits);
                return at + digits;
            }
        }
        return scanLong(bytes, at, values, slot);
    }

    private static int scanLong(byte[] bytes, int from, long[] values, int slot) {
        int at = from;
        long value = 0;
        for (int digit; (digit = bytes[at] - '0') >= 0 && digit <= 9; at++) {
            if (at - from == SCAN_DIGITS) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        int digits = at - from;
        if (digits == 0 || digits > 1 && bytes[from] == '0') {
            return NONE;
        }
        values[slot] = value;
        return at;
    }

    /**
     * The whole number that {@code bytes[from, to)} writes, {@link Long#MAX_VALUE} for those from 2⁶³ to 2⁶⁴ - 1, and {@link
     * #NONE} for everything else.
     */
    static long parse(byte[] bytes, int from, int to) {
        int at = from;
        long value = 0;
        boolean large = false;
        for (; at < to && isDigit(bytes[at]); at++) {
            int digit = bytes[at] - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return NONE; // 2⁶⁴ or more
            }
            value = value * 10 + digit;
            large |= value < 0;
        }
        int digits = at - from;
        if (digits == 0 || digits > 1 && bytes[from] == '0' || !isEndOrZeroFraction(bytes, at, to)) {
            return NONE;
        }
        return large ? Long.MAX_VALUE : value;
    }

    private static boolean isEndOrZeroFraction(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        if (bytes[from] != '.' || from + 1 == to) {
            return false;
        }
        for (int at = from + 1; at < to; at++) {
            if (bytes[at] != '0') {
                return false;
            }
        }
        return true;
    }

    /**
     * The end of the JSON number at {@code from} (RFC 8259 section 6), or -1 if there is none. An exponent is not taken as part
     * of it. The number must be followed by some other byte before the array ends.
     */
    static int skip(byte[] bytes, int from) {
        int at = bytes[from] == '-' ? from + 1 : from;
        int first = at;
        while (isDigit(bytes[at])) {
            at++;
        }
        if (at == first || at - first > 1 && bytes[first] == '0') {
            return -1;
        }
        if (bytes[at] == '.') {
            int fraction = ++at;
            while (isDigit(bytes[at])) {
                at++;
            }
            if (at == fraction) {
                return -1;
            }
        }
        return at - from > StreamLimits.MAX_NUMBER_BYTES ? -1 : at;
    }

    static boolean isDigit(byte value) {
        return value >= '0' && value <= '9';
    }
}

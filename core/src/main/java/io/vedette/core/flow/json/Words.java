package io.vedette.core.flow.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Text looked at eight bytes at a time. A word is eight bytes of a buffer, the first byte lowest; a mark is the highest bit
 * of a byte in a word.
 *
 * <p>The tricks are those of "SIMD within a register" (Lamport, "Multiple byte processing with full-word instructions",
 * CACM 18(8), 1975; Warren, "Hacker's Delight", 2nd ed., section 6-1). Marks above the lowest one may be wrong where a
 * method says so.
 */
final class Words {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long MARKS = 0x8080_8080_8080_8080L;
    private static final long ZEROS = ONES * '0';
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Words() {}

    static long word(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static int half(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    /** Marks every byte that is no decimal digit; bytes after one beyond ASCII may be marked wrongly. */
    static long nonDigits(long word) {
        long x = word ^ ZEROS;
        return (x + ONES * 0x76 | x) & MARKS;
    }

    /** Marks the first byte that is a quote, a backslash, a control byte or beyond ASCII; marks after it mean nothing. */
    static long specials(long word) {
        long quote = word ^ QUOTES;
        long backslash = word ^ BACKSLASHES;
        return ((quote - ONES & ~quote) | (backslash - ONES & ~backslash) | (word - SPACES & ~word) | word) & MARKS;
    }

    /** Marks the first byte equal to the one that {@code pattern} repeats eight times; marks after it mean nothing. */
    static long matches(long word, long pattern) {
        long x = word ^ pattern;
        return x - ONES & ~x & MARKS;
    }

    /** {@code value} in each byte of a word. */
    static long repeat(byte value) {
        return ONES * (value & 0xff);
    }

    /** The number of bytes before the first mark, 8 if there is none. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** The eight marks as the low eight bits of an int, the first byte's lowest. */
    static int gather(long marks) {
        // Moves the mark of byte i from bit 8i to bit 56 + i; no two partial products meet in one bit.
        return (int) ((marks >>> 7) * 0x0102_0408_1020_4080L >>> 56);
    }

    /** The number that the first {@code digits} bytes of a word write, 1 to 8 of them. */
    static long decimal(long word, int digits) {
        long x = (word ^ ZEROS) << 64 - 8 * digits;
        x = x * 10 + (x >>> 8); // in every other byte: two digits
        return (x & 0x0000_00ff_0000_00ffL) * 0x000f_4240_0000_0064L
                        + (x >>> 16 & 0x0000_00ff_0000_00ffL) * 0x0000_2710_0000_0001L
                >>> 32;
    }

    /** The first {@code value} in {@code [from, to)}, or -1. */
    static int indexOf(byte value, byte[] bytes, int from, int to) {
        long pattern = repeat(value);
        int at = from;
        for (; at + 8 <= to; at += 8) {
            long found = matches(word(bytes, at), pattern);
            if (found != 0) {
                return at + first(found);
            }
        }
        while (at < to && bytes[at] != value) {
            at++;
        }
        return at < to ? at : -1;
    }
}

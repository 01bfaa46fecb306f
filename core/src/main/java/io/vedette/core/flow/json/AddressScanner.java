package io.vedette.core.flow.json;

import io.vedette.core.flow.IpAddress;

/**
 * Reads addresses straight from bytes into two longs, in the form of {@link IpAddress}: dotted quads, the forms of RFC 4291
 * section 2.2, and an IPv6 address with a zone (RFC 4007 section 11), which is dropped. Zero-padded and short dotted quads
 * are refused: tools disagree whether {@code 010.0.0.1} is octal.
 */
final class AddressScanner {

    /** Bytes from the start of a dotted quad that {@link #scanIpv4} looks at. */
    static final int IPV4_WINDOW = 16;

    /** 45 for the longest address (RFC 4291 section 2.2), the rest for the name of an interface. */
    private static final int MAX_BYTES = 80;

    private static final long DOTS = Words.repeat((byte) '.');
    private static final long QUOTES = Words.repeat((byte) '"');

    private final int[] groups = new int[8];
    private long high;
    private long low;

    /** The first long of the address last parsed. */
    long high() {
        return high;
    }

    /** The second long of the address last parsed. */
    long low() {
        return low;
    }

    /*
     * The dotted quad without a branch on the length of its octets, which are random. Two octets and what ends them always
     * fit a word, so there are two halves; the two octets of a half are computed in the two halves of a long. Widths are in
     * bits: 8, 16 or 24 for one to three digits. The end, where the next part of a record begins, waits for no value.
     */

    /**
     * Reads a dotted quad that is followed by a quote.
     *
     * @param at its first byte; {@link #IPV4_WINDOW} bytes from it on must be readable
     * @param lows takes the second long of the address at {@code slot}
     * @return the index of the quote, or -1 for anything else
     */
    static int scanIpv4(byte[] bytes, int at, long[] lows, int slot) {
        long front = Words.word(bytes, at);
        long marks = Words.nonDigits(front);
        int width0 = width(marks);
        int width1 = width(marks & marks - 1) - width0 - 8;
        if (((width0 | width1) & ~24) != 0) {
            return -1;
        }
        int middle = at + (width0 + width1 >>> 3) + 2;
        long back = Words.word(bytes, middle);
        marks = Words.nonDigits(back);
        int width2 = width(marks);
        int width3 = width(marks & marks - 1) - width2 - 8;
        long separators = (front ^ DOTS) >>> width0
                | (front ^ DOTS) >>> width0 + 8 + width1
                | (back ^ DOTS) >>> width2
                | (back ^ QUOTES) >>> width2 + 8 + width3;
        if (((width2 | width3) & ~24) != 0 || (separators & 0xff) != 0) {
            return -1;
        }
        long first = octets(front, width0, width1);
        long second = octets(back, width2, width3);
        long range = first - smallest(width0, width1)
                | 0x0000_00ff_0000_00ffL - first
                | second - smallest(width2, width3)
                | 0x0000_00ff_0000_00ffL - second;
        if ((range & 0x8000_0000_8000_0000L) != 0) {
            return -1;
        }
        lows[slot] = IpAddress.IPV4_MAPPED
                | (first & 0xff) << 24
                | first >>> 32 << 16
                | (second & 0xff) << 8
                | second >>> 32;
        return middle + (width2 + width3 >>> 3) + 1;
    }

    /** Bits before the first marked byte, 64 if there is none. */
    private static int width(long marks) {
        return Long.numberOfTrailingZeros(marks) & ~7;
    }

    /** Two octets of a word with one byte between them: the first in the lower half of the result, the second in the upper. */
    private static long octets(long word, int width0, int width1) {
        long x = word ^ 0x3030_3030_3030_3030L;
        // Hundreds, tens and ones of each, in its three lowest bytes from the lowest; a number without hundreds has 0
        // there.
        long digits = x << -width0 >>> 40 | x >>> width0 + 8 << -width1 >>> 40 << 32;
        return (digits & 0x0000_00ff_0000_00ffL) * 100
                + (digits >>> 8 & 0x0000_00ff_0000_00ffL) * 10
                + (digits >>> 16 & 0x0000_00ff_0000_00ffL);
    }

    /** The smallest numbers of these widths without leading zeros: 0, 10 and 100, and 1000, which is never met, for none. */
    private static long smallest(int width0, int width1) {
        long byWidth = 1000L | 0L << 16 | 10L << 32 | 100L << 48;
        return byWidth >>> 2 * width0 & 0xffff | (byWidth >>> 2 * width1 & 0xffff) << 32;
    }

    /** Whether {@code bytes[from, to)} is an address, which is then to be had from {@link #high()} and {@link #low()}. */
    boolean parse(byte[] bytes, int from, int to) {
        if (to - from > MAX_BYTES) {
            return false;
        }
        int end = from;
        while (end < to && bytes[end] != ':') {
            end++;
        }
        if (end == to) {
            long address = parseIpv4(bytes, from, to);
            high = 0;
            low = IpAddress.lowOfIpv4((int) address);
            return address >= 0;
        }
        while (end < to && bytes[end] != '%') {
            end++;
        }
        return end + 1 != to && parseIpv6(bytes, from, end);
    }

    private static long parseIpv4(byte[] bytes, int from, int to) {
        long address = 0;
        int at = from;
        for (int octet = 0; octet < 4; octet++) {
            if (octet > 0 && (at == to || bytes[at++] != '.')) {
                return -1;
            }
            int start = at;
            int value = 0;
            while (at < to && at - start < 3 && Numerals.isDigit(bytes[at])) {
                value = value * 10 + bytes[at++] - '0';
            }
            boolean padded = at - start > 1 && bytes[start] == '0';
            if (at == start || padded || value > 255) {
                return -1;
            }
            address = address << 8 | value;
        }
        return at == to ? address : -1;
    }

    private boolean parseIpv6(byte[] bytes, int from, int to) {
        int count = 0;
        int gap = -1;
        int at = from;
        if (to - from >= 2 && bytes[from] == ':' && bytes[from + 1] == ':') {
            gap = 0;
            at += 2;
        }
        while (at < to) {
            int start = at;
            int value = 0;
            for (int digit; at < to && at - start < 4 && (digit = Character.digit(bytes[at], 16)) >= 0; at++) {
                value = value << 4 | digit;
            }
            if (at < to && bytes[at] == '.') {
                long tail = count <= 6 ? parseIpv4(bytes, start, to) : -1;
                if (tail < 0) {
                    return false;
                }
                groups[count++] = (int) (tail >>> 16);
                groups[count++] = (int) tail & 0xffff;
                break;
            }
            if (at == start || count == 8) {
                return false;
            }
            groups[count++] = value;
            if (at == to) {
                break;
            }
            if (bytes[at++] != ':' || at == to) {
                return false;
            }
            if (bytes[at] == ':') {
                if (gap >= 0) {
                    return false;
                }
                gap = count;
                at++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            return false;
        }
        join(count, gap < 0 ? count : gap);
        return true;
    }

    private void join(int count, int gap) {
        int missing = 8 - count;
        long first = 0;
        long second = 0;
        for (int i = 0; i < 8; i++) {
            int group = i < gap ? groups[i] : i < gap + missing ? 0 : groups[i - missing];
            first = first << 16 | second >>> 48;
            second = second << 16 | group;
        }
        high = first;
        low = second;
    }
}

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
     * The dotted quad without a branch on the length of its octets, which are random. One mark for each non-digit of the next
     * sixteen bytes gives the four ends; the int that ends there has the octet's digits in its upper bytes; all conditions
     * meet in one sign bit.
     */

    /**
     * Reads a dotted quad that is followed by a quote.
     *
     * @param at its first byte; four bytes before it and {@link #IPV4_WINDOW} from it on must be readable
     * @return the address in the upper and its length in the lowest 4 of 36 bits, or -1 for anything else
     */
    static long scanIpv4(byte[] bytes, int at) {
        int marks = Words.gather(Words.nonDigits(Words.word(bytes, at)))
                | Words.gather(Words.nonDigits(Words.word(bytes, at + 8))) << 8;
        int end0 = Integer.numberOfTrailingZeros(marks);
        marks &= marks - 1;
        int end1 = Integer.numberOfTrailingZeros(marks);
        marks &= marks - 1;
        int end2 = Integer.numberOfTrailingZeros(marks);
        marks &= marks - 1;
        int end3 = Integer.numberOfTrailingZeros(marks);
        int digits1 = end1 - end0 - 1;
        int digits2 = end2 - end1 - 1;
        int digits3 = end3 - end2 - 1;
        if ((end0 - 1 | 3 - end0 | digits1 - 1 | 3 - digits1 | digits2 - 1 | 3 - digits2 | digits3 - 1 | 3 - digits3)
                < 0) {
            return -1;
        }
        int separators =
                bytes[at + end0] ^ '.' | bytes[at + end1] ^ '.' | bytes[at + end2] ^ '.' | bytes[at + end3] ^ '"';
        int octet0 = octet(bytes, at + end0, end0);
        int octet1 = octet(bytes, at + end1, digits1);
        int octet2 = octet(bytes, at + end2, digits2);
        int octet3 = octet(bytes, at + end3, digits3);
        int range = 255 - octet0 | 255 - octet1 | 255 - octet2 | 255 - octet3;
        int padding = octet0 - smallest(end0)
                | octet1 - smallest(digits1)
                | octet2 - smallest(digits2)
                | octet3 - smallest(digits3);
        if (separators != 0 || (range | padding) < 0) {
            return -1;
        }
        long address = (octet0 << 24 | octet1 << 16 | octet2 << 8 | octet3) & 0xffff_ffffL;
        return address << 4 | end3;
    }

    private static int octet(byte[] bytes, int end, int digits) {
        int x = (Words.half(bytes, end - 4) ^ 0x3030_3030) & -1 << 32 - 8 * digits;
        return (x >>> 8 & 0xff) * 100 + (x >>> 16 & 0xff) * 10 + (x >>> 24);
    }

    /** The smallest number that needs 1, 2 or 3 digits: 0, 10 or 100. */
    private static int smallest(int digits) {
        return 0x640a00 >>> 8 * (digits - 1) & 0xff;
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

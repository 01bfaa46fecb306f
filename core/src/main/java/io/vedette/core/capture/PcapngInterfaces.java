package io.vedette.core.capture;

import java.util.Arrays;

/**
 * The interfaces of one pcapng section: link type, snap length and clock of each (draft-ietf-opsawg-pcapng section 4.2).
 */
final class PcapngInterfaces {

    /** Interfaces kept track of, at most; they cost 24 bytes each. */
    static final int LIMIT = 1 << 16;

    private static final int OPTION_END = 0;
    private static final int OPTION_RESOLUTION = 9;
    private static final int OPTION_TIME_OFFSET = 14;
    private static final int MICROSECONDS = 6;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long[] POWER_OF_TEN = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private int[] linkType = new int[4];
    private int[] snapLength = new int[4];
    private int[] resolution = new int[4];
    private long[] offsetNanos = new long[4];
    private int size;

    void clear() {
        size = 0;
    }

    boolean isFull() {
        return size == LIMIT;
    }

    boolean knows(long id) {
        return id < size;
    }

    int linkType(int id) {
        return linkType[id];
    }

    /** Bytes kept of a frame, at most; 0 for no limit. */
    int snapLength(int id) {
        return snapLength[id];
    }

    /** Adds the next interface from its block, of which {@code bytes[at, to)} are at hand, the first 16 at least. */
    void add(byte[] bytes, int at, int to, FileOrder order) {
        if (size == linkType.length) {
            int capacity = Math.min(LIMIT, size * 4);
            linkType = Arrays.copyOf(linkType, capacity);
            snapLength = Arrays.copyOf(snapLength, capacity);
            resolution = Arrays.copyOf(resolution, capacity);
            offsetNanos = Arrays.copyOf(offsetNanos, capacity);
        }
        linkType[size] = order.unsignedShort(bytes, at + 8);
        snapLength[size] = Math.max(0, order.integer(bytes, at + 12));
        resolution[size] = MICROSECONDS;
        offsetNanos[size] = 0;
        readOptions(bytes, at + 16, to, order);
        size++;
    }

    private void readOptions(byte[] bytes, int from, int to, FileOrder order) {
        int at = from;
        while (to - at >= 4) {
            int code = order.unsignedShort(bytes, at);
            int length = order.unsignedShort(bytes, at + 2);
            at += 4;
            if (code == OPTION_END || to - at < length) {
                return;
            }
            if (code == OPTION_RESOLUTION && length == 1) {
                resolution[size] = bytes[at] & 0xff;
            } else if (code == OPTION_TIME_OFFSET && length == 8) {
                offsetNanos[size] = nanosOfSeconds(order.longInteger(bytes, at));
            }
            at += length + 3 & ~3;
        }
    }

    /**
     * A time stamp in nanoseconds since 1970 UTC, held to the range of a long.
     *
     * @param units an unsigned number of the interface's units: 10^-n seconds, or 2^-n where the top bit of if_tsresol is set
     */
    long nanos(int id, long units) {
        int exponent = resolution[id] & 0x7f;
        long nanos = (resolution[id] & 0x80) == 0 ? fromDecimal(units, exponent) : fromBinary(units, exponent);
        long sum = nanos + offsetNanos[id];
        return offsetNanos[id] > 0 && sum < nanos ? Long.MAX_VALUE : Math.max(0, sum);
    }

    private static long fromDecimal(long units, int exponent) {
        if (exponent <= 9) {
            return saturatedProduct(units, POWER_OF_TEN[9 - exponent]);
        }
        long nanos = units;
        for (int digit = exponent; digit > 9 && nanos != 0; digit--) {
            nanos = Long.divideUnsigned(nanos, 10);
        }
        return nanos < 0 ? Long.MAX_VALUE : nanos;
    }

    private static long fromBinary(long units, int exponent) {
        long seconds = exponent > 63 ? 0 : units >>> exponent;
        // The fraction as a 32-bit one: its product with 10^9 stays below 2^62.
        long fraction;
        if (exponent <= 32) {
            fraction = (units & (1L << exponent) - 1) << 32 - exponent;
        } else if (exponent <= 63) {
            fraction = (units & (1L << exponent) - 1) >>> exponent - 32;
        } else {
            fraction = exponent - 32 > 63 ? 0 : units >>> exponent - 32;
        }
        long whole = saturatedProduct(seconds, NANOS_PER_SECOND);
        return whole == Long.MAX_VALUE ? whole : whole + (fraction * NANOS_PER_SECOND >>> 32);
    }

    private static long nanosOfSeconds(long seconds) {
        long limit = Long.MAX_VALUE / NANOS_PER_SECOND;
        return Math.max(-limit, Math.min(limit, seconds)) * NANOS_PER_SECOND;
    }

    /** {@code value}, unsigned, times {@code factor}, at most the largest long. */
    private static long saturatedProduct(long value, long factor) {
        return value < 0 || value > Long.MAX_VALUE / factor ? Long.MAX_VALUE : value * factor;
    }
}

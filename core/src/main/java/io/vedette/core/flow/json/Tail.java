package io.vedette.core.flow.json;

import java.util.Arrays;

/**
 * The bytes of an unfinished record, kept until the rest comes. Grows as needed and lets go of what one long record took, so
 * that thousands of idle streams cost little.
 */
final class Tail {

    private static final byte[] NOTHING = {};
    private static final int SMALLEST = 256;
    private static final int LARGEST_KEPT = 2048;

    private byte[] bytes = NOTHING;
    private int length;

    /** What is kept, from index 0; valid until the next call. */
    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    byte last() {
        return bytes[length - 1];
    }

    void append(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    void append(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(SMALLEST, Math.max(length + more, 2 * length)));
        }
    }

    void clear() {
        length = 0;
        if (bytes.length > LARGEST_KEPT) {
            bytes = NOTHING;
        }
    }

    /** Hands over a copy of what is kept and forgets it. */
    byte[] take() {
        byte[] taken = Arrays.copyOf(bytes, length);
        clear();
        return taken;
    }
}

package io.vedette.core.flow.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the key of a member to the field it names, as a string or straight from the bytes. Immutable. */
final class FieldNames {

    /** No field that Vedette reads. */
    static final int NONE = -1;

    private static final Map<String, FlowField> BY_NAME = byName();

    /*
     * An open-addressing table over the first and the last word of a name and its length. A name shorter than a word has
     * its remaining bytes zeroed; of names longer than two words the middle is compared as well.
     */
    private static final int SLOTS = 1024;
    private static final long[] FIRST = new long[SLOTS];
    private static final long[] LAST = new long[SLOTS];
    private static final byte[][] NAME = new byte[SLOTS][];
    private static final int[] FIELD = new int[SLOTS];

    static {
        Arrays.fill(FIELD, NONE);
        BY_NAME.forEach((name, field) -> enter(name.getBytes(StandardCharsets.US_ASCII), field.ordinal()));
    }

    private FieldNames() {}

    static @Nullable FlowField find(String name) {
        return BY_NAME.get(name);
    }

    /**
     * The ordinal of the field named by {@code bytes[from, to)}, or {@link #NONE}.
     *
     * @param limit end of the bytes that may be read
     */
    static int find(byte[] bytes, int from, int to, int limit) {
        int length = to - from;
        if (length == 0) {
            return NONE;
        }
        long first;
        long last;
        if (from + 8 <= limit && to >= 8) {
            // For a name of any length, without a branch on it.
            int missing = 8 * Math.max(0, 8 - length);
            first = Words.word(bytes, from) << missing >>> missing;
            last = Words.word(bytes, to - 8) >>> missing;
        } else {
            first = gather(bytes, from, Math.min(length, 8));
            last = gather(bytes, to - Math.min(length, 8), Math.min(length, 8));
        }
        int slot = slot(first, last, length);
        for (byte[] name; (name = NAME[slot]) != null; slot = slot + 1 & SLOTS - 1) {
            if (FIRST[slot] == first
                    && LAST[slot] == last
                    && name.length == length
                    && (length <= 16 || Arrays.equals(name, 0, length, bytes, from, to))) {
                return FIELD[slot];
            }
        }
        return NONE;
    }

    private static long gather(byte[] bytes, int from, int count) {
        long word = 0;
        for (int i = count - 1; i >= 0; i--) {
            word = word << 8 | bytes[from + i];
        }
        return word;
    }

    private static int slot(long first, long last, int length) {
        // Fibonacci hashing (Knuth, The Art of Computer Programming 3, section 6.4). The table never grows at run time,
        // so chosen keys can at worst walk the longest chain of our own names.
        long mixed = (first ^ last * 31 ^ length) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 54);
    }

    private static Map<String, FlowField> byName() {
        Map<String, FlowField> byName = new HashMap<>();
        for (FlowField field : FlowField.values()) {
            for (String name : field.names()) {
                if (byName.put(name, field) != null) {
                    throw new AssertionError("two fields are called " + name);
                }
            }
        }
        return Map.copyOf(byName);
    }

    private static void enter(byte[] name, int field) {
        int edge = Math.min(name.length, 8);
        long first = gather(name, 0, edge);
        long last = gather(name, name.length - edge, edge);
        int slot = slot(first, last, name.length);
        while (NAME[slot] != null) {
            slot = slot + 1 & SLOTS - 1;
        }
        FIRST[slot] = first;
        LAST[slot] = last;
        NAME[slot] = name;
        FIELD[slot] = field;
    }
}

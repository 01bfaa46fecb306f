package io.vedette.core.darknet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of longs, found by the key in their first one, with an object beside each row that needs one.
 *
 * <p>The rows lie in chunks that are never moved; an open-addressing index is all that is copied when the table grows. It holds the
 * number of a row and as many bits of its key's hash as there is room for, so that no row is read but the one that is wanted.
 * Freed rows are used again. Rows are removed many at a time, after which the index is made anew. Keys are never zero. Belongs
 * to one thread.
 */
final class RowTable {

    static final int NONE = -1;

    /** Longs in a cache line of 64 bytes. */
    private static final int LINE = 8;

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int FIRST_SLOTS = 1 << 12;

    private final int longs;
    private final long seed;
    private long[][] rows = {};
    private @Nullable Object @Nullable [][] extras = {};
    private int[] index = new int[FIRST_SLOTS];
    private int[] free = new int[16];

    /** Of the keys that are looked up together. */
    private long[] hashes = {};

    private int freeCount;
    private int highest;
    private int size;

    RowTable(int longs, long seed) {
        this.longs = longs;
        this.seed = seed | 1;
    }

    int size() {
        return size;
    }

    /** Longs in a row. */
    int longs() {
        return longs;
    }

    /** One above the highest row number in use. Rows with a key of zero are free. */
    int end() {
        return highest;
    }

    /** The array in which a row lies, from {@link #offset} on. */
    long[] chunk(int row) {
        return rows[row >>> CHUNK_BITS];
    }

    int offset(int row) {
        return (row & CHUNK_ROWS - 1) * longs;
    }

    @Nullable
    Object extra(int row) {
        Object[] chunk = extras[row >>> CHUNK_BITS];
        return chunk == null ? null : chunk[row & CHUNK_ROWS - 1];
    }

    void putExtra(int row, @Nullable Object extra) {
        Object[] chunk = extras[row >>> CHUNK_BITS];
        if (chunk == null && extra != null) {
            chunk = new Object[CHUNK_ROWS];
            extras[row >>> CHUNK_BITS] = chunk;
        }
        if (chunk != null) {
            chunk[row & CHUNK_ROWS - 1] = extra;
        }
    }

    /**
     * Looks many keys up, {@code keys[0, count)}.
     *
     * <p>In steps of their own, each of which is a short loop: the processor looks so far ahead in it that the waits for memory of
     * many keys overlap.
     *
     * @param found takes the rows, or {@link #NONE}
     * @return a number without meaning, so that what was read ahead counts as used
     */
    long find(long[] keys, int count, int[] found) {
        if (hashes.length < count) {
            hashes = new long[count];
        }
        long seen = touchIndex(keys, count);
        for (int i = 0; i < count; i++) {
            found[i] = candidate(hashes[i]);
        }
        seen += touchRows(found, count);
        for (int i = 0; i < count; i++) {
            if (found[i] != NONE && !isKeyOf(found[i], keys[i])) {
                found[i] = find(keys[i]);
            }
        }
        return seen;
    }

    private long touchIndex(long[] keys, int count) {
        int[] slots = index;
        int mask = slots.length - 1;
        long seen = 0;
        for (int i = 0; i < count; i++) {
            hashes[i] = hash(keys[i]);
            seen += slots[(int) hashes[i] & mask];
        }
        return seen;
    }

    private long touchRows(int[] found, int count) {
        long seen = 0;
        for (int i = 0; i < count && highest > 0; i++) {
            int row = Math.max(0, found[i]);
            long[] chunk = chunk(row);
            int at = offset(row);
            seen += chunk[at] + chunk[at + LINE];
        }
        return seen;
    }

    /** The first row that has as much of this hash as the index holds, or {@link #NONE}. */
    private int candidate(long hash) {
        int[] slots = index;
        int mask = slots.length - 1;
        int at = (int) hash & mask;
        int slot = slots[at];
        while (slot != 0 && !mayBe(slot, hash, mask)) {
            at = at + 1 & mask;
            slot = slots[at];
        }
        return slot == 0 ? NONE : rowOf(slot, mask);
    }

    /** The row with this key, or {@link #NONE}. */
    int find(long key) {
        int[] slots = index;
        int mask = slots.length - 1;
        long hash = hash(key);
        int at = (int) hash & mask;
        for (int slot = slots[at]; slot != 0; slot = slots[at]) {
            if (mayBe(slot, hash, mask) && isKeyOf(rowOf(slot, mask), key)) {
                return rowOf(slot, mask);
            }
            at = at + 1 & mask;
        }
        return NONE;
    }

    private static boolean mayBe(int slot, long hash, int mask) {
        return ((slot ^ (int) (hash >>> 32)) & ~mask) == 0;
    }

    private static int rowOf(int slot, int mask) {
        return (slot & mask) - 1;
    }

    private boolean isKeyOf(int row, long key) {
        return chunk(row)[offset(row)] == key;
    }

    private long hash(long key) {
        long product = (key ^ key >>> 29) * 0xbf58_476d_1ce4_e5b9L ^ seed;
        product *= 0x94d0_49bb_1331_11ebL;
        return product ^ product >>> 32;
    }

    /** A new row, all zeros but for its key, which must not be there yet. */
    int add(long key) {
        if (2 * (size + 1) > index.length) {
            index = new int[index.length * 2];
            fillIndex();
        }
        int row = freeCount > 0 ? free[--freeCount] : highest++;
        if (row >>> CHUNK_BITS == rows.length) {
            addChunk();
        }
        chunk(row)[offset(row)] = key;
        size++;
        insert(key, row);
        return row;
    }

    private void addChunk() {
        int count = rows.length;
        rows = Arrays.copyOf(rows, count + 1);
        extras = Arrays.copyOf(extras, count + 1);
        rows[count] = new long[CHUNK_ROWS * longs];
    }

    private void insert(long key, int row) {
        int mask = index.length - 1;
        long hash = hash(key);
        int at = (int) hash & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        // There are fewer rows than half the slots, so that their numbers leave the bits above the mask to the hash.
        index[at] = (int) (hash >>> 32) & ~mask | row + 1;
    }

    private void fillIndex() {
        for (int row = 0; row < highest; row++) {
            long key = chunk(row)[offset(row)];
            if (key != 0) {
                insert(key, row);
            }
        }
    }

    /** Empties a row but for its key. */
    void reset(int row) {
        int at = offset(row);
        Arrays.fill(chunk(row), at + 1, at + longs, 0);
        putExtra(row, null);
    }

    /** Frees a row. {@link #removed} must be called before the next look-up. */
    void remove(int row) {
        reset(row);
        chunk(row)[offset(row)] = 0;
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, free.length * 2);
        }
        free[freeCount++] = row;
        size--;
    }

    /** Makes the index anew after rows were removed. */
    void removed() {
        Arrays.fill(index, 0);
        if (size == 0) {
            freeCount = 0;
            highest = 0;
        }
        fillIndex();
    }
}

package io.vedette.core.darknet;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Rows of longs, found by the key in their first one, with two objects beside each row.
 *
 * <p>The rows lie in chunks that are never moved; an open-addressing index of row numbers is all that is copied when the table
 * grows. Freed rows are used again. Rows are removed many at a time, after which the index is made anew. Keys are never zero.
 * Belongs to one thread.
 */
final class RowTable {

    static final int NONE = -1;

    private static final int CHUNK_BITS = 10;
    private static final int CHUNK_ROWS = 1 << CHUNK_BITS;
    private static final int FIRST_SLOTS = 1 << 12;

    private final int longs;
    private final long seed;
    private long[][] rows = {};
    private @Nullable Object[][] sets = {};
    private @Nullable Object[][] extras = {};
    private int[] index = new int[FIRST_SLOTS];
    private int[] free = new int[16];
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
    Object set(int row) {
        return sets[row >>> CHUNK_BITS][row & CHUNK_ROWS - 1];
    }

    void putSet(int row, @Nullable Object set) {
        sets[row >>> CHUNK_BITS][row & CHUNK_ROWS - 1] = set;
    }

    @Nullable
    Object extra(int row) {
        return extras[row >>> CHUNK_BITS][row & CHUNK_ROWS - 1];
    }

    void putExtra(int row, @Nullable Object extra) {
        extras[row >>> CHUNK_BITS][row & CHUNK_ROWS - 1] = extra;
    }

    /** The row with this key, or {@link #NONE}. */
    int find(long key) {
        int[] slots = index;
        int mask = slots.length - 1;
        int at = slot(key) & mask;
        while (true) {
            int row = slots[at] - 1;
            if (row < 0) {
                return NONE;
            } else if (rows[row >>> CHUNK_BITS][offset(row)] == key) {
                return row;
            }
            at = at + 1 & mask;
        }
    }

    private int slot(long key) {
        long product = (key ^ key >>> 29) * 0xbf58_476d_1ce4_e5b9L ^ seed;
        product *= 0x94d0_49bb_1331_11ebL;
        return (int) (product >>> 33);
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
        sets = Arrays.copyOf(sets, count + 1);
        extras = Arrays.copyOf(extras, count + 1);
        rows[count] = new long[CHUNK_ROWS * longs];
        sets[count] = new Object[CHUNK_ROWS];
        extras[count] = new Object[CHUNK_ROWS];
    }

    private void insert(long key, int row) {
        int mask = index.length - 1;
        int at = slot(key) & mask;
        while (index[at] != 0) {
            at = at + 1 & mask;
        }
        index[at] = row + 1;
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
        putSet(row, null);
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

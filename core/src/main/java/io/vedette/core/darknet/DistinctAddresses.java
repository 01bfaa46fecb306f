package io.vedette.core.darknet;

import java.util.Arrays;

/** Tells the different ones among a few addresses. A place to work in, used again and again; belongs to one thread. */
final class DistinctAddresses {

    private final int[] table;
    private final int[] values;
    private int size;

    /** @param capacity how many addresses are looked at, at most; a power of two */
    DistinctAddresses(int capacity) {
        table = new int[2 * capacity];
        values = new int[capacity];
    }

    /** Looks at {@code addresses[from, from + count)}; returns how many are different, in the order in which they came. */
    int find(int[] addresses, int from, int count) {
        int mask = clear(count);
        boolean zero = false;
        size = 0;
        for (int i = from; i < from + count; i++) {
            int address = addresses[i];
            // 0 stands for a free place.
            boolean isNew = address == 0 ? !zero : isNew(address, mask);
            zero |= address == 0;
            if (isNew) {
                values[size++] = address;
            }
        }
        return size;
    }

    private int clear(int count) {
        int mask = Math.max(2, Integer.highestOneBit(count) << 2) - 1;
        int places = Math.min(mask + 1, table.length);
        Arrays.fill(table, 0, places, 0);
        return places - 1;
    }

    private boolean isNew(int address, int mask) {
        // Multiplication by 2^32 / φ (Knuth, The Art of Computer Programming, volume 3, section 6.4).
        int product = address * 0x9e37_79b9;
        int at = (product ^ product >>> 15) & mask;
        while (table[at] != 0) {
            if (table[at] == address) {
                return false;
            }
            at = at + 1 & mask;
        }
        table[at] = address;
        return true;
    }

    /** How many different addresses were found last. */
    int size() {
        return size;
    }

    /** The different addresses that were found last. */
    int value(int index) {
        return values[index];
    }

    void copyTo(int[] place, int from) {
        System.arraycopy(values, 0, place, from, size);
    }

    /** How many different /24 blocks they lie in. */
    int blocks() {
        int mask = clear(size);
        int blocks = 0;
        for (int i = 0; i < size; i++) {
            blocks += isNew((values[i] >>> 8) + 1, mask) ? 1 : 0;
        }
        return blocks;
    }

    /** How many lower bits of their block numbers differ: 2 to this power aligned blocks hold them all. */
    int rangeOrder() {
        int different = 0;
        for (int i = 1; i < size; i++) {
            different |= values[i] >>> 8 ^ values[0] >>> 8;
        }
        return Integer.SIZE - Integer.numberOfLeadingZeros(different);
    }
}

package io.vedette.core.darknet;

import java.util.Arrays;

/**
 * Pieces of large {@code int[]}s, of 8 to 32,768 ints each, in place of as many small objects: no header, no reference to
 * follow, nothing for the garbage collector to copy.
 *
 * <p>A buddy system (Knowlton: A fast storage allocator, 1965): a piece that is given back is joined with its other half if
 * that is free too, so that sets which grow together use the memory of each other's smaller pieces. A piece is named by its
 * place, counted in units of 8 ints. Belongs to one thread.
 */
final class IntPool {

    /** The largest piece has 8 &lt;&lt; this many ints. */
    static final int MAX_ORDER = 12;

    private static final int UNIT_BITS = 3;
    private static final int CHUNK_BITS = 18;
    private static final int CHUNK_INTS = 1 << CHUNK_BITS;
    private static final int CHUNK_UNITS = 1 << CHUNK_BITS - UNIT_BITS;
    private static final int NONE = -1;

    private int[][] chunks = {};

    /** Of each unit where a free piece begins, its order plus one; zero elsewhere. */
    private byte[][] free = {};

    /** The first free piece of each order. The others follow as a list: next and previous are the first ints of each. */
    private final int[] first = new int[MAX_ORDER + 1];

    private int end;

    IntPool() {
        Arrays.fill(first, NONE);
    }

    /** Ints in a piece of this order. */
    static int length(int order) {
        return 1 << UNIT_BITS + order;
    }

    /** The array in which a piece lies, from {@link #offset} on. */
    int[] chunk(int piece) {
        return chunks[piece >>> CHUNK_BITS - UNIT_BITS];
    }

    static int offset(int piece) {
        return (piece & CHUNK_UNITS - 1) << UNIT_BITS;
    }

    /** A piece of zeros. */
    int take(int order) {
        int piece = takeUncleared(order);
        int from = offset(piece);
        Arrays.fill(chunk(piece), from, from + length(order), 0);
        return piece;
    }

    /** A piece in which anything may stand. */
    int takeUncleared(int order) {
        return find(order);
    }

    /** A place in the pool, for {@link #touch}: the int at {@code index} of a piece. */
    static long place(int piece, int index) {
        return ((long) piece << UNIT_BITS) + index;
    }

    /** Reads {@code places[0, count)}, in a loop that has nothing else to do, so that the waits for memory overlap. */
    long touch(long[] places, int count) {
        int[][] all = chunks;
        long seen = 0;
        for (int i = 0; i < count && all.length > 0; i++) {
            seen += all[(int) (places[i] >>> CHUNK_BITS)][(int) places[i] & CHUNK_INTS - 1];
        }
        return seen;
    }

    private int find(int order) {
        int piece = first[order];
        if (piece != NONE) {
            unlink(piece, order);
        } else if (order == MAX_ORDER) {
            piece = carve();
        } else {
            piece = find(order + 1);
            link(piece + (1 << order), order);
        }
        return piece;
    }

    private int carve() {
        if (end == chunks.length * CHUNK_UNITS) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            free = Arrays.copyOf(free, chunks.length);
            chunks[chunks.length - 1] = new int[CHUNK_INTS];
            free[chunks.length - 1] = new byte[CHUNK_UNITS];
        }
        int piece = end;
        end += 1 << MAX_ORDER;
        return piece;
    }

    /** Takes a piece back. */
    void give(int piece, int order) {
        int joined = piece;
        int joinedOrder = order;
        while (joinedOrder < MAX_ORDER) {
            int buddy = joined ^ 1 << joinedOrder;
            if (mark(buddy) != joinedOrder + 1) {
                break;
            }
            unlink(buddy, joinedOrder);
            joined &= ~(1 << joinedOrder);
            joinedOrder++;
        }
        link(joined, joinedOrder);
    }

    private int mark(int piece) {
        return free[piece >>> CHUNK_BITS - UNIT_BITS][piece & CHUNK_UNITS - 1];
    }

    private void mark(int piece, int mark) {
        free[piece >>> CHUNK_BITS - UNIT_BITS][piece & CHUNK_UNITS - 1] = (byte) mark;
    }

    private void link(int piece, int order) {
        int next = first[order];
        int[] chunk = chunk(piece);
        chunk[offset(piece)] = next;
        chunk[offset(piece) + 1] = NONE;
        if (next != NONE) {
            chunk(next)[offset(next) + 1] = piece;
        }
        first[order] = piece;
        mark(piece, order + 1);
    }

    private void unlink(int piece, int order) {
        int next = chunk(piece)[offset(piece)];
        int previous = chunk(piece)[offset(piece) + 1];
        if (next != NONE) {
            chunk(next)[offset(next) + 1] = previous;
        }
        if (previous != NONE) {
            chunk(previous)[offset(previous)] = next;
        } else {
            first[order] = next;
        }
        mark(piece, 0);
    }
}

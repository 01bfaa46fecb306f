package io.vedette.core.contact;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;

/**
 * One-directional UDP records that wait for the record of the other direction.
 *
 * <p>First in, first out: {@link #expired} and {@link #release} give up the oldest. Memory grows with need up to a limit,
 * and {@link #shrink} gives it back. Belongs to one thread.
 */
final class UdpPairs {

    /*
     * A ring of rows in order of arrival, and over it a chained hash index by the unordered 5-tuple: both directions of a
     * conversation fall on one chain. A matched row stays in the ring as a hole until it gets to the
     * front, or until the ring is full and the holes are closed.
     *
     * A row is eight words, which is one or two cache lines. Arrivals have an array of their own: they are read in order.
     */
    private static final int NONE = -1;
    private static final int MIN_CAPACITY = 64;
    private static final int WORDS = 8;
    private static final int SOURCE_HIGH = 0;
    private static final int SOURCE_LOW = 1;
    private static final int DESTINATION_HIGH = 2;
    private static final int DESTINATION_LOW = 3;
    private static final int PORTS = 4;
    private static final int PACKETS = 5;
    private static final int START = 6;
    private static final int EVENT = 7;

    private final KeyedHash hash;
    private final int limit;
    private int capacity = MIN_CAPACITY;
    private long first; // sequence number of the oldest row; its slot is that number modulo capacity
    private long next;
    private int waiting;

    private int[] heads = filled(MIN_CAPACITY);
    private int[] chain = new int[MIN_CAPACITY];
    private boolean[] taken = new boolean[MIN_CAPACITY];
    private long[] rows = new long[MIN_CAPACITY * WORDS];
    private long[] arrivalMillis = new long[MIN_CAPACITY];

    UdpPairs(KeyedHash hash, int limit) {
        this.hash = hash;
        this.limit = Math.max(MIN_CAPACITY, Integer.highestOneBit(limit));
    }

    /** Records that wait. */
    int waiting() {
        return waiting;
    }

    /** Whether {@link #hold} would go over the limit, so that the oldest must be released first. */
    boolean isFull() {
        return waiting == limit;
    }

    /**
     * Takes out the record of the opposite direction, if it waits.
     *
     * @return its slot, valid until the next {@link #hold}, or -1
     */
    int takeOpposite(FlowBatch batch, int row) {
        long key = key(
                batch.sourceHigh(row),
                batch.sourceLow(row),
                batch.sourcePort(row),
                batch.destinationHigh(row),
                batch.destinationLow(row),
                batch.destinationPort(row));
        int bucket = (int) key & capacity - 1;
        int before = NONE;
        long wanted = ports(batch.destinationPort(row), batch.sourcePort(row));
        for (int slot = heads[bucket]; slot != NONE; slot = chain[slot]) {
            int at = slot * WORDS;
            if (rows[at + PORTS] == wanted
                    && rows[at + SOURCE_LOW] == batch.destinationLow(row)
                    && rows[at + DESTINATION_LOW] == batch.sourceLow(row)
                    && rows[at + SOURCE_HIGH] == batch.destinationHigh(row)
                    && rows[at + DESTINATION_HIGH] == batch.sourceHigh(row)) {
                unlink(bucket, before, slot);
                return slot;
            }
            before = slot;
        }
        return NONE;
    }

    private static long ports(int source, int destination) {
        return (long) source << 32 | destination & 0xffff_ffffL;
    }

    /** Lets a record wait. Not to be called when {@link #isFull}. */
    void hold(FlowBatch batch, int row) {
        if (next - first == capacity) {
            if (waiting * 4L <= capacity * 3L) {
                closeHoles();
            } else {
                resize(capacity * 2);
            }
        }
        int slot = (int) next++ & capacity - 1;
        int at = slot * WORDS;
        rows[at + SOURCE_HIGH] = batch.sourceHigh(row);
        rows[at + SOURCE_LOW] = batch.sourceLow(row);
        rows[at + DESTINATION_HIGH] = batch.destinationHigh(row);
        rows[at + DESTINATION_LOW] = batch.destinationLow(row);
        rows[at + PORTS] = ports(batch.sourcePort(row), batch.destinationPort(row));
        rows[at + PACKETS] = batch.packets(row);
        rows[at + START] = batch.startMillis(row);
        rows[at + EVENT] = batch.eventMillis(row);
        arrivalMillis[slot] = batch.arrivedMillis();
        link(slot);
        waiting++;
    }

    /** Whether the oldest record arrived before {@code millis}. */
    boolean expired(long millis) {
        skipHoles();
        return first < next && arrivalMillis[(int) first & capacity - 1] < millis;
    }

    /** Takes out the oldest record, waiting or not being the caller's concern; -1 if none waits. */
    int release() {
        skipHoles();
        if (first == next) {
            return NONE;
        }
        int slot = (int) first++ & capacity - 1;
        int bucket = (int) keyOf(slot) & capacity - 1;
        int before = NONE;
        for (int at = heads[bucket]; at != slot; at = chain[at]) {
            before = at;
        }
        unlink(bucket, before, slot);
        return slot;
    }

    private void skipHoles() {
        while (first < next && taken[(int) first & capacity - 1]) {
            first++;
        }
    }

    private void link(int slot) {
        int bucket = (int) keyOf(slot) & capacity - 1;
        chain[slot] = heads[bucket];
        heads[bucket] = slot;
        taken[slot] = false;
    }

    private void unlink(int bucket, int before, int slot) {
        if (before == NONE) {
            heads[bucket] = chain[slot];
        } else {
            chain[before] = chain[slot];
        }
        taken[slot] = true;
        waiting--;
    }

    private long keyOf(int slot) {
        return key(
                sourceHigh(slot),
                sourceLow(slot),
                sourcePort(slot),
                destinationHigh(slot),
                destinationLow(slot),
                destinationPort(slot));
    }

    /** The same for both directions. */
    private long key(long highA, long lowA, int portA, long highB, long lowB, int portB) {
        return hash.ofCouple(highA, lowA, portA, 0) + hash.ofCouple(highB, lowB, portB, 0);
    }

    /** Moves the waiting rows together, the oldest first, in place. */
    private void closeHoles() {
        Arrays.fill(heads, NONE);
        long to = first;
        for (long sequence = first; sequence < next; sequence++) {
            int from = (int) sequence & capacity - 1;
            if (!taken[from]) {
                int slot = (int) to++ & capacity - 1;
                System.arraycopy(rows, from * WORDS, rows, slot * WORDS, WORDS);
                arrivalMillis[slot] = arrivalMillis[from];
                link(slot);
            }
        }
        next = to;
    }

    /** Gives back half of the memory if an eighth is in use at most; not to be called while a slot is looked at. */
    void shrink() {
        if (capacity > MIN_CAPACITY && waiting <= capacity / 8) {
            resize(capacity / 2);
        }
    }

    /** Rows for which there is memory. */
    int capacity() {
        return capacity;
    }

    private void resize(int newCapacity) {
        closeHoles();
        int oldMask = capacity - 1;
        long[] oldRows = rows;
        long[] oldArrivals = arrivalMillis;
        capacity = newCapacity;
        rows = new long[capacity * WORDS];
        arrivalMillis = new long[capacity];
        taken = new boolean[capacity];
        chain = new int[capacity];
        heads = filled(capacity);
        for (long sequence = first; sequence < next; sequence++) {
            int from = (int) sequence & oldMask;
            int to = (int) sequence & capacity - 1;
            System.arraycopy(oldRows, from * WORDS, rows, to * WORDS, WORDS);
            arrivalMillis[to] = oldArrivals[from];
            link(to);
        }
    }

    private static int[] filled(int length) {
        int[] heads = new int[length];
        Arrays.fill(heads, NONE);
        return heads;
    }

    long sourceHigh(int slot) {
        return rows[slot * WORDS + SOURCE_HIGH];
    }

    long sourceLow(int slot) {
        return rows[slot * WORDS + SOURCE_LOW];
    }

    long destinationHigh(int slot) {
        return rows[slot * WORDS + DESTINATION_HIGH];
    }

    long destinationLow(int slot) {
        return rows[slot * WORDS + DESTINATION_LOW];
    }

    int sourcePort(int slot) {
        return (int) (rows[slot * WORDS + PORTS] >>> 32);
    }

    int destinationPort(int slot) {
        return (int) rows[slot * WORDS + PORTS];
    }

    long packets(int slot) {
        return rows[slot * WORDS + PACKETS];
    }

    /** First packet, or {@link Flow#UNKNOWN}. */
    long startMillis(int slot) {
        return rows[slot * WORDS + START];
    }

    long eventMillis(int slot) {
        return rows[slot * WORDS + EVENT];
    }
}

package io.vedette.core.contact;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;

/**
 * One-directional UDP records that wait for the record of the other direction.
 *
 * <p>First in, first out: {@link #expired} and {@link #release} give up the oldest. Memory grows with need up to a limit
 * and stays. Belongs to one thread.
 */
final class UdpPairs {

    /*
     * A ring of columns in order of arrival, and over it a chained hash index by the unordered 5-tuple: both directions of
     * a conversation fall on one chain. A matched row stays in the ring as a hole until it gets to the front.
     */
    private static final int NONE = -1;
    private static final int MIN_CAPACITY = 64;

    private final KeyedHash hash;
    private final int limit;
    private int capacity = MIN_CAPACITY;
    private long first; // sequence number of the oldest row; its slot is that number modulo capacity
    private long next;
    private int waiting;

    private int[] heads = filled(MIN_CAPACITY);
    private int[] chain = new int[MIN_CAPACITY];
    private boolean[] taken = new boolean[MIN_CAPACITY];
    private long[] sourceHigh = new long[MIN_CAPACITY];
    private long[] sourceLow = new long[MIN_CAPACITY];
    private long[] destinationHigh = new long[MIN_CAPACITY];
    private long[] destinationLow = new long[MIN_CAPACITY];
    private int[] ports = new int[MIN_CAPACITY];
    private long[] packets = new long[MIN_CAPACITY];
    private long[] startMillis = new long[MIN_CAPACITY];
    private long[] eventMillis = new long[MIN_CAPACITY];
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
        return next - first == limit;
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
        int wanted = batch.destinationPort(row) << 16 | batch.sourcePort(row) & 0xffff;
        for (int slot = heads[bucket]; slot != NONE; slot = chain[slot]) {
            if (ports[slot] == wanted
                    && sourceLow[slot] == batch.destinationLow(row)
                    && destinationLow[slot] == batch.sourceLow(row)
                    && sourceHigh[slot] == batch.destinationHigh(row)
                    && destinationHigh[slot] == batch.sourceHigh(row)) {
                unlink(bucket, before, slot);
                return slot;
            }
            before = slot;
        }
        return NONE;
    }

    /** Lets a record wait. Not to be called when {@link #isFull}. */
    void hold(FlowBatch batch, int row) {
        if (next - first == capacity) {
            grow();
        }
        int slot = (int) next++ & capacity - 1;
        sourceHigh[slot] = batch.sourceHigh(row);
        sourceLow[slot] = batch.sourceLow(row);
        destinationHigh[slot] = batch.destinationHigh(row);
        destinationLow[slot] = batch.destinationLow(row);
        ports[slot] = batch.sourcePort(row) << 16 | batch.destinationPort(row) & 0xffff;
        packets[slot] = batch.packets(row);
        startMillis[slot] = batch.startMillis(row);
        eventMillis[slot] = batch.eventMillis(row);
        arrivalMillis[slot] = batch.receivedMillis();
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
                sourceHigh[slot],
                sourceLow[slot],
                sourcePort(slot),
                destinationHigh[slot],
                destinationLow[slot],
                destinationPort(slot));
    }

    /** The same for both directions. */
    private long key(long highA, long lowA, int portA, long highB, long lowB, int portB) {
        return hash.ofCouple(highA, lowA, portA, 0) + hash.ofCouple(highB, lowB, portB, 0);
    }

    private void grow() {
        int old = capacity;
        capacity *= 2;
        sourceHigh = spread(sourceHigh, old);
        sourceLow = spread(sourceLow, old);
        destinationHigh = spread(destinationHigh, old);
        destinationLow = spread(destinationLow, old);
        packets = spread(packets, old);
        startMillis = spread(startMillis, old);
        eventMillis = spread(eventMillis, old);
        arrivalMillis = spread(arrivalMillis, old);
        int[] oldPorts = ports;
        boolean[] oldTaken = taken;
        ports = new int[capacity];
        taken = new boolean[capacity];
        chain = new int[capacity];
        heads = filled(capacity);
        for (long sequence = first; sequence < next; sequence++) {
            int from = (int) sequence & old - 1;
            int to = (int) sequence & capacity - 1;
            ports[to] = oldPorts[from];
            if (oldTaken[from]) {
                taken[to] = true;
            } else {
                link(to);
            }
        }
    }

    private long[] spread(long[] column, int old) {
        long[] wider = new long[capacity];
        for (long sequence = first; sequence < next; sequence++) {
            wider[(int) sequence & capacity - 1] = column[(int) sequence & old - 1];
        }
        return wider;
    }

    private static int[] filled(int length) {
        int[] heads = new int[length];
        Arrays.fill(heads, NONE);
        return heads;
    }

    long sourceHigh(int slot) {
        return sourceHigh[slot];
    }

    long sourceLow(int slot) {
        return sourceLow[slot];
    }

    long destinationHigh(int slot) {
        return destinationHigh[slot];
    }

    long destinationLow(int slot) {
        return destinationLow[slot];
    }

    int sourcePort(int slot) {
        return ports[slot] >>> 16;
    }

    int destinationPort(int slot) {
        return ports[slot] & 0xffff;
    }

    long packets(int slot) {
        return packets[slot];
    }

    /** First packet, or {@link Flow#UNKNOWN}. */
    long startMillis(int slot) {
        return startMillis[slot];
    }

    long eventMillis(int slot) {
        return eventMillis[slot];
    }
}

package io.vedette.core.contact;

/**
 * Slots of a table that wait for a moment, in the order of these moments. All wait equally long, so this is a ring.
 *
 * <p>Nothing is ever taken out of the middle: an entry has a ticket, the slot remembers its latest, and whoever takes an
 * entry out compares them. Belongs to one thread.
 */
final class DeadlineQueue {

    private final int[] slots;
    private final long[] deadlines;
    private final int mask;
    private int head;
    private int tail;

    /** @param capacity a power of two */
    DeadlineQueue(int capacity) {
        slots = new int[capacity];
        deadlines = new long[capacity];
        mask = capacity - 1;
    }

    boolean isEmpty() {
        return head == tail;
    }

    boolean isFull() {
        return tail - head == slots.length;
    }

    /** Appends a slot; returns the entry's ticket, which comes again only after 2^32 others. */
    int add(int slot, long deadline) {
        int at = tail & mask;
        slots[at] = slot;
        deadlines[at] = deadline;
        return tail++;
    }

    long firstDeadline() {
        return deadlines[head & mask];
    }

    int size() {
        return tail - head;
    }

    /** The slot {@code index} entries behind the first. */
    int slot(int index) {
        return slots[head + index & mask];
    }

    int firstSlot() {
        return slots[head & mask];
    }

    /** Takes the first entry out; returns its ticket. */
    int remove() {
        return head++;
    }

    void clear() {
        head = tail;
    }
}

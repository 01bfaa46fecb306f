package io.vedette.core.contact;

import io.vedette.core.packet.PacketBatch;
import io.vedette.core.sketch.KeyedHash;

/**
 * Conversations in the order in which they began, and an index that finds them by their two ends.
 *
 * <p>Grows with need up to a limit. A slot number is valid until the next conversation is appended. Belongs to one thread.
 */
final class ConversationTable {

    /*
     * A ring, and an index over it. All conversations wait equally long for their answer and are kept equally long
     * thereafter, so both ends of both spans move through the ring in order: from `head` (kept) over `due` (waiting) to `tail`.
     * Memory is read and written in sequence, and little of it; only the index is touched at random, once for each packet, and
     * `touch` begins with that for a whole batch, where the misses overlap.
     *
     * Both directions of a conversation have the same hash. A slot knows who the initiator is; what is found says whether
     * it was looked up from the initiator's side.
     */
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1 << 12;

    private final KeyedHash hash;
    private final int limit;
    private final ConversationSlots slots;
    private ConversationIndex index;
    private int mask;

    /** Members with which the table grows, or is full. */
    private int enough;

    private int head = ConversationIndex.FIRST_NUMBER;
    private int due = head;
    private int tail = head;
    private int lost;
    private int lookedUp;
    private boolean fromInitiator;

    /** @param limit on conversations, a power of two from 16 to 2^22 */
    ConversationTable(int limit, KeyedHash hash) {
        this.hash = hash;
        this.limit = limit;
        int capacity = Math.min(limit, FIRST_CAPACITY);
        slots = new ConversationSlots(capacity);
        index = new ConversationIndex(capacity);
        mask = capacity - 1;
        enough = enough();
    }

    private int enough() {
        int capacity = mask + 1;
        return capacity == limit ? capacity : capacity / 4 * 3;
    }

    /** What is known of the conversations. */
    ConversationSlots slots() {
        return slots;
    }

    /** The hash of a conversation, from either side. */
    int hash(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        return (int) hash.ofConversation(aHigh, aLow, aPort, bHigh, bLow, bPort, protocol);
    }

    private int hash(int slot) {
        return hash(
                slots.initiatorHigh(slot),
                slots.initiatorLow(slot),
                slots.initiatorPort(slot),
                slots.targetHigh(slot),
                slots.targetLow(slot),
                slots.targetPort(slot),
                slots.protocol(slot));
    }

    /** Brings what {@link #find} will look at first closer; returns something that depends on it. */
    long touchIndex(int key) {
        return index.touch(key);
    }

    /** Brings what {@link #find} will look at next closer; returns something that depends on it. */
    long touchSlot(int key) {
        int step = index.next(key, 0, tail, size());
        return step < 0 ? step : slots.touch(slotOf(index.number(key, step)));
    }

    /** The conversation between two ends, or {@link #NONE}; remembers what it looked for, for {@link #append}. */
    int find(int key, long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        lookedUp = key;
        int size = size();
        for (int step = index.next(key, 0, tail, size); step >= 0; step = index.next(key, step + 1, tail, size)) {
            int slot = slotOf(index.number(key, step));
            if (slots.isBetween(slot, aHigh, aLow, aPort, bHigh, bLow, bPort, protocol)) {
                fromInitiator = true;
                return slot;
            } else if (slots.isBetween(slot, bHigh, bLow, bPort, aHigh, aLow, aPort, protocol)) {
                fromInitiator = false;
                return slot;
            }
        }
        return NONE;
    }

    /** Whether the first end of the last successful {@link #find} is the initiator. */
    boolean foundFromInitiator() {
        return fromInitiator;
    }

    private int slotOf(int number) {
        return number & mask;
    }

    int size() {
        return tail - head;
    }

    boolean isEmpty() {
        return tail == head;
    }

    /** Whether {@link #append} needs room: the limit is reached. Doubles the table before that. */
    boolean isFull() {
        return size() >= enough && !grown();
    }

    private boolean grown() {
        boolean may = mask + 1 < limit;
        if (may) {
            grow();
        }
        return may;
    }

    private void grow() {
        int capacity = (mask + 1) * 2;
        slots.resize(capacity, head, tail);
        index = new ConversationIndex(capacity);
        mask = capacity - 1;
        enough = enough();
        int end = tail;
        for (tail = head; tail != end; tail++) {
            enter(slotOf(tail));
        }
    }

    /** Makes an index entry for the conversation that is about to be the last, unless it is hidden. */
    private void enter(int slot) {
        if (!slots.isHidden(slot)) {
            enterKey(hash(slot));
        }
    }

    private void enterKey(int key) {
        int displaced = index.enter(key, tail, size());
        if (displaced != ConversationIndex.NONE) {
            int slot = slotOf(displaced);
            if (!slots.isHidden(slot) && index.neighbours(hash(slot), key)) {
                slots.hide(slot);
                lost++;
            }
        }
    }

    /** Whether there is something to {@linkplain #takeLost take}. */
    boolean hasLost() {
        return lost != 0;
    }

    /** Conversations that cannot be found any more for want of room in the index, since the last call. */
    int takeLost() {
        int taken = lost;
        lost = 0;
        return taken;
    }

    /**
     * Appends the conversation last looked for, with no packets and no flags. Not to be called when {@link #isFull}.
     *
     * @param nowMillis never less than before
     * @return its slot
     */
    int append(
            long iHigh,
            long iLow,
            int iPort,
            long tHigh,
            long tLow,
            int tPort,
            int protocol,
            int state,
            long startMillis,
            long nowMillis) {
        int slot = slotOf(tail);
        slots.begin(slot, iHigh, iLow, iPort, tHigh, tLow, tPort, protocol, state, startMillis, nowMillis);
        enterKey(lookedUp);
        tail++;
        return slot;
    }

    /** The same for the IPv4 packet in a row, whose source is the initiator; counts it. */
    int append(PacketBatch packets, int row, int state, int flags, long startMillis, long nowMillis) {
        int slot = slotOf(tail);
        slots.begin(slot, packets, row, state, flags, startMillis, nowMillis);
        enterKey(lookedUp);
        tail++;
        return slot;
    }

    /** Whether there are conversations at which {@link #passDue} has not come by. */
    boolean hasDue() {
        return due != tail;
    }

    /** The first conversation not passed. */
    int dueSlot() {
        return slotOf(due);
    }

    void passDue() {
        due++;
    }

    /** Whether {@link #passDue} has come by the conversation in a slot. */
    boolean isPassed(int slot) {
        return slotOf(slot - head) < due - head;
    }

    /** The first conversation. */
    int firstSlot() {
        return slotOf(head);
    }

    /** Forgets the first conversation, which must have been passed. */
    void dropFirst() {
        head++;
    }

    /** Appends the first conversation anew, with what is known of it; it must have been passed. */
    void moveFirstToEnd(long nowMillis) {
        appendCopy(slotOf(head++), nowMillis);
    }

    /** Appends what stands in a slot, in the ring or just forgotten. */
    void appendCopy(int from, long nowMillis) {
        int to = slotOf(tail);
        slots.copy(from, to, nowMillis);
        enter(to);
        tail++;
    }

    /** Forgets all. */
    void clear() {
        head = tail;
        due = tail;
    }
}

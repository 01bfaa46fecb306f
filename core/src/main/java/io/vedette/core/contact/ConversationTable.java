package io.vedette.core.contact;

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
     * Memory is read and written in sequence, which costs a cache nothing; only the index is touched at random, once for
     * each packet, and `touch` begins with that for a whole batch, where the misses overlap.
     *
     * Both directions of a conversation have the same hash. A slot knows who the initiator is; what is found says whether
     * it was looked up from the initiator's side.
     */
    static final int NONE = -1;

    private static final int FIRST_CAPACITY = 1 << 12;

    private static final int INITIATOR_HIGH = 0;
    private static final int INITIATOR_LOW = 1;
    private static final int TARGET_HIGH = 2;
    private static final int TARGET_LOW = 3;
    private static final int ENDS = 4; // initiator port 16, target port 16, protocol 8, traits 13, state 11
    private static final int TALLY = 5; // last packet 32, packets 24, flags 8
    private static final int START = 6;
    private static final int NUMBERS = 7;
    private static final int SLOT_LONGS = 8;

    /** Stands in place of the hash of a conversation that is not to be found. */
    private static final int HIDDEN = 0;

    private static final long STATE = 0xff_ffffL;
    private static final int TRAITS_SHIFT = 24 - ProbeHeader.TRAIT_BITS;
    private static final int MAX_PACKETS = 0xff_ffff;

    private final KeyedHash hash;
    private final int limit;
    private long[] slots = {};

    /** For each slot when it was appended, in milliseconds of which the lower 32 bits count, and its hash. */
    private long[] order = {};

    private ConversationIndex index = new ConversationIndex(4);
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
        allocate(Math.min(limit, FIRST_CAPACITY));
    }

    private void allocate(int capacity) {
        slots = new long[capacity * SLOT_LONGS];
        order = new long[capacity];
        index = new ConversationIndex(capacity);
        mask = capacity - 1;
        enough = capacity == limit ? capacity : capacity / 4 * 3;
    }

    /** The hash of a conversation, from either side; never 0. */
    int hash(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        int key = (int) hash.ofPair(hash.ofEnd(aHigh, aLow, aPort), hash.ofEnd(bHigh, bLow, bPort), protocol);
        return key == HIDDEN ? 1 : key;
    }

    /** Brings what {@link #find} will look at first closer; returns something that depends on it. */
    long touchIndex(int key) {
        return index.touch(key);
    }

    /** Brings what {@link #find} will look at next closer; returns something that depends on it. */
    long touchSlot(int key) {
        int step = index.next(key, 0, tail, size());
        return step < 0 ? step : slots[slotOf(index.number(key, step)) * SLOT_LONGS];
    }

    /** The conversation between two ends, or {@link #NONE}; remembers what it looked for, for {@link #append}. */
    int find(int key, long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        lookedUp = key;
        int size = size();
        for (int step = index.next(key, 0, tail, size); step >= 0; step = index.next(key, step + 1, tail, size)) {
            int slot = slotOf(index.number(key, step));
            if ((int) order[slot] != key) {
                continue;
            } else if (matches(slot, aHigh, aLow, aPort, bHigh, bLow, bPort, protocol)) {
                fromInitiator = true;
                return slot;
            } else if (matches(slot, bHigh, bLow, bPort, aHigh, aLow, aPort, protocol)) {
                fromInitiator = false;
                return slot;
            }
        }
        return NONE;
    }

    private boolean matches(
            int slot, long iHigh, long iLow, int iPort, long tHigh, long tLow, int tPort, int protocol) {
        int at = slot * SLOT_LONGS;
        return slots[at + INITIATOR_LOW] == iLow
                && slots[at + TARGET_LOW] == tLow
                && slots[at + ENDS] >>> 24 == ends(iPort, tPort, protocol)
                && slots[at + INITIATOR_HIGH] == iHigh
                && slots[at + TARGET_HIGH] == tHigh;
    }

    private static long ends(int initiatorPort, int targetPort, int protocol) {
        return (long) initiatorPort << 24 | (long) targetPort << 8 | protocol;
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
        long[] oldSlots = slots;
        long[] oldOrder = order;
        int oldMask = mask;
        int end = tail;
        allocate((mask + 1) * 2);
        for (tail = head; tail != end; tail++) {
            int slot = slotOf(tail);
            System.arraycopy(oldSlots, (tail & oldMask) * SLOT_LONGS, slots, slot * SLOT_LONGS, SLOT_LONGS);
            order[slot] = oldOrder[tail & oldMask];
            enter((int) order[slot]);
        }
    }

    /** Makes an index entry for the conversation about to be the last. */
    private void enter(int key) {
        if (key == HIDDEN) {
            return;
        }
        int displaced = index.enter(key, tail, size());
        if (displaced != ConversationIndex.NONE) {
            int slot = slotOf(displaced);
            if (!isHidden(slot) && index.neighbours((int) order[slot], key)) {
                hide(slot);
                lost++;
            }
        }
    }

    /** Conversations that cannot be found any more for want of room in the index, since the last call. */
    int takeLost() {
        int taken = lost;
        lost = 0;
        return taken;
    }

    /** Makes a conversation one that is not found any more. */
    void hide(int slot) {
        order[slot] &= ~0xffff_ffffL;
    }

    boolean isHidden(int slot) {
        return (int) order[slot] == HIDDEN;
    }

    /** When and under which hash the conversation in a slot was appended. */
    private void setOrder(int slot, long nowMillis, int key) {
        order[slot] = nowMillis << 32 | key & 0xffff_ffffL;
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
        int at = slot * SLOT_LONGS;
        slots[at + INITIATOR_HIGH] = iHigh;
        slots[at + INITIATOR_LOW] = iLow;
        slots[at + TARGET_HIGH] = tHigh;
        slots[at + TARGET_LOW] = tLow;
        slots[at + ENDS] = ends(iPort, tPort, protocol) << 24 | state;
        slots[at + TALLY] = nowMillis << 32;
        slots[at + START] = startMillis;
        setOrder(slot, nowMillis, lookedUp);
        enter(lookedUp);
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
        if (from != to) {
            System.arraycopy(slots, from * SLOT_LONGS, slots, to * SLOT_LONGS, SLOT_LONGS);
        }
        int key = (int) order[from];
        setOrder(to, nowMillis, key);
        enter(key);
        tail++;
    }

    /** Forgets all. */
    void clear() {
        head = tail;
        due = tail;
    }

    /** Time since a conversation was appended; right up to 24 days. */
    int waitedMillis(int slot, long nowMillis) {
        return (int) nowMillis - (int) (order[slot] >>> 32);
    }

    /** Makes the target the initiator and the other way round. */
    void swapEnds(int slot) {
        int at = slot * SLOT_LONGS;
        long high = slots[at + INITIATOR_HIGH];
        long low = slots[at + INITIATOR_LOW];
        long ends = ends(targetPort(slot), initiatorPort(slot), protocol(slot));
        slots[at + INITIATOR_HIGH] = slots[at + TARGET_HIGH];
        slots[at + INITIATOR_LOW] = slots[at + TARGET_LOW];
        slots[at + TARGET_HIGH] = high;
        slots[at + TARGET_LOW] = low;
        slots[at + ENDS] = ends << 24 | slots[at + ENDS] & STATE;
    }

    long initiatorHigh(int slot) {
        return slots[slot * SLOT_LONGS + INITIATOR_HIGH];
    }

    long initiatorLow(int slot) {
        return slots[slot * SLOT_LONGS + INITIATOR_LOW];
    }

    long targetHigh(int slot) {
        return slots[slot * SLOT_LONGS + TARGET_HIGH];
    }

    long targetLow(int slot) {
        return slots[slot * SLOT_LONGS + TARGET_LOW];
    }

    int initiatorPort(int slot) {
        return (int) (slots[slot * SLOT_LONGS + ENDS] >>> 48);
    }

    int targetPort(int slot) {
        return (int) (slots[slot * SLOT_LONGS + ENDS] >>> 32) & 0xffff;
    }

    int protocol(int slot) {
        return (int) (slots[slot * SLOT_LONGS + ENDS] >>> 24) & 0xff;
    }

    boolean has(int slot, int stateBit) {
        return (slots[slot * SLOT_LONGS + ENDS] & stateBit) != 0;
    }

    void set(int slot, int stateBits) {
        slots[slot * SLOT_LONGS + ENDS] |= stateBits;
    }

    void unset(int slot, int stateBits) {
        slots[slot * SLOT_LONGS + ENDS] &= ~(long) stateBits;
    }

    /** Notes the {@link ProbeHeader} of the first packet; there is none until then. */
    void setHeader(int slot, long numbers, int traits) {
        int at = slot * SLOT_LONGS;
        slots[at + NUMBERS] = numbers;
        slots[at + ENDS] |= (long) traits << TRAITS_SHIFT;
    }

    long headerNumbers(int slot) {
        return slots[slot * SLOT_LONGS + NUMBERS];
    }

    /** 0 if there is no header. */
    int headerTraits(int slot) {
        return (int) (slots[slot * SLOT_LONGS + ENDS] & STATE) >>> TRAITS_SHIFT;
    }

    long startMillis(int slot) {
        return slots[slot * SLOT_LONGS + START];
    }

    void setStart(int slot, long startMillis) {
        slots[slot * SLOT_LONGS + START] = startMillis;
    }

    /** Notes a packet at {@code nowMillis}. */
    void setLast(int slot, long nowMillis) {
        int at = slot * SLOT_LONGS + TALLY;
        slots[at] = nowMillis << 32 | slots[at] & 0xffff_ffffL;
    }

    /** Time since the last packet; right up to 24 days. */
    int idleMillis(int slot, long nowMillis) {
        return (int) nowMillis - (int) (slots[slot * SLOT_LONGS + TALLY] >>> 32);
    }

    /** Packets of the initiator, counted up to 16 million. */
    int packets(int slot) {
        return (int) (slots[slot * SLOT_LONGS + TALLY] >>> 8) & MAX_PACKETS;
    }

    /** The flags of all packets of the initiator. */
    int flags(int slot) {
        return (int) slots[slot * SLOT_LONGS + TALLY] & 0xff;
    }

    /** Forgets packets and flags. */
    void clearTally(int slot) {
        slots[slot * SLOT_LONGS + TALLY] &= ~0xffff_ffffL;
    }

    /** Counts a packet of the initiator. */
    void addPacket(int slot, int flags) {
        int at = slot * SLOT_LONGS + TALLY;
        slots[at] = (packets(slot) == MAX_PACKETS ? slots[at] : slots[at] + (1 << 8)) | flags;
    }
}

package io.vedette.core.contact;

import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;

/**
 * Conversations by their two ends, in a table of fixed size.
 *
 * <p>A slot number stays with a conversation until it is removed. Belongs to one thread.
 */
final class ConversationTable {

    /*
     * Open addressing within a bucket of eight: the eight tags (parts of the hash) of a bucket lie in half a cache line, the
     * slot that a tag points to in one more. A conversation never moves, so queues can refer to slots; a full bucket has no
     * room although the table has, which at a load of one half happens to one insertion in some thousands.
     *
     * Both directions of a conversation have the same hash. A slot knows who the initiator is; what is found says whether it
     * was looked up from the initiator's side.
     */
    private static final int WAYS = 8;
    static final int NONE = -1;

    private static final int INITIATOR_HIGH = 0;
    private static final int INITIATOR_LOW = 1;
    private static final int TARGET_HIGH = 2;
    private static final int TARGET_LOW = 3;
    private static final int ENDS = 4; // initiator port 16, target port 16, protocol 8, state 24
    private static final int START = 5;
    private static final int LAST = 6;
    private static final int TALLY = 7; // ticket 32, packets 24, flags 8
    private static final int SLOT_LONGS = 8;

    private static final long STATE = 0xff_ffffL;
    private static final int MAX_PACKETS = 0xff_ffff;

    private final KeyedHash hash;
    private final int[] tags;
    private final long[] slots;
    private final int bucketMask;
    private int size;
    private long lookedUp;
    private boolean fromInitiator;

    /** @param capacity a power of two, at least eight */
    ConversationTable(int capacity, KeyedHash hash) {
        this.hash = hash;
        tags = new int[capacity];
        slots = new long[capacity * SLOT_LONGS];
        bucketMask = capacity / WAYS - 1;
    }

    int size() {
        return size;
    }

    /** The conversation between two ends, or {@link #NONE}; remembers what it looked for, for {@link #insert}. */
    int find(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        long a = hash.ofCouple(aHigh, aLow, aPort, protocol);
        long b = hash.ofCouple(bHigh, bLow, bPort, protocol);
        long both = hash.ofBoth(a ^ b, a + b);
        lookedUp = both;
        int tag = tag(both);
        int bucket = bucket(both);
        for (int slot = bucket; slot < bucket + WAYS; slot++) {
            if (tags[slot] == tag) {
                int at = slot * SLOT_LONGS;
                if (matches(at, aHigh, aLow, aPort, bHigh, bLow, bPort, protocol)) {
                    fromInitiator = true;
                    return slot;
                } else if (matches(at, bHigh, bLow, bPort, aHigh, aLow, aPort, protocol)) {
                    fromInitiator = false;
                    return slot;
                }
            }
        }
        return NONE;
    }

    private static int tag(long hash) {
        return (int) hash | 1; // 0 is a free slot
    }

    private int bucket(long hash) {
        return ((int) (hash >>> 32) & bucketMask) * WAYS;
    }

    private boolean matches(int at, long iHigh, long iLow, int iPort, long tHigh, long tLow, int tPort, int protocol) {
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

    /** A free slot for the conversation last looked up and not found, or {@link #NONE}. */
    int free() {
        int bucket = bucket(lookedUp);
        for (int slot = bucket; slot < bucket + WAYS; slot++) {
            if (tags[slot] == 0) {
                return slot;
            }
        }
        return NONE;
    }

    /** Of the conversations in whose place the one last looked up could stand: the longest idle one, the settled first. */
    int victim(int settled) {
        int bucket = bucket(lookedUp);
        int victim = bucket;
        for (int slot = bucket + 1; slot < bucket + WAYS; slot++) {
            boolean slotSettled = has(slot, settled);
            boolean victimSettled = has(victim, settled);
            if (slotSettled == victimSettled ? last(slot) < last(victim) : slotSettled) {
                victim = slot;
            }
        }
        return victim;
    }

    /** Puts the conversation last looked up into a free slot, with no packets and no flags. */
    void insert(
            int slot,
            long iHigh,
            long iLow,
            int iPort,
            long tHigh,
            long tLow,
            int tPort,
            int protocol,
            int state,
            long startMillis) {
        tags[slot] = tag(lookedUp);
        int at = slot * SLOT_LONGS;
        slots[at + INITIATOR_HIGH] = iHigh;
        slots[at + INITIATOR_LOW] = iLow;
        slots[at + TARGET_HIGH] = tHigh;
        slots[at + TARGET_LOW] = tLow;
        slots[at + ENDS] = ends(iPort, tPort, protocol) << 24 | state;
        slots[at + START] = startMillis;
        slots[at + TALLY] = 0;
        size++;
    }

    void remove(int slot) {
        tags[slot] = 0;
        size--;
    }

    void clear() {
        Arrays.fill(tags, 0);
        size = 0;
    }

    boolean isUsed(int slot) {
        return tags[slot] != 0;
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

    long startMillis(int slot) {
        return slots[slot * SLOT_LONGS + START];
    }

    long last(int slot) {
        return slots[slot * SLOT_LONGS + LAST];
    }

    void setLast(int slot, long millis) {
        slots[slot * SLOT_LONGS + LAST] = millis;
    }

    int ticket(int slot) {
        return (int) (slots[slot * SLOT_LONGS + TALLY] >>> 32);
    }

    void setTicket(int slot, int ticket) {
        int at = slot * SLOT_LONGS + TALLY;
        slots[at] = (long) ticket << 32 | slots[at] & 0xffff_ffffL;
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

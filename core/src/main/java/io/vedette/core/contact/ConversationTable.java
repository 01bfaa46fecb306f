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
     * Open addressing within buckets of eight. What the search looks at lies together in one cache line: eight tags (parts of
     * the hash) and the time of the last packet for each; what it finds lies in one more. A conversation never moves, so
     * queues can refer to its slot; a full bucket has no room although the table has, which at a load of one half happens to
     * one insertion in some thousands.
     *
     * Both directions of a conversation have the same hash. A slot knows who the initiator is; what is found says whether it
     * was looked up from the initiator's side.
     *
     * The price of a packet is its cache misses. `touch` begins with them for a whole batch, where they overlap.
     */
    private static final int WAYS = 8;
    static final int NONE = -1;

    /** In the directory: eight tags, eight ages. */
    private static final int BUCKET_INTS = 16;

    private static final int INITIATOR_HIGH = 0;
    private static final int INITIATOR_LOW = 1;
    private static final int TARGET_HIGH = 2;
    private static final int TARGET_LOW = 3;
    private static final int ENDS = 4; // initiator port 16, target port 16, protocol 8, traits 13, state 11
    private static final int TALLY = 5; // ticket 32, packets 24, flags 8
    private static final int START = 6;
    private static final int NUMBERS = 7;
    private static final int SLOT_LONGS = 8;

    /** Puts the first slot at the start of a cache line where the array's header of 16 bytes begins one. */
    private static final int FIRST_SLOT = 6;

    private static final long STATE = 0xff_ffffL;
    private static final int TRAITS_SHIFT = 24 - ProbeHeader.TRAIT_BITS;
    private static final int MAX_PACKETS = 0xff_ffff;

    private final KeyedHash hash;
    private final int[] directory;
    private final long[] slots;
    private final int bucketMask;
    private long lookedUp;
    private boolean fromInitiator;

    /** @param capacity a power of two, at least eight */
    ConversationTable(int capacity, KeyedHash hash) {
        this.hash = hash;
        directory = new int[capacity * BUCKET_INTS / WAYS];
        slots = new long[capacity * SLOT_LONGS + FIRST_SLOT];
        bucketMask = capacity / WAYS - 1;
    }

    /** The hash of a conversation, from either side. */
    long hash(long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        long a = hash.ofCouple(aHigh, aLow, aPort, protocol);
        long b = hash.ofCouple(bHigh, bLow, bPort, protocol);
        return hash.ofBoth(a ^ b, a + b);
    }

    /** Brings what {@link #find} will look at closer; returns something that depends on it. */
    long touch(long key) {
        int bucket = bucket(key);
        int tag = tag(key);
        long touched = 0;
        for (int way = 0; way < WAYS; way++) {
            if (directory[bucket * BUCKET_INTS + way] == tag) {
                touched += slots[at(bucket * WAYS + way)];
            }
        }
        return touched;
    }

    /** Brings a slot closer. */
    long touchSlot(int slot) {
        return slots[at(slot) + TALLY];
    }

    /** The conversation between two ends, or {@link #NONE}; remembers what it looked for, for {@link #insert}. */
    int find(long key, long aHigh, long aLow, int aPort, long bHigh, long bLow, int bPort, int protocol) {
        lookedUp = key;
        int tag = tag(key);
        int bucket = bucket(key);
        for (int way = 0; way < WAYS; way++) {
            if (directory[bucket * BUCKET_INTS + way] == tag) {
                int slot = bucket * WAYS + way;
                int at = at(slot);
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

    private static int tag(long key) {
        return (int) key | 1; // 0 is a free slot
    }

    private int bucket(long key) {
        return (int) (key >>> 32) & bucketMask;
    }

    private static int at(int slot) {
        return slot * SLOT_LONGS + FIRST_SLOT;
    }

    private static int tagAt(int slot) {
        return slot / WAYS * BUCKET_INTS + slot % WAYS;
    }

    private static int ageAt(int slot) {
        return tagAt(slot) + WAYS;
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
        for (int way = 0; way < WAYS; way++) {
            if (directory[bucket * BUCKET_INTS + way] == 0) {
                return bucket * WAYS + way;
            }
        }
        return NONE;
    }

    /** Of the conversations in whose place the one last looked up could stand: the longest idle one, the settled first. */
    int victim(long nowMillis) {
        int first = bucket(lookedUp) * WAYS;
        int victim = first;
        for (int slot = first + 1; slot < first + WAYS; slot++) {
            boolean settled = isSettled(slot);
            if (settled == isSettled(victim) ? idleMillis(slot, nowMillis) > idleMillis(victim, nowMillis) : settled) {
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
        directory[tagAt(slot)] = tag(lookedUp);
        int at = at(slot);
        slots[at + INITIATOR_HIGH] = iHigh;
        slots[at + INITIATOR_LOW] = iLow;
        slots[at + TARGET_HIGH] = tHigh;
        slots[at + TARGET_LOW] = tLow;
        slots[at + ENDS] = ends(iPort, tPort, protocol) << 24 | state;
        slots[at + START] = startMillis;
        slots[at + TALLY] = 0;
        directory[ageAt(slot)] = 0;
    }

    void remove(int slot) {
        directory[tagAt(slot)] = 0;
    }

    void clear() {
        Arrays.fill(directory, 0);
    }

    /** Makes the target the initiator and the other way round. */
    void swapEnds(int slot) {
        int at = at(slot);
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
        return slots[at(slot) + INITIATOR_HIGH];
    }

    long initiatorLow(int slot) {
        return slots[at(slot) + INITIATOR_LOW];
    }

    long targetHigh(int slot) {
        return slots[at(slot) + TARGET_HIGH];
    }

    long targetLow(int slot) {
        return slots[at(slot) + TARGET_LOW];
    }

    int initiatorPort(int slot) {
        return (int) (slots[at(slot) + ENDS] >>> 48);
    }

    int targetPort(int slot) {
        return (int) (slots[at(slot) + ENDS] >>> 32) & 0xffff;
    }

    int protocol(int slot) {
        return (int) (slots[at(slot) + ENDS] >>> 24) & 0xff;
    }

    boolean has(int slot, int stateBit) {
        return (slots[at(slot) + ENDS] & stateBit) != 0;
    }

    void set(int slot, int stateBits) {
        slots[at(slot) + ENDS] |= stateBits;
    }

    void unset(int slot, int stateBits) {
        slots[at(slot) + ENDS] &= ~(long) stateBits;
    }

    /** Notes the {@link ProbeHeader} of the first packet; there is none until then. */
    void setHeader(int slot, long numbers, int traits) {
        int at = at(slot);
        slots[at + NUMBERS] = numbers;
        slots[at + ENDS] |= (long) traits << TRAITS_SHIFT;
    }

    long headerNumbers(int slot) {
        return slots[at(slot) + NUMBERS];
    }

    /** 0 if there is no header. */
    int headerTraits(int slot) {
        return (int) (slots[at(slot) + ENDS] & STATE) >>> TRAITS_SHIFT;
    }

    long startMillis(int slot) {
        return slots[at(slot) + START];
    }

    /** Notes a packet at {@code nowMillis}. */
    void setLast(int slot, long nowMillis) {
        int age = ageAt(slot);
        directory[age] = (int) nowMillis << 1 | directory[age] & 1;
    }

    /** Time since the last packet; right up to 24 days. */
    int idleMillis(int slot, long nowMillis) {
        return ((int) nowMillis << 1) - (directory[ageAt(slot)] & ~1) >>> 1;
    }

    /** Whether no outcome is waited for, so that little is lost if the conversation is forgotten. */
    boolean isSettled(int slot) {
        return (directory[ageAt(slot)] & 1) != 0;
    }

    void setSettled(int slot) {
        directory[ageAt(slot)] |= 1;
    }

    int ticket(int slot) {
        return (int) (slots[at(slot) + TALLY] >>> 32);
    }

    void setTicket(int slot, int ticket) {
        int at = at(slot) + TALLY;
        slots[at] = (long) ticket << 32 | slots[at] & 0xffff_ffffL;
    }

    /** Packets of the initiator, counted up to 16 million. */
    int packets(int slot) {
        return (int) (slots[at(slot) + TALLY] >>> 8) & MAX_PACKETS;
    }

    /** The flags of all packets of the initiator. */
    int flags(int slot) {
        return (int) slots[at(slot) + TALLY] & 0xff;
    }

    /** Forgets packets and flags. */
    void clearTally(int slot) {
        slots[at(slot) + TALLY] &= ~0xffff_ffffL;
    }

    /** Counts a packet of the initiator. */
    void addPacket(int slot, int flags) {
        int at = at(slot) + TALLY;
        slots[at] = (packets(slot) == MAX_PACKETS ? slots[at] : slots[at] + (1 << 8)) | flags;
    }
}

package io.vedette.core.contact;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.packet.IntPair;
import io.vedette.core.packet.PacketBatch;

/** What is known of the conversations of a {@link ConversationTable}, by the number of the slot. Belongs to one thread. */
final class ConversationSlots {

    /*
     * A slot is five words, because writing it, and reading it again when the wait is over, is what a conversation of one packet
     * costs. Of IPv4 the addresses are one word; of others they stand apart, in an array that is made when the first of them
     * comes. Times are the lower 32 bits of milliseconds, which tell a time by a clock less than 24 days away.
     */
    private static final int ADDRESSES = 0; // initiator 32, target 32; nothing where wide
    private static final int ENDS = 1; // initiator port 16, target port 16, protocol 8, traits 13, state 11
    private static final int TALLY = 2; // last packet 32, packets 24, flags 8
    private static final int TIMES = 3; // first packet 32, appended 32
    private static final int NUMBERS = 4;
    private static final int WORDS = 5;

    private static final int WIDE_INITIATOR = 0;
    private static final int WIDE_TARGET = 2;
    private static final int WIDE_WORDS = 4;

    /** State: the addresses are not both of IPv4. The bits below are for whoever keeps conversations here. */
    private static final int WIDE = 1 << 9;

    /** State: not to be found. */
    private static final int HIDDEN = 1 << 10;

    private static final long STATE = 0xff_ffffL;
    private static final int TRAITS_SHIFT = 24 - ProbeHeader.TRAIT_BITS;
    private static final int MAX_PACKETS = 0xff_ffff;
    private static final int ONE_PACKET = 1 << 8;

    private long[] words;
    private long[] wide = {};

    ConversationSlots(int capacity) {
        words = new long[capacity * WORDS];
    }

    private int capacity() {
        return words.length / WORDS;
    }

    /**
     * Makes more slots, a power of two as before. What stood in the slots of the numbers from {@code first} to {@code end}, which
     * are their lower bits, then stands in those of one bit more.
     */
    void resize(int capacity, int first, int end) {
        long[] oldWords = words;
        long[] oldWide = wide;
        int oldMask = capacity() - 1;
        words = new long[capacity * WORDS];
        wide = oldWide.length == 0 ? oldWide : new long[capacity * WIDE_WORDS];
        for (int number = first; number != end; number++) {
            copy(oldWords, oldWide, number & oldMask, number & capacity - 1);
        }
    }

    private void copy(long[] fromWords, long[] fromWide, int from, int to) {
        System.arraycopy(fromWords, from * WORDS, words, to * WORDS, WORDS);
        if (isWide(to)) {
            System.arraycopy(fromWide, from * WIDE_WORDS, wide, to * WIDE_WORDS, WIDE_WORDS);
        }
    }

    /** Puts into a slot what stands in another or the same, as appended at {@code nowMillis}. */
    void copy(int from, int to, long nowMillis) {
        if (from != to) {
            copy(words, wide, from, to);
        }
        int times = to * WORDS + TIMES;
        words[times] = IntPair.of(IntPair.upper(words[times]), (int) nowMillis);
    }

    /** Puts a conversation with no packets and no flags into a slot. */
    void begin(
            int slot,
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
        long ends = ends(iPort, tPort, protocol) << 24 | state;
        if (isNarrow(iHigh, iLow, tHigh, tLow)) {
            begin(slot, IntPair.of((int) iLow, (int) tLow), ends, 0, startMillis, nowMillis);
            return;
        }
        if (wide.length == 0) {
            wide = new long[capacity() * WIDE_WORDS];
        }
        int at = slot * WIDE_WORDS;
        wide[at + WIDE_INITIATOR] = iHigh;
        wide[at + WIDE_INITIATOR + 1] = iLow;
        wide[at + WIDE_TARGET] = tHigh;
        wide[at + WIDE_TARGET + 1] = tLow;
        begin(slot, 0, ends | WIDE, 0, startMillis, nowMillis);
    }

    /** The same for the IPv4 packet in a row, whose source is the initiator; counts it. */
    void begin(int slot, PacketBatch packets, int row, int state, int flags, long startMillis, long nowMillis) {
        long ends = IntPair.of(packets.ports(row), packets.protocol(row) << 24 | state);
        begin(slot, packets.addresses4(row), ends, ONE_PACKET | flags, startMillis, nowMillis);
    }

    private void begin(int slot, long addresses, long ends, int tally, long startMillis, long nowMillis) {
        int at = slot * WORDS;
        words[at + ADDRESSES] = addresses;
        words[at + ENDS] = ends;
        words[at + TALLY] = nowMillis << 32 | tally;
        words[at + TIMES] = IntPair.of((int) startMillis, (int) nowMillis);
    }

    /** Brings a slot closer; returns something that depends on it. */
    long touch(int slot) {
        return words[slot * WORDS + ENDS];
    }

    /** Whether these are the initiator and the target of a conversation that may be found. */
    boolean isBetween(int slot, long iHigh, long iLow, int iPort, long tHigh, long tLow, int tPort, int protocol) {
        int at = slot * WORDS;
        long ends = words[at + ENDS];
        if (ends >>> 24 != ends(iPort, tPort, protocol) || (ends & HIDDEN) != 0) {
            return false;
        }
        if ((ends & WIDE) == 0) {
            return words[at + ADDRESSES] == IntPair.of((int) iLow, (int) tLow) && isNarrow(iHigh, iLow, tHigh, tLow);
        }
        int wideAt = slot * WIDE_WORDS;
        return wide[wideAt + WIDE_INITIATOR] == iHigh
                && wide[wideAt + WIDE_INITIATOR + 1] == iLow
                && wide[wideAt + WIDE_TARGET] == tHigh
                && wide[wideAt + WIDE_TARGET + 1] == tLow;
    }

    private static boolean isNarrow(long iHigh, long iLow, long tHigh, long tLow) {
        return IpAddress.isIpv4(iHigh, iLow) && IpAddress.isIpv4(tHigh, tLow);
    }

    private static long ends(int initiatorPort, int targetPort, int protocol) {
        return (long) initiatorPort << 24 | (long) targetPort << 8 | protocol;
    }

    /** Makes a conversation one that is not found any more. */
    void hide(int slot) {
        set(slot, HIDDEN);
    }

    boolean isHidden(int slot) {
        return has(slot, HIDDEN);
    }

    /** Whether the ends are not both of IPv4. */
    boolean isWide(int slot) {
        return has(slot, WIDE);
    }

    /** Time since a conversation was appended; right up to 24 days. */
    int waitedMillis(int slot, long nowMillis) {
        return (int) nowMillis - IntPair.lower(words[slot * WORDS + TIMES]);
    }

    /** Makes the target the initiator and the other way round. */
    void swapEnds(int slot) {
        int at = slot * WORDS;
        if (isWide(slot)) {
            int wideAt = slot * WIDE_WORDS;
            long high = wide[wideAt + WIDE_INITIATOR];
            long low = wide[wideAt + WIDE_INITIATOR + 1];
            wide[wideAt + WIDE_INITIATOR] = wide[wideAt + WIDE_TARGET];
            wide[wideAt + WIDE_INITIATOR + 1] = wide[wideAt + WIDE_TARGET + 1];
            wide[wideAt + WIDE_TARGET] = high;
            wide[wideAt + WIDE_TARGET + 1] = low;
        } else {
            words[at + ADDRESSES] = Long.rotateLeft(words[at + ADDRESSES], 32);
        }
        long ends = ends(targetPort(slot), initiatorPort(slot), protocol(slot));
        words[at + ENDS] = ends << 24 | words[at + ENDS] & STATE;
    }

    /** The addresses of initiator and target, as {@link IntPair}; only where the conversation is not {@linkplain #isWide wide}. */
    long addresses4(int slot) {
        return words[slot * WORDS + ADDRESSES];
    }

    long initiatorHigh(int slot) {
        return isWide(slot) ? wide[slot * WIDE_WORDS + WIDE_INITIATOR] : 0;
    }

    long initiatorLow(int slot) {
        return isWide(slot)
                ? wide[slot * WIDE_WORDS + WIDE_INITIATOR + 1]
                : IpAddress.lowOfIpv4(IntPair.upper(words[slot * WORDS + ADDRESSES]));
    }

    long targetHigh(int slot) {
        return isWide(slot) ? wide[slot * WIDE_WORDS + WIDE_TARGET] : 0;
    }

    long targetLow(int slot) {
        return isWide(slot)
                ? wide[slot * WIDE_WORDS + WIDE_TARGET + 1]
                : IpAddress.lowOfIpv4(IntPair.lower(words[slot * WORDS + ADDRESSES]));
    }

    int initiatorPort(int slot) {
        return (int) (words[slot * WORDS + ENDS] >>> 48);
    }

    int targetPort(int slot) {
        return (int) (words[slot * WORDS + ENDS] >>> 32) & 0xffff;
    }

    int protocol(int slot) {
        return (int) (words[slot * WORDS + ENDS] >>> 24) & 0xff;
    }

    boolean has(int slot, int stateBit) {
        return (words[slot * WORDS + ENDS] & stateBit) != 0;
    }

    void set(int slot, int stateBits) {
        words[slot * WORDS + ENDS] |= stateBits;
    }

    void unset(int slot, int stateBits) {
        words[slot * WORDS + ENDS] &= ~(long) stateBits;
    }

    /** Notes the {@link ProbeHeader} of the first packet; there is none until then. */
    void setHeader(int slot, long numbers, int traits) {
        int at = slot * WORDS;
        words[at + NUMBERS] = numbers;
        words[at + ENDS] |= (long) traits << TRAITS_SHIFT;
    }

    long headerNumbers(int slot) {
        return words[slot * WORDS + NUMBERS];
    }

    /** 0 if there is no header. */
    int headerTraits(int slot) {
        return (int) (words[slot * WORDS + ENDS] & STATE) >>> TRAITS_SHIFT;
    }

    /** When its first packet came, if that is less than 24 days from {@code nowMillis}. */
    long startMillis(int slot, long nowMillis) {
        return nowMillis - ((int) nowMillis - IntPair.upper(words[slot * WORDS + TIMES]));
    }

    void setStart(int slot, long startMillis) {
        int at = slot * WORDS + TIMES;
        words[at] = IntPair.of((int) startMillis, IntPair.lower(words[at]));
    }

    /** Notes a packet at {@code nowMillis}. */
    void setLast(int slot, long nowMillis) {
        int at = slot * WORDS + TALLY;
        words[at] = nowMillis << 32 | words[at] & 0xffff_ffffL;
    }

    /** Time since the last packet; right up to 24 days. */
    int idleMillis(int slot, long nowMillis) {
        return (int) nowMillis - (int) (words[slot * WORDS + TALLY] >>> 32);
    }

    /** Packets of the initiator, counted up to 16 million. */
    int packets(int slot) {
        return (int) (words[slot * WORDS + TALLY] >>> 8) & MAX_PACKETS;
    }

    /** The flags of all packets of the initiator. */
    int flags(int slot) {
        return (int) words[slot * WORDS + TALLY] & 0xff;
    }

    /** Forgets packets and flags. */
    void clearTally(int slot) {
        words[slot * WORDS + TALLY] &= ~0xffff_ffffL;
    }

    /** Counts a packet of the initiator. */
    void addPacket(int slot, int flags) {
        int at = slot * WORDS + TALLY;
        words[at] = (packets(slot) == MAX_PACKETS ? words[at] : words[at] + ONE_PACKET) | flags;
    }
}

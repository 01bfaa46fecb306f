package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.TcpFlags;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Couples of host and port as they are kept: a few ints each, and questions to all of them at once.
 *
 * <p>Positions run from 0 to {@link #size()}, exclusive, and hold until the list changes. A part of the {@link ScanState} and
 * not an object of its own, which would be 16 bytes more for each suspect. Belongs to one thread.
 */
abstract sealed class CoupleList extends OpeningStyle permits Couples {

    /*
     * Three ints a couple for a source with an IPv4 address, six with an IPv6 one. Who has an IPv4 address turns to IPv4
     * addresses. From the top:
     *
     *   - port (16 bits), whether there is none (1), whether this is not TCP (1), TCP flags or else the protocol (8), evidence
     *     (4), outcome (2);
     *   - time in milliseconds after the base (30 bits, 12.4 days), compared (1), seen (1);
     *   - the last 32 bits of the target, then towards the first.
     *
     * Behind a full list there may be the map of an Overflow.
     */
    static final int NARROW = 3;
    private static final int WIDE = 6;
    private static final int PORT_SHIFT = 16;
    private static final int PORTLESS = 1 << 15;
    private static final int NOT_TCP = 1 << 14;
    private static final int DETAIL_SHIFT = 6;
    private static final int ANY_PORT = PORTLESS - 1;
    private static final int EVIDENCE_SHIFT = 2;
    private static final int EVIDENCE_MASK = 0xf;
    private static final int TIME_SHIFT = 2;
    private static final int COMPARED = 2;
    private static final int SEEN = 1;
    private static final long LARGEST_TIME = (1L << 30) - 1;

    /** Couples on the list, at most. */
    public static final int MAX_COUPLES = 64;

    /** What the list makes room for, step by step. Most suspects never get to the third. */
    private static final byte[] CAPACITIES = {3, 6, 10, 16, 26, 42, MAX_COUPLES};

    /** After how long couples may still be on the list and seem younger than they are; see {@link #sinceBase}. */
    static final long MAX_MEMORY_MILLIS = LARGEST_TIME / 8 * 7;

    private static final Evidence[] EVIDENCE = Evidence.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    static {
        assert EVIDENCE.length <= 16 && OUTCOMES.length == 4;
    }

    final long high;
    final long low;
    private long baseMillis = Long.MIN_VALUE;

    /** The list, with room behind it; behind one that is full, whatever {@link Couples} has there. */
    int[] entries;

    byte size;

    /** The position last written to: the first to look at. */
    private byte latest;

    /** One bit for each position: what is asked for most often. */
    private long failures;

    CoupleList(long high, long low) {
        this.high = high;
        this.low = low;
        this.entries = new int[CAPACITIES[0] * words()];
    }

    /** Words of each entry. */
    final int words() {
        return IpAddress.isIpv4(high, low) ? NARROW : WIDE;
    }

    /** Couples on the list. */
    public final int size() {
        return size;
    }

    /** Position of a couple on the list, or -1. */
    public final int find(long toHigh, long toLow, int toPort, int toProtocol) {
        int words = words();
        int couple = couple(toPort, toProtocol);
        int mask = mask(couple);
        if (latest < size && isAt(latest, words, couple, mask, toHigh, toLow)) {
            return latest;
        }
        for (int i = 0; i < size; i++) {
            if (isAt(i, words, couple, mask, toHigh, toLow)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isAt(int at, int words, int couple, int mask, long toHigh, long toLow) {
        int word = at * words;
        return entries[word + 2] == (int) toLow
                && ((entries[word] ^ couple) & mask) == 0
                && targetLow(at) == toLow
                && targetHigh(at) == toHigh;
    }

    private static int couple(int port, int protocol) {
        int ofPort = port < 0 ? PORTLESS : port << PORT_SHIFT;
        return protocol == IpProtocol.TCP ? ofPort : ofPort | NOT_TCP | (protocol & 0xff) << DETAIL_SHIFT;
    }

    /** The bits that tell couples of one host apart. */
    private static int mask(int couple) {
        return (couple & NOT_TCP) != 0 ? -1 << DETAIL_SHIFT : -NOT_TCP;
    }

    /** Writes a couple to a position, but for what {@link #describe} does. */
    final void put(int at, long toHigh, long toLow, long atMillis) {
        latest = (byte) at;
        int words = words();
        int word = at * words;
        entries[word + 1] = (int) sinceBase(atMillis) << TIME_SHIFT;
        entries[word + 2] = (int) toLow;
        if (words == WIDE) {
            entries[word + 3] = (int) (toLow >>> 32);
            entries[word + 4] = (int) toHigh;
            entries[word + 5] = (int) (toHigh >>> 32);
        }
    }

    /** Writes what is known of the couple at a position. */
    final void describe(
            int at, int port, int protocol, int flags, Evidence grade, Outcome result, boolean initiatorSeen) {
        int word = at * words();
        entries[word] = couple(port, protocol)
                | (protocol == IpProtocol.TCP ? (flags & 0xff) << DETAIL_SHIFT : 0)
                | grade.ordinal() << EVIDENCE_SHIFT
                | result.ordinal();
        entries[word + 1] = entries[word + 1] & ~SEEN | (initiatorSeen ? SEEN : 0);
        note(at, initiatorSeen && grade.failed());
    }

    private void note(int at, boolean failed) {
        failures = failures & ~(1L << at) | (failed ? 1L << at : 0);
    }

    /** Takes a couple off the list; the last takes its place. */
    final void drop(int at) {
        int words = words();
        System.arraycopy(entries, --size * words, entries, at * words, words);
        note(at, failed(size));
        note(size, false);
    }

    /** Empties the list. */
    final void dropAll() {
        size = 0;
        failures = 0;
    }

    /** The oldest of some couples, of which there is one at least. */
    final int oldest(long couples) {
        int words = words();
        int oldest = Long.numberOfTrailingZeros(couples);
        int since = entries[oldest * words + 1] >>> TIME_SHIFT;
        for (long left = couples & couples - 1; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            int time = entries[i * words + 1] >>> TIME_SHIFT;
            if (time < since) {
                since = time;
                oldest = i;
            }
        }
        return oldest;
    }

    /** Whether there is a couple older than {@code millis}. */
    final boolean hasBefore(long millis) {
        long since = millis - baseMillis;
        int words = words();
        int end = size * words;
        for (int word = 1; word < end; word += words) {
            if (entries[word] >>> TIME_SHIFT < since) {
                return true;
            }
        }
        return false;
    }

    /** Makes room for one couple more; there are fewer than {@link Couples#MAX_COUPLES}. */
    final void makeRoom(int words) {
        for (int i = 0; size * words == entries.length; i++) {
            if (CAPACITIES[i] > size) {
                entries = Arrays.copyOf(entries, CAPACITIES[i] * words);
            }
        }
    }

    /** The moment as it is kept. When it is too late for its bits all are moved, and the oldest come to lie together. */
    private long sinceBase(long atMillis) {
        if (baseMillis == Long.MIN_VALUE) {
            // Some room before the first, because records of flows come in the order in which they ended.
            baseMillis = atMillis - LARGEST_TIME / 4;
        }
        if (atMillis - baseMillis > LARGEST_TIME) {
            long moved = atMillis - MAX_MEMORY_MILLIS - baseMillis;
            int words = words();
            for (int word = 1; word < size * words; word += words) {
                long time = Math.max(0, (entries[word] >>> TIME_SHIFT) - moved);
                entries[word] = (int) time << TIME_SHIFT | entries[word] & (COMPARED | SEEN);
            }
            baseMillis += moved;
        }
        return Math.max(0, atMillis - baseMillis);
    }

    /** Whether a couple is among those that are compared with what other sources do. */
    public final boolean isCompared(int at) {
        return (entries[at * words() + 1] & COMPARED) != 0;
    }

    final void compared(int at) {
        entries[at * words() + 1] |= COMPARED;
    }

    final void noneCompared() {
        int words = words();
        for (int word = 1; word < size * words; word += words) {
            entries[word] &= ~COMPARED;
        }
    }

    /*
     * Sets of couples are one bit for each position. Most of what is asked about a suspect is asked about all of its couples, for each
     * of its contacts: loops without a branch, over an array that is in the cache.
     */

    /** All couples that failed, as a set. */
    final long failures() {
        return failures;
    }

    /** All couples that are {@linkplain #isCompared compared}, as a set. */
    public final long allCompared() {
        int words = words();
        long set = 0;
        for (int word = (size - 1) * words; word >= 0; word -= words) {
            set = set << 1 | (entries[word + 1] & COMPARED) / COMPARED;
        }
        return set;
    }

    /** All couples with the port and the protocol of the one at {@code at}, as a set. */
    public final long onPortOf(int at) {
        int words = words();
        int couple = entries[at * words];
        int mask = mask(couple);
        long set = 0;
        for (int word = (size - 1) * words; word >= 0; word -= words) {
            set = set << 1 | (((entries[word] ^ couple) & mask) == 0 ? 1 : 0);
        }
        return set;
    }

    /** All couples with the protocol of the one at {@code at}, as a set. */
    final long onProtocolOf(int at) {
        int words = words();
        int couple = entries[at * words];
        int mask = mask(couple) & ANY_PORT;
        long set = 0;
        for (int word = (size - 1) * words; word >= 0; word -= words) {
            set = set << 1 | (((entries[word] ^ couple) & mask) == 0 ? 1 : 0);
        }
        return set;
    }

    /** All couples with the host of the one at {@code at}, as a set. */
    public final long onHostOf(int at) {
        return near(at, 2 * Long.SIZE);
    }

    /** All couples whose hosts have the first {@code bits} of 128 in common with that of the one at {@code at}, as a set. */
    public final long near(int at, int bits) {
        return words() == WIDE ? nearWide(at, bits) : nearNarrow(at, Math.min(Integer.SIZE, 2 * Long.SIZE - bits));
    }

    private long nearNarrow(int at, int otherBits) {
        long host = entries[at * NARROW + 2] & 0xffff_ffffL;
        long set = 0;
        for (int word = (size - 1) * NARROW; word >= 0; word -= NARROW) {
            set = set << 1 | ((entries[word + 2] & 0xffff_ffffL ^ host) >>> otherBits == 0 ? 1 : 0);
        }
        return set;
    }

    private long nearWide(int at, int bits) {
        Prefix network = new Prefix(targetHigh(at), targetLow(at), bits);
        long set = 0;
        for (int i = size - 1; i >= 0; i--) {
            set = set << 1 | (network.contains(targetHigh(i), targetLow(i)) ? 1 : 0);
        }
        return set;
    }

    /** Distinct hosts of some couples. */
    public final int hostsOf(long couples) {
        int hosts = 0;
        for (long left = couples; left != 0; hosts++) {
            left &= ~onHostOf(Long.numberOfTrailingZeros(left));
        }
        return hosts;
    }

    /** Distinct ports of some couples, those of each protocol by themselves. */
    final int portsOf(long couples) {
        int ports = 0;
        for (long left = couples; left != 0; ports++) {
            left &= ~onPortOf(Long.numberOfTrailingZeros(left));
        }
        return ports;
    }

    final boolean failed(int at) {
        return (failures >>> at & 1) != 0;
    }

    /** Upper half of the target's address. */
    public final long targetHigh(int at) {
        return words() == WIDE ? joined(at * WIDE + 4) : 0;
    }

    /** Lower half of the target's address. */
    public final long targetLow(int at) {
        return words() == WIDE ? joined(at * WIDE + 2) : IpAddress.lowOfIpv4(entries[at * NARROW + 2]);
    }

    private long joined(int word) {
        return (long) entries[word + 1] << 32 | entries[word] & 0xffff_ffffL;
    }

    /** As in {@link Contact#targetPort}. */
    public final int port(int at) {
        int entry = entries[at * words()];
        return (entry & PORTLESS) != 0 ? Contact.UNKNOWN : entry >>> PORT_SHIFT;
    }

    /** IP protocol number. */
    public final int protocol(int at) {
        int entry = entries[at * words()];
        return (entry & NOT_TCP) != 0 ? entry >>> DETAIL_SHIFT & 0xff : IpProtocol.TCP;
    }

    final int flags(int at) {
        int entry = entries[at * words()];
        return (entry & NOT_TCP) != 0 ? TcpFlags.UNKNOWN : entry >>> DETAIL_SHIFT & 0xff;
    }

    final Evidence evidence(int at) {
        return EVIDENCE[evidenceOrdinal(at)];
    }

    final int evidenceOrdinal(int at) {
        return entries[at * words()] >>> EVIDENCE_SHIFT & EVIDENCE_MASK;
    }

    /** What became of it, as far as is known. */
    public final Outcome outcome(int at) {
        return OUTCOMES[entries[at * words()] & 3];
    }

    final boolean seen(int at) {
        return (entries[at * words() + 1] & SEEN) != 0;
    }

    /** When it was first tried, milliseconds since 1970 UTC. */
    public final long timeMillis(int at) {
        return baseMillis + (entries[at * words() + 1] >>> TIME_SHIFT);
    }

    /** How it was tried. */
    public final Technique technique(int at) {
        return Evidence.technique(protocol(at), flags(at), outcome(at));
    }

    /** Writes the list; returns nothing of what lies behind it. */
    final void writeList(DataOutput out) throws IOException {
        out.writeByte(size);
        out.writeLong(baseMillis);
        for (int i = 0; i < size * words(); i++) {
            out.writeInt(entries[i]);
        }
    }

    /** Reads what {@link #writeList} wrote into an empty list. */
    final void readList(DataInput in) throws IOException {
        int words = words();
        int couples = ScanStateCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        baseMillis = in.readLong();
        for (; size < couples; size++) {
            makeRoom(words);
            for (int word = size * words; word < (size + 1) * words; word++) {
                entries[word] = in.readInt();
            }
            ScanStateCodec.check(evidenceOrdinal(size), EVIDENCE.length - 1, "evidence");
            note(size, seen(size) && evidence(size).failed());
        }
    }
}

package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The couples of host and port that one initiator was seen to fail at: a short exact list, and the sum of what they are worth.
 *
 * <p>Positions run from 0 to {@link #size()}, exclusive, and hold until the list changes. A part of the {@link ScanState} and
 * not an object of its own, which would be 16 bytes more for each suspect. Belongs to one thread.
 */
public abstract sealed class Couples extends OpeningStyle permits ScanState {

    /** Couples on the list, at most; more than any threshold. The weakest, then the oldest, makes room. */
    public static final int MAX_COUPLES = 64;

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
    private static final int NARROW = 3;
    private static final int WIDE = 6;
    private static final int PORT_SHIFT = 16;
    private static final int PORTLESS = 1 << 15;
    private static final int NOT_TCP = 1 << 14;
    private static final int DETAIL_SHIFT = 6;
    private static final int EVIDENCE_SHIFT = 2;
    private static final int TIME_SHIFT = 2;
    private static final int COMPARED = 2;
    private static final int SEEN = 1;
    private static final long LARGEST_TIME = (1L << 30) - 1;

    /** What the list makes room for, step by step. Most suspects never get to the third. */
    private static final byte[] CAPACITIES = {3, 6, 10, 16, 26, 42, MAX_COUPLES};

    /** After how long couples may still be on the list and seem younger than they are; see {@link #sinceBase}. */
    static final long MAX_MEMORY_MILLIS = LARGEST_TIME / 8 * 7;

    private static final KeyedHash HASH = new KeyedHash(3);
    private static final Evidence[] EVIDENCE = Evidence.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    /** One bit for each grade that is a failure. */
    private static final int FAILED = Arrays.stream(EVIDENCE)
            .filter(Evidence::failed)
            .mapToInt(grade -> 1 << grade.ordinal())
            .sum();

    static {
        assert EVIDENCE.length <= 16 && OUTCOMES.length == 4;
    }

    final long high;
    final long low;
    private long baseMillis = Long.MIN_VALUE;
    private int[] entries;

    /** In {@link Evidence#UNITS}. */
    private short score;

    private byte size;

    Couples(long high, long low) {
        this.high = high;
        this.low = low;
        this.entries = new int[CAPACITIES[0] * words()];
    }

    private int words() {
        return IpAddress.isIpv4(high, low) ? NARROW : WIDE;
    }

    /** Couples on the list. */
    public final int size() {
        return size;
    }

    /** Sum of the evidence of all couples on the list. */
    final double score() {
        return (double) score / Evidence.UNITS;
    }

    /** The same, each couple halved for every {@code halfLifeMillis} of its age. */
    final double score(long nowMillis, long halfLifeMillis) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double halvings = Math.max(0, nowMillis - timeMillis(i)) / (double) halfLifeMillis;
            sum += (double) unitsOf(i) / Evidence.UNITS * Math.pow(2, -halvings);
        }
        return sum;
    }

    /** The sum of a full list is far from what a short holds. */
    private void weigh(int units) {
        score = (short) (score + units);
    }

    /** What an entry adds to the score: nothing before its initiator was seen. */
    private int unitsOf(int at) {
        return seen(at) ? evidence(at).units() : 0;
    }

    /** Position of a couple on the list, or -1. */
    public final int find(long toHigh, long toLow, int toPort, int toProtocol) {
        int words = words();
        int couple = couple(toPort, toProtocol);
        int mask = mask(couple);
        for (int i = 0, word = 0; i < size; i++, word += words) {
            if (entries[word + 2] == (int) toLow
                    && ((entries[word] ^ couple) & mask) == 0
                    && targetLow(i) == toLow
                    && targetHigh(i) == toHigh) {
                return i;
            }
        }
        return -1;
    }

    private static int couple(int port, int protocol) {
        int ofPort = port < 0 ? PORTLESS : port << PORT_SHIFT;
        return protocol == IpProtocol.TCP ? ofPort : ofPort | NOT_TCP | (protocol & 0xff) << DETAIL_SHIFT;
    }

    /** The bits that tell couples of one host apart. */
    private static int mask(int couple) {
        return (couple & NOT_TCP) != 0 ? -1 << DETAIL_SHIFT : -NOT_TCP;
    }

    /** Puts a new couple on the list; returns its position, or -1 if it is weaker than all that is there. */
    final int add(
            long toHigh,
            long toLow,
            int toPort,
            int toProtocol,
            int withFlags,
            Evidence grade,
            Outcome result,
            boolean initiatorSeen,
            long atMillis) {
        int words = words();
        if (words == NARROW && !IpAddress.isIpv4(toHigh, toLow)) {
            return -1; // a record whose two ends are of two families
        }
        boolean failed = initiatorSeen && grade.failed();
        int at = size < MAX_COUPLES ? size : weakest(failed);
        if (at < 0) {
            return -1;
        }
        // Flows tell of a ping before its answer: those that are silent so far say nothing about how many will have
        // failed.
        if (size == MAX_COUPLES && failed && grade != Evidence.ICMP_UNANSWERED) {
            overflow(HASH.ofCouple(toHigh, toLow, toPort, toProtocol));
        }
        if (at == size) {
            makeRoom(words);
            size++;
        } else {
            weigh(-unitsOf(at));
        }
        int word = at * words;
        entries[word + 1] = (int) sinceBase(atMillis) << TIME_SHIFT;
        entries[word + 2] = (int) toLow;
        if (words == WIDE) {
            entries[word + 3] = (int) (toLow >>> 32);
            entries[word + 4] = (int) toHigh;
            entries[word + 5] = (int) (toHigh >>> 32);
        }
        set(at, couple(toPort, toProtocol), toProtocol, withFlags, grade, result, initiatorSeen);
        return at;
    }

    private void set(
            int at, int couple, int protocol, int flags, Evidence grade, Outcome result, boolean initiatorSeen) {
        int word = at * words();
        entries[word] = couple
                | (protocol == IpProtocol.TCP ? (flags & 0xff) << DETAIL_SHIFT : 0)
                | grade.ordinal() << EVIDENCE_SHIFT
                | result.ordinal();
        entries[word + 1] = entries[word + 1] & ~SEEN | (initiatorSeen ? SEEN : 0);
        weigh(unitsOf(at));
    }

    private void makeRoom(int words) {
        for (int i = 0; size * words == entries.length; i++) {
            if (CAPACITIES[i] > size) {
                entries = Arrays.copyOf(entries, CAPACITIES[i] * words);
            }
        }
    }

    /** The oldest of those that did not fail, or else of all if it may be one that failed; -1 if it may not. */
    private int weakest(boolean evenFailed) {
        int oldest = -1;
        int oldestWeak = -1;
        for (int i = 0; i < size; i++) {
            if (failed(i)) {
                oldest = oldest < 0 || timeMillis(i) < timeMillis(oldest) ? i : oldest;
            } else {
                oldestWeak = oldestWeak < 0 || timeMillis(i) < timeMillis(oldestWeak) ? i : oldestWeak;
            }
        }
        return oldestWeak >= 0 ? oldestWeak : evenFailed ? oldest : -1;
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

    private boolean hasOverflow() {
        return entries.length > MAX_COUPLES * words();
    }

    private void overflow(long couple) {
        int map = MAX_COUPLES * words();
        if (!hasOverflow()) {
            entries = Arrays.copyOf(entries, map + Overflow.WORDS);
            for (int i = 0; i < size; i++) {
                if (failed(i) && evidence(i) != Evidence.ICMP_UNANSWERED) {
                    Overflow.add(HASH.ofCouple(targetHigh(i), targetLow(i), port(i), protocol(i)), entries, map);
                }
            }
        }
        Overflow.add(couple, entries, map);
    }

    private void dropOverflow() {
        if (hasOverflow()) {
            entries = Arrays.copyOf(entries, MAX_COUPLES * words());
        }
    }

    /** How many distinct couples, pings apart, have failed for each that is on the list. */
    final double crowding() {
        return hasOverflow() ? Math.max(1, Overflow.count(entries, MAX_COUPLES * words()) / MAX_COUPLES) : 1;
    }

    /** Changes the grade of a couple, and whether the initiator itself was seen. */
    final void regrade(int at, Evidence grade, Outcome result, int withFlags, boolean initiatorSeen) {
        weigh(-unitsOf(at));
        set(at, couple(port(at), protocol(at)), protocol(at), withFlags, grade, result, initiatorSeen);
    }

    final void remove(int at) {
        weigh(-unitsOf(at));
        int words = words();
        System.arraycopy(entries, --size * words, entries, at * words, words);
    }

    /** Drops what is older than {@code millis} in event time. */
    final void forgetBefore(long millis) {
        for (int i = size - 1; i >= 0; i--) {
            if (timeMillis(i) < millis) {
                remove(i);
                dropOverflow();
            }
        }
    }

    final void clear() {
        size = 0;
        score = 0;
        dropOverflow();
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

    final boolean failed(int at) {
        return seen(at) && (FAILED >>> evidenceOrdinal(at) & 1) != 0;
    }

    final boolean samePort(int a, int b) {
        int words = words();
        int couple = entries[a * words];
        return ((couple ^ entries[b * words]) & mask(couple)) == 0;
    }

    final boolean sameAddress(int a, int b) {
        return targetLow(a) == targetLow(b) && targetHigh(a) == targetHigh(b);
    }

    /** Whether two targets are in one network: IPv4 /24, IPv6 /64. */
    final boolean sameNetwork(int a, int b) {
        return sameUpTo(a, b, 8, 0);
    }

    /** Whether two targets are at one site: IPv4 /16, IPv6 /48. */
    final boolean sameSite(int a, int b) {
        return sameUpTo(a, b, 16, 16);
    }

    private boolean sameUpTo(int a, int b, int ipv4Bits, int ipv6Bits) {
        return IpAddress.isIpv4(targetHigh(a), targetLow(a))
                ? targetHigh(a) == targetHigh(b) && (targetLow(a) ^ targetLow(b)) >>> ipv4Bits == 0
                : (targetHigh(a) ^ targetHigh(b)) >>> ipv6Bits == 0;
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

    private int evidenceOrdinal(int at) {
        return entries[at * words()] >>> EVIDENCE_SHIFT & 0xf;
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

    final void writeCouples(DataOutput out) throws IOException {
        out.writeByte(size);
        out.writeLong(baseMillis);
        for (int i = 0; i < size * words(); i++) {
            out.writeInt(entries[i]);
        }
        out.writeBoolean(hasOverflow());
        for (int i = MAX_COUPLES * words(); i < entries.length; i++) {
            out.writeInt(entries[i]);
        }
    }

    /** Reads what {@link #writeCouples} wrote into a new list of the same source. */
    final void readCouples(DataInput in) throws IOException {
        int words = words();
        int couples = ScanStateCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        baseMillis = in.readLong();
        while (size < couples) {
            makeRoom(words);
            for (int word = size * words; word < (size + 1) * words; word++) {
                entries[word] = in.readInt();
            }
            ScanStateCodec.check(entries[size * words] >>> EVIDENCE_SHIFT & 0xf, EVIDENCE.length - 1, "evidence");
            weigh(unitsOf(size++));
        }
        if (in.readBoolean()) {
            entries = Arrays.copyOf(entries, MAX_COUPLES * words + Overflow.WORDS);
            for (int i = MAX_COUPLES * words; i < entries.length; i++) {
                entries[i] = in.readInt();
            }
        }
    }
}

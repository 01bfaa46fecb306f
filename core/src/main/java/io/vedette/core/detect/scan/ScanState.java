package io.vedette.core.detect.scan;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.contact.ProbeHeader;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import io.vedette.core.detect.fingerprint.Probe;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one initiator: the couples that failed, as a short exact list, what spoke for it, and the incident
 * if one is open.
 */
public final class ScanState {

    /** Couples on the list, at most; more than any threshold. The weakest, then the oldest, makes room. */
    static final int MAX_COUPLES = 64;

    /** Credit that successes can earn, at most, in units of evidence: about four free probes, however many successes. */
    private static final double MAX_CREDIT = 6;

    private static final KeyedHash HOSTS = new KeyedHash(3);
    private static final Evidence[] EVIDENCE = Evidence.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    final long high;
    final long low;

    /*
     * Two words a couple for a source with an IPv4 address, four with an IPv6 one: detail, time and the last 32 bits of the
     * target, high and low of the target. Who has an IPv4 address turns to IPv4 addresses.
     *
     * The detail packs, from the top: port (32 bits), protocol (8), TCP flags (8), evidence (8), outcome (7), seen (1). The upper
     * 40 bits tell couples of one host apart. The time is in milliseconds after the base, which reaches 49 days.
     */
    private static final int NARROW = 2;
    private static final int WIDE = 4;
    private static final int FIRST_COUPLES = 4;
    private static final int COUPLE_SHIFT = 24;
    private static final long LARGEST_TIME = 0xffff_ffffL;

    /** Couples before the marks of tools are looked for, so that the many who never get further cost little. */
    private static final int MARKED_COUPLES = 4;

    private final int words;
    private int size;
    private int repeats;
    private long[] entries;
    private long baseMillis = Long.MIN_VALUE;

    private float credit;
    private double score;
    private @Nullable Successes successes;

    final OpeningStyle style = new OpeningStyle();

    @Nullable
    FingerprintTally marks;

    private @Nullable Overflow overflow;

    long lastReceivedMillis;

    @Nullable
    Incident incident;

    ScanState(long high, long low) {
        this.high = high;
        this.low = low;
        this.words = IpAddress.isIpv4(high, low) ? NARROW : WIDE;
        this.entries = new long[FIRST_COUPLES * words];
    }

    public IpAddress source() {
        return new IpAddress(high, low);
    }

    /** When the last contact was received, milliseconds since 1970 UTC. */
    public long lastReceivedMillis() {
        return lastReceivedMillis;
    }

    /** What names the open incident; null if there is none. */
    public @Nullable String incidentId() {
        return incident == null ? null : incident.id;
    }

    /** Whether an incident is open. */
    public boolean isScanning() {
        return incident != null;
    }

    /** Sum of the evidence of all couples on the list. */
    double score() {
        return score;
    }

    /** What successes have earned: that much more evidence is asked for. */
    double credit() {
        return credit;
    }

    /** How suspect this initiator is; who is least goes first when room is needed. */
    public double suspicion() {
        return incident != null ? Double.MAX_VALUE : score - credit;
    }

    int size() {
        return size;
    }

    /** Contacts with couples that were on the list already. */
    int repeats() {
        return repeats;
    }

    void repeated() {
        repeats++;
    }

    /** Whether a service was ever reached and used: then the source has its address. */
    boolean hasSucceeded() {
        return successes != null;
    }

    /** Sum of the evidence on the list, each couple halved for every {@code halfLifeMillis} of its age. */
    double score(long nowMillis, long halfLifeMillis) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            double halvings = Math.max(0, nowMillis - timeMillis(i)) / (double) halfLifeMillis;
            sum += weightOf(i) * Math.pow(2, -halvings);
        }
        return sum;
    }

    /** Counts the marks of tools in a new probe; {@code place} is one to read it into. */
    void mark(Contact contact, Probe place) {
        if (size >= MARKED_COUPLES && ProbeHeader.isKnown(contact.headerTraits())) {
            if (marks == null) {
                marks = new FingerprintTally();
            }
            marks.add(contact, place);
        }
    }

    /** The positions on the list in the order of time. */
    int[] byTime() {
        return IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(this::timeMillis))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Position of a couple on the list, or -1. */
    int find(long toHigh, long toLow, int toPort, int toProtocol) {
        long couple = couple(toPort, toProtocol);
        for (int i = 0; i < size; i++) {
            if (entries[i * words] >>> COUPLE_SHIFT == couple && targetLow(i) == toLow && targetHigh(i) == toHigh) {
                return i;
            }
        }
        return -1;
    }

    private static long couple(int port, int protocol) {
        return (port & 0xffff_ffffL) << 8 | protocol & 0xff;
    }

    /** Puts a new couple on the list; returns its position, or -1 if it is weaker than all that is there. */
    int add(
            long toHigh,
            long toLow,
            int toPort,
            int toProtocol,
            int withFlags,
            Evidence grade,
            Outcome result,
            boolean initiatorSeen,
            long atMillis) {
        if (words == NARROW && !IpAddress.isIpv4(toHigh, toLow)) {
            return -1; // a record whose two ends are of two families
        }
        int at = size < MAX_COUPLES ? size : weakest(initiatorSeen && grade.failed());
        if (at < 0) {
            return -1;
        }
        // Flows tell of a ping before its answer: those that are silent so far say nothing about how many will have
        // failed.
        if (size == MAX_COUPLES && initiatorSeen && grade.failed() && grade != Evidence.ICMP_UNANSWERED) {
            overflow(HOSTS.ofCouple(toHigh, toLow, toPort, toProtocol));
        }
        if (at == size) {
            if (size * words == entries.length) {
                entries = Arrays.copyOf(entries, entries.length + FIRST_COUPLES * words);
            }
            size++;
        } else {
            score -= weightOf(at);
        }
        int word = at * words;
        entries[word] = couple(toPort, toProtocol) << COUPLE_SHIFT | detail(grade, result, withFlags, initiatorSeen);
        entries[word + 1] = sinceBase(atMillis) << 32 | toLow & 0xffff_ffffL;
        if (words == WIDE) {
            entries[word + 2] = toHigh;
            entries[word + 3] = toLow;
        }
        score += weightOf(at);
        return at;
    }

    private void overflow(long couple) {
        if (overflow == null) {
            overflow = new Overflow();
            for (int i = 0; i < size; i++) {
                if (failed(i) && evidence(i) != Evidence.ICMP_UNANSWERED) {
                    overflow.add(HOSTS.ofCouple(targetHigh(i), targetLow(i), port(i), protocol(i)));
                }
            }
        }
        overflow.add(couple);
    }

    /** How many distinct couples, pings apart, have failed for each that is on the list. */
    double crowding() {
        return overflow == null ? 1 : Math.max(1, overflow.count() / MAX_COUPLES);
    }

    private long sinceBase(long atMillis) {
        if (baseMillis == Long.MIN_VALUE) {
            // Some room before the first, because records of flows come in the order in which they ended.
            baseMillis = atMillis - LARGEST_TIME / 4;
        }
        if (atMillis - baseMillis > LARGEST_TIME) {
            long moved = atMillis - LARGEST_TIME / 2 - baseMillis;
            for (int i = 0; i < size; i++) {
                long time = Math.max(0, (entries[i * words + 1] >>> 32) - moved);
                entries[i * words + 1] = time << 32 | entries[i * words + 1] & 0xffff_ffffL;
            }
            baseMillis += moved;
        }
        return Math.max(0, atMillis - baseMillis);
    }

    private static long detail(Evidence grade, Outcome result, int withFlags, boolean initiatorSeen) {
        return (long) (withFlags & 0xff) << 16 | grade.ordinal() << 8 | result.ordinal() << 1 | (initiatorSeen ? 1 : 0);
    }

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

    /** What an entry adds to the score: nothing before its initiator was seen. */
    private double weightOf(int at) {
        return seen(at) ? evidence(at).weight() : 0;
    }

    /** Changes the grade of a couple, and whether the initiator itself was seen. */
    void regrade(int at, Evidence grade, Outcome result, int withFlags, boolean initiatorSeen) {
        score -= weightOf(at);
        int word = at * words;
        long couple = entries[word] >>> COUPLE_SHIFT;
        entries[word] = couple << COUPLE_SHIFT | detail(grade, result, withFlags, initiatorSeen);
        score += weightOf(at);
    }

    void remove(int at) {
        score -= weightOf(at);
        System.arraycopy(entries, --size * words, entries, at * words, words);
    }

    /** Drops what is older than {@code millis} in event time. */
    void forgetBefore(long millis) {
        for (int i = size - 1; i >= 0; i--) {
            if (timeMillis(i) < millis) {
                remove(i);
                overflow = null;
            }
        }
    }

    /** Notes that a service was reached; {@code couple} is its hash. */
    void success(long couple, long toHigh, long toLow, int onPort, int protocol) {
        if (successes == null) {
            successes = new Successes();
        }
        if (successes.add(couple, HOSTS.ofAddress(toHigh, toLow), onPort, protocol == IpProtocol.TCP)) {
            credit = (float) Math.min(MAX_CREDIT, credit - Evidence.SUCCESS.weight());
        }
    }

    /** Whether the host of a couple is one the initiator has connections with, on another port or another time. */
    boolean isAcquainted(int at) {
        return successes != null && successes.reached(HOSTS.ofAddress(targetHigh(at), targetLow(at)));
    }

    /** Distinct couples with this port that were reached, as far as remembered. */
    int successesOn(int onPort) {
        return successes == null ? 0 : successes.on(onPort);
    }

    boolean failed(int at) {
        return seen(at) && evidence(at).failed();
    }

    boolean sameHost(int a, int b) {
        return targetLow(a) == targetLow(b) && targetHigh(a) == targetHigh(b) && protocolClass(a) == protocolClass(b);
    }

    boolean samePort(int a, int b) {
        return entries[a * words] >>> COUPLE_SHIFT == entries[b * words] >>> COUPLE_SHIFT;
    }

    /** TCP, UDP and ICMP apart; all other protocols together, because there the protocol is what is probed. */
    private int protocolClass(int at) {
        int protocol = protocol(at);
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> protocol;
            default -> -1;
        };
    }

    long targetHigh(int at) {
        return words == WIDE ? entries[at * words + 2] : 0;
    }

    long targetLow(int at) {
        return words == WIDE ? entries[at * words + 3] : IpAddress.lowOfIpv4((int) entries[at * words + 1]);
    }

    int port(int at) {
        return (int) (entries[at * words] >> 32);
    }

    int protocol(int at) {
        return (int) (entries[at * words] >>> COUPLE_SHIFT) & 0xff;
    }

    int flags(int at) {
        return protocol(at) == IpProtocol.TCP ? (int) (entries[at * words] >>> 16) & 0xff : TcpFlags.UNKNOWN;
    }

    Evidence evidence(int at) {
        return EVIDENCE[(int) (entries[at * words] >>> 8) & 0xff];
    }

    Outcome outcome(int at) {
        return OUTCOMES[(int) (entries[at * words] >>> 1) & 0x7f];
    }

    boolean seen(int at) {
        return (entries[at * words] & 1) != 0;
    }

    long timeMillis(int at) {
        return baseMillis + (entries[at * words + 1] >>> 32);
    }

    Technique technique(int at) {
        return Evidence.technique(protocol(at), flags(at), outcome(at));
    }

    /** The most telling couples, heaviest first and of equals the earliest, at most {@code most}. */
    List<Target> targets(int most) {
        return IntStream.range(0, size)
                .filter(i -> seen(i) && evidence(i).suspicious())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -evidence(i).weight())
                        .thenComparing(this::timeMillis))
                .limit(most)
                .map(this::target)
                .toList();
    }

    private Target target(int at) {
        Evidence evidence = evidence(at);
        IpAddress address = new IpAddress(targetHigh(at), targetLow(at));
        return new Target(address, port(at), protocol(at), outcome(at), evidence.label(), evidence.weight());
    }

    /** Writes all but what {@link ScanStateCodec} can see itself. */
    void write(DataOutput out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size * words; i++) {
            out.writeLong(entries[i]);
        }
        out.writeInt(repeats);
        out.writeLong(baseMillis);
        out.writeFloat(credit);
        out.writeDouble(score);
        out.writeBoolean(successes != null);
        if (successes != null) {
            successes.write(out);
        }
        out.writeBoolean(overflow != null);
        if (overflow != null) {
            overflow.write(out);
        }
    }

    /** Reads what {@link #write} wrote into a new state of the same source. */
    void read(DataInput in) throws IOException {
        size = ScanStateCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        entries = new long[Math.max(FIRST_COUPLES, Integer.highestOneBit(Math.max(1, size - 1)) * 2) * words];
        for (int i = 0; i < size * words; i++) {
            entries[i] = in.readLong();
        }
        for (int i = 0; i < size; i++) {
            ScanStateCodec.check((int) (entries[i * words] >>> 8) & 0xff, EVIDENCE.length - 1, "evidence");
            ScanStateCodec.check((int) (entries[i * words] >>> 1) & 0x7f, OUTCOMES.length - 1, "outcome");
        }
        repeats = in.readInt();
        baseMillis = in.readLong();
        credit = in.readFloat();
        score = in.readDouble();
        if (in.readBoolean()) {
            successes = new Successes();
            successes.read(in);
        }
        if (in.readBoolean()) {
            overflow = new Overflow();
            overflow.read(in);
        }
    }
}

package io.vedette.core.detect.scan;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    private static final Evidence[] EVIDENCE = Evidence.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    final long high;
    final long low;

    /*
     * Four words a couple: target high, target low, detail, time. The detail packs, from the top: port (32 bits), protocol
     * (8), TCP flags (8), evidence (8), outcome (7), seen (1). The upper 40 bits tell couples of one host apart.
     */
    private static final int WORDS = 4;
    private static final int FIRST_COUPLES = 4;
    private static final int COUPLE_SHIFT = 24;

    private int size;
    private long[] entries = new long[FIRST_COUPLES * WORDS];

    private double score;
    private double credit;
    private @Nullable Successes successes;

    long lastReceivedMillis;

    @Nullable
    Incident incident;

    ScanState(long high, long low) {
        this.high = high;
        this.low = low;
    }

    public IpAddress source() {
        return new IpAddress(high, low);
    }

    /** When the last contact was received, milliseconds since 1970 UTC. */
    public long lastReceivedMillis() {
        return lastReceivedMillis;
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

    /** Position of a couple on the list, or -1. */
    int find(long toHigh, long toLow, int toPort, int toProtocol) {
        long couple = couple(toPort, toProtocol);
        for (int i = 0, at = 0; i < size; i++, at += WORDS) {
            if (entries[at + 1] == toLow && entries[at] == toHigh && entries[at + 2] >>> COUPLE_SHIFT == couple) {
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
        int at = size < MAX_COUPLES ? size : weakest(initiatorSeen && grade.failed());
        if (at < 0) {
            return -1;
        }
        if (at == size) {
            if (size * WORDS == entries.length) {
                entries = Arrays.copyOf(entries, entries.length * 2);
            }
            size++;
        } else {
            score -= weightOf(at);
        }
        entries[at * WORDS] = toHigh;
        entries[at * WORDS + 1] = toLow;
        entries[at * WORDS + 2] =
                couple(toPort, toProtocol) << COUPLE_SHIFT | detail(grade, result, withFlags, initiatorSeen);
        entries[at * WORDS + 3] = atMillis;
        score += weightOf(at);
        return at;
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
        int word = at * WORDS + 2;
        long couple = entries[word] >>> COUPLE_SHIFT;
        entries[word] = couple << COUPLE_SHIFT | detail(grade, result, withFlags, initiatorSeen);
        score += weightOf(at);
    }

    void remove(int at) {
        score -= weightOf(at);
        System.arraycopy(entries, --size * WORDS, entries, at * WORDS, WORDS);
    }

    /** Drops what is older than {@code millis} in event time. */
    void forgetBefore(long millis) {
        for (int i = size - 1; i >= 0; i--) {
            if (timeMillis(i) < millis) {
                remove(i);
            }
        }
    }

    /** Notes that a service was reached; {@code couple} is its hash. */
    void success(long couple, int onPort) {
        if (successes == null) {
            successes = new Successes();
        }
        if (successes.add(couple, onPort)) {
            credit = Math.min(MAX_CREDIT, credit - Evidence.SUCCESS.weight());
        }
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
        return entries[a * WORDS + 2] >>> COUPLE_SHIFT == entries[b * WORDS + 2] >>> COUPLE_SHIFT;
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
        return entries[at * WORDS];
    }

    long targetLow(int at) {
        return entries[at * WORDS + 1];
    }

    int port(int at) {
        return (int) (entries[at * WORDS + 2] >> 32);
    }

    int protocol(int at) {
        return (int) (entries[at * WORDS + 2] >>> COUPLE_SHIFT) & 0xff;
    }

    int flags(int at) {
        return protocol(at) == IpProtocol.TCP ? (int) (entries[at * WORDS + 2] >>> 16) & 0xff : TcpFlags.UNKNOWN;
    }

    Evidence evidence(int at) {
        return EVIDENCE[(int) (entries[at * WORDS + 2] >>> 8) & 0xff];
    }

    Outcome outcome(int at) {
        return OUTCOMES[(int) (entries[at * WORDS + 2] >>> 1) & 0x7f];
    }

    boolean seen(int at) {
        return (entries[at * WORDS + 2] & 1) != 0;
    }

    long timeMillis(int at) {
        return entries[at * WORDS + 3];
    }

    Technique technique(int at) {
        return Evidence.technique(protocol(at), flags(at), outcome(at));
    }

    /** The first failed couples, at most {@code most}. */
    List<Target> targets(int most) {
        List<Target> targets = new ArrayList<>(most);
        for (int i = 0; i < size && targets.size() < most; i++) {
            if (failed(i)) {
                targets.add(new Target(new IpAddress(targetHigh(i), targetLow(i)), port(i), protocol(i), outcome(i)));
            }
        }
        return targets;
    }

    void writeCouples(DataOutput out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size * WORDS; i++) {
            out.writeLong(entries[i]);
        }
        out.writeDouble(score);
        out.writeDouble(credit);
        out.writeBoolean(successes != null);
        if (successes != null) {
            successes.write(out);
        }
    }

    /** Reads what {@link #writeCouples} wrote into a new state. */
    void readCouples(DataInput in) throws IOException {
        int couples = ScanStateCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        while (entries.length < couples * WORDS) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        for (int i = 0; i < couples * WORDS; i++) {
            entries[i] = in.readLong();
        }
        size = couples;
        for (int i = 0; i < size; i++) {
            ScanStateCodec.check((int) (entries[i * WORDS + 2] >>> 8) & 0xff, EVIDENCE.length - 1, "evidence");
            ScanStateCodec.check((int) (entries[i * WORDS + 2] >>> 1) & 0x7f, OUTCOMES.length - 1, "outcome");
        }
        score = in.readDouble();
        credit = in.readDouble();
        if (in.readBoolean()) {
            successes = new Successes();
            successes.read(in);
        }
    }
}

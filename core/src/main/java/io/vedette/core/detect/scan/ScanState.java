package io.vedette.core.detect.scan;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
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

    private static final int SUCCESS_PORTS = 8;

    private static final Evidence[] EVIDENCE = Evidence.values();
    private static final Outcome[] OUTCOMES = Outcome.values();

    final long high;
    final long low;

    private int size;
    private long[] targetHigh = new long[4];
    private long[] targetLow = new long[4];
    private int[] port = new int[4];
    private int[] protocol = new int[4];
    private int[] flags = new int[4];
    private byte[] evidence = new byte[4];
    private byte[] outcome = new byte[4];
    private boolean[] seen = new boolean[4];
    private long[] timeMillis = new long[4];

    private double score;
    private double credit;
    private final int[] successPort = new int[SUCCESS_PORTS];
    private final int[] successCount = new int[SUCCESS_PORTS];
    /** A Bloom filter with one hash of the couples that succeeded, so that a repeated success earns nothing. */
    private final long[] successes = new long[8];

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
        for (int i = 0; i < size; i++) {
            if (port[i] == toPort && targetLow[i] == toLow && targetHigh[i] == toHigh && protocol[i] == toProtocol) {
                return i;
            }
        }
        return -1;
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
            grow();
            size++;
        } else if (seen[at]) {
            score -= EVIDENCE[evidence[at]].weight();
        }
        targetHigh[at] = toHigh;
        targetLow[at] = toLow;
        port[at] = toPort;
        protocol[at] = toProtocol;
        flags[at] = withFlags;
        evidence[at] = (byte) grade.ordinal();
        outcome[at] = (byte) result.ordinal();
        seen[at] = initiatorSeen;
        timeMillis[at] = atMillis;
        score += initiatorSeen ? grade.weight() : 0;
        return at;
    }

    private int weakest(boolean evenFailed) {
        int oldest = -1;
        int oldestWeak = -1;
        for (int i = 0; i < size; i++) {
            if (!seen[i] || !EVIDENCE[evidence[i]].failed()) {
                oldestWeak = oldestWeak < 0 || timeMillis[i] < timeMillis[oldestWeak] ? i : oldestWeak;
            } else {
                oldest = oldest < 0 || timeMillis[i] < timeMillis[oldest] ? i : oldest;
            }
        }
        return oldestWeak >= 0 ? oldestWeak : evenFailed ? oldest : -1;
    }

    private void grow() {
        if (size < port.length) {
            return;
        }
        int length = port.length * 2;
        targetHigh = Arrays.copyOf(targetHigh, length);
        targetLow = Arrays.copyOf(targetLow, length);
        port = Arrays.copyOf(port, length);
        protocol = Arrays.copyOf(protocol, length);
        flags = Arrays.copyOf(flags, length);
        evidence = Arrays.copyOf(evidence, length);
        outcome = Arrays.copyOf(outcome, length);
        seen = Arrays.copyOf(seen, length);
        timeMillis = Arrays.copyOf(timeMillis, length);
    }

    /** Changes the grade of a couple, and whether the initiator itself was seen. */
    void regrade(int at, Evidence grade, Outcome result, int withFlags, boolean initiatorSeen) {
        score -= seen[at] ? EVIDENCE[evidence[at]].weight() : 0;
        evidence[at] = (byte) grade.ordinal();
        outcome[at] = (byte) result.ordinal();
        flags[at] = withFlags;
        seen[at] = initiatorSeen;
        score += initiatorSeen ? grade.weight() : 0;
    }

    void remove(int at) {
        score -= seen[at] ? EVIDENCE[evidence[at]].weight() : 0;
        int last = --size;
        targetHigh[at] = targetHigh[last];
        targetLow[at] = targetLow[last];
        port[at] = port[last];
        protocol[at] = protocol[last];
        flags[at] = flags[last];
        evidence[at] = evidence[last];
        outcome[at] = outcome[last];
        seen[at] = seen[last];
        timeMillis[at] = timeMillis[last];
    }

    /** Drops what is older than {@code millis} in event time. */
    void forgetBefore(long millis) {
        for (int i = size - 1; i >= 0; i--) {
            if (timeMillis[i] < millis) {
                remove(i);
            }
        }
    }

    /** Notes that a service was reached; {@code couple} is its hash. */
    void success(long couple, int onPort) {
        int word = (int) (couple >>> 6) & successes.length - 1;
        long bit = 1L << couple;
        if ((successes[word] & bit) != 0) {
            return;
        }
        successes[word] |= bit;
        credit = Math.min(MAX_CREDIT, credit - Evidence.SUCCESS.weight());
        int rarest = 0;
        for (int i = 0; i < SUCCESS_PORTS; i++) {
            if (successCount[i] > 0 && successPort[i] == onPort) {
                successCount[i]++;
                return;
            }
            rarest = successCount[i] < successCount[rarest] ? i : rarest;
        }
        successPort[rarest] = onPort;
        successCount[rarest] = 1;
    }

    /** Distinct couples with this port that were reached, as far as remembered. */
    int successesOn(int onPort) {
        for (int i = 0; i < SUCCESS_PORTS; i++) {
            if (successCount[i] > 0 && successPort[i] == onPort) {
                return successCount[i];
            }
        }
        return 0;
    }

    boolean failed(int at) {
        return seen[at] && EVIDENCE[evidence[at]].failed();
    }

    boolean sameHost(int a, int b) {
        return targetLow[a] == targetLow[b] && targetHigh[a] == targetHigh[b] && protocolClass(a) == protocolClass(b);
    }

    boolean samePort(int a, int b) {
        return port[a] == port[b] && protocol[a] == protocol[b];
    }

    /** TCP, UDP and ICMP apart; all other protocols together, because there the protocol is what is probed. */
    private int protocolClass(int at) {
        return switch (protocol[at]) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.ICMP, IpProtocol.ICMPV6 -> protocol[at];
            default -> -1;
        };
    }

    int port(int at) {
        return port[at];
    }

    int protocol(int at) {
        return protocol[at];
    }

    int flags(int at) {
        return flags[at];
    }

    boolean seen(int at) {
        return seen[at];
    }

    long targetHigh(int at) {
        return targetHigh[at];
    }

    long targetLow(int at) {
        return targetLow[at];
    }

    long timeMillis(int at) {
        return timeMillis[at];
    }

    Evidence evidence(int at) {
        return EVIDENCE[evidence[at]];
    }

    Outcome outcome(int at) {
        return OUTCOMES[outcome[at]];
    }

    Technique technique(int at) {
        return Evidence.technique(protocol[at], flags[at], outcome(at));
    }

    /** The first failed couples, at most {@code most}. */
    List<Target> targets(int most) {
        List<Target> targets = new ArrayList<>(most);
        for (int i = 0; i < size && targets.size() < most; i++) {
            if (failed(i)) {
                targets.add(new Target(new IpAddress(targetHigh[i], targetLow[i]), port[i], protocol[i], outcome(i)));
            }
        }
        return targets;
    }
}

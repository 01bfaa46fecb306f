package io.vedette.core.detect.victim;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.scan.Evidence;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The first distinct couples at which one suspect source failed within a window, to be compared with those of others. More
 * than {@link #MAX_COUPLES} say nothing that these do not: such a source is a scanner by itself.
 */
final class ProbedCouples {

    static final int MAX_COUPLES = 64;

    /** Hosts that a source must have scattered its couples over, to count for a site. */
    private static final int SCATTERED_HOSTS = 6;

    /*
     * Four words a couple: target high, target low, port (32 bits) with protocol (8), outcome (8) and technique (8) below it,
     * time.
     */
    private static final int WORDS = 4;
    private static final int PROTOCOL_SHIFT = 24;
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Technique[] TECHNIQUES = Technique.values();

    final IpAddress source;
    private final long sinceMillis;
    private long[] entries = new long[4 * WORDS];
    private int size;
    private int answered;

    ProbedCouples(IpAddress source, long sinceMillis) {
        this.source = source;
        this.sinceMillis = sinceMillis;
    }

    void write(DataOutput out) throws IOException {
        TargetCodec.write(source, out);
        out.writeLong(sinceMillis);
        out.writeByte(size);
        for (int i = 0; i < size * WORDS; i++) {
            out.writeLong(entries[i]);
        }
        out.writeInt(answered);
    }

    static ProbedCouples read(DataInput in) throws IOException {
        ProbedCouples couples = new ProbedCouples(TargetCodec.readAddress(in), in.readLong());
        couples.size = TargetCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        couples.entries = new long[Math.max(4, couples.size) * WORDS];
        for (int i = 0; i < couples.size * WORDS; i++) {
            couples.entries[i] = in.readLong();
        }
        for (int i = 0; i < couples.size; i++) {
            TargetCodec.check((int) (couples.detail(i) >>> 8) & 0xff, OUTCOMES.length - 1, "outcome");
            TargetCodec.check((int) couples.detail(i) & 0xff, TECHNIQUES.length - 1, "technique");
        }
        couples.answered = TargetCodec.check(in.readInt(), Integer.MAX_VALUE, "answered");
        return couples;
    }

    int size() {
        return size;
    }

    /** Whether a contact at {@code millis} belongs to the window. */
    boolean covers(long millis, long windowMillis) {
        return Math.abs(millis - sinceMillis) <= windowMillis;
    }

    void answered() {
        answered = answered < Integer.MAX_VALUE ? answered + 1 : answered;
    }

    /** Takes a failed contact, and reports what makes the source a prober of a target. */
    void add(Contact contact, boolean scanning, Consumer<Probe> reports) {
        long couple = ((long) contact.targetPort() << 8 | contact.protocol()) << PROTOCOL_SHIFT;
        for (int i = 0; i < size; i++) {
            if (entries[i * WORDS + 1] == contact.targetLow()
                    && entries[i * WORDS] == contact.targetHigh()
                    && entries[i * WORDS + 2] >>> PROTOCOL_SHIFT == couple >>> PROTOCOL_SHIFT) {
                return;
            }
        }
        if (size == MAX_COUPLES) {
            return;
        }
        if (size * WORDS == entries.length) {
            entries = Arrays.copyOf(entries, entries.length * 2);
        }
        Technique technique = Evidence.technique(contact.protocol(), contact.flags(), contact.outcome());
        entries[size * WORDS] = contact.targetHigh();
        entries[size * WORDS + 1] = contact.targetLow();
        entries[size * WORDS + 2] = couple | contact.outcome().ordinal() << 8 | technique.ordinal();
        entries[size * WORDS + 3] = contact.timeMillis();
        size++;
        for (Scope scope : Scope.values()) {
            join(scope, scanning, reports);
        }
    }

    private void join(Scope scope, boolean scanning, Consumer<Probe> reports) {
        int last = size - 1;
        Prefix network = scope.of(high(last), low(last));
        int inside = 0;
        int hosts = 0;
        for (int i = 0; i < size; i++) {
            if (!belongs(scope, network, i, last)) {
                continue;
            }
            inside++;
            hosts += isFirstOfHost(network, i) ? 1 : 0;
        }
        int joining = scope.joining();
        boolean enough = switch (scope) {
            case HOST -> inside >= joining && hasPorts(last);
            case NET -> inside >= joining;
            case SITE -> inside >= joining && hosts >= SCATTERED_HOSTS;
        };
        if (!enough) {
            return;
        }
        // All of them with the one that completes the figure; the receiver knows those it has.
        boolean joinsNow = inside == joining || scope == Scope.SITE && hosts == SCATTERED_HOSTS;
        for (int i = joinsNow ? 0 : last; i < size; i++) {
            if (belongs(scope, network, i, last)) {
                reports.accept(probe(scope, network, i, scanning));
            }
        }
    }

    /** Whether a couple lies within the network and, for a network of hosts, has the same port. */
    private boolean belongs(Scope scope, Prefix network, int i, int last) {
        return network.contains(high(i), low(i))
                && (scope != Scope.NET || entries[i * WORDS + 2] >>> PROTOCOL_SHIFT == detail(last) >>> PROTOCOL_SHIFT)
                && (scope != Scope.HOST || hasPorts(i));
    }

    private boolean isFirstOfHost(Prefix network, int at) {
        for (int i = 0; i < at; i++) {
            if (network.contains(high(i), low(i)) && low(i) == low(at) && high(i) == high(at)) {
                return false;
            }
        }
        return true;
    }

    private boolean hasPorts(int i) {
        int protocol = protocol(i);
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
    }

    private Probe probe(Scope scope, Prefix network, int i, boolean scanning) {
        return new Probe(
                scope,
                network,
                source,
                new IpAddress(high(i), low(i)),
                (int) (detail(i) >> 32),
                protocol(i),
                OUTCOMES[(int) (detail(i) >>> 8) & 0xff],
                TECHNIQUES[(int) detail(i) & 0xff],
                entries[i * WORDS + 3],
                size,
                answered,
                scanning);
    }

    private long high(int i) {
        return entries[i * WORDS];
    }

    private long low(int i) {
        return entries[i * WORDS + 1];
    }

    private long detail(int i) {
        return entries[i * WORDS + 2];
    }

    private int protocol(int i) {
        return (int) (detail(i) >>> PROTOCOL_SHIFT) & 0xff;
    }
}

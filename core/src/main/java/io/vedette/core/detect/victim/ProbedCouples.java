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
     * Two words a couple for a source with an IPv4 address, which turns to IPv4 addresses; four with an IPv6 one: key, time, and
     * high and low of the target. The key packs, from the top: the last 32 bits of the target, port (16), protocol (8), outcome
     * (3), technique (5).
     */
    private static final int NARROW = 2;
    private static final int WIDE = 4;
    private static final int FIRST_COUPLES = 4;
    private static final int COUPLE_SHIFT = 8;
    private static final int OUTCOME_SHIFT = 5;
    private static final int NO_PORT = 0xffff;
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Technique[] TECHNIQUES = Technique.values();
    private static final Scope[] SCOPES = Scope.values();

    static {
        assert OUTCOMES.length <= 1 << COUPLE_SHIFT - OUTCOME_SHIFT && TECHNIQUES.length <= 1 << OUTCOME_SHIFT;
    }

    private final long sourceHigh;
    private final long sourceLow;
    private final long sinceMillis;
    private final int words;
    private long[] entries;
    private int size;
    private int answered;

    ProbedCouples(long sourceHigh, long sourceLow, long sinceMillis) {
        this.sourceHigh = sourceHigh;
        this.sourceLow = sourceLow;
        this.sinceMillis = sinceMillis;
        this.words = IpAddress.isIpv4(sourceHigh, sourceLow) ? NARROW : WIDE;
        this.entries = new long[FIRST_COUPLES * words];
    }

    void write(DataOutput out) throws IOException {
        TargetCodec.write(source(), out);
        out.writeLong(sinceMillis);
        out.writeByte(size);
        for (int i = 0; i < size * words; i++) {
            out.writeLong(entries[i]);
        }
        out.writeInt(answered);
    }

    static ProbedCouples read(DataInput in) throws IOException {
        ProbedCouples couples = new ProbedCouples(in.readLong(), in.readLong(), in.readLong());
        int size = TargetCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        couples.entries = new long[Math.max(FIRST_COUPLES, size) * couples.words];
        for (int i = 0; i < size * couples.words; i++) {
            couples.entries[i] = in.readLong();
        }
        couples.size = size;
        for (int i = 0; i < size; i++) {
            TargetCodec.check(couples.outcomeOrdinal(i), OUTCOMES.length - 1, "outcome");
            TargetCodec.check(couples.techniqueOrdinal(i), TECHNIQUES.length - 1, "technique");
        }
        couples.answered = TargetCodec.check(in.readInt(), Integer.MAX_VALUE, "answered");
        return couples;
    }

    IpAddress source() {
        return new IpAddress(sourceHigh, sourceLow);
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
        long high = contact.targetHigh();
        long low = contact.targetLow();
        if (size == MAX_COUPLES || words == NARROW && !IpAddress.isIpv4(high, low)) {
            return;
        }
        Technique technique = Evidence.technique(contact.protocol(), contact.flags(), contact.outcome());
        long key = low << 32
                | (contact.targetPort() & 0xffffL) << 16
                | (long) contact.protocol() << COUPLE_SHIFT
                | contact.outcome().ordinal() << OUTCOME_SHIFT
                | technique.ordinal();
        for (int i = 0; i < size; i++) {
            if (isSameCouple(entries[i * words], key) && low(i) == low && high(i) == high) {
                return;
            }
        }
        append(key, contact.timeMillis(), high, low);
        for (Scope scope : SCOPES) {
            join(scope, scanning, reports);
        }
    }

    private static boolean isSameCouple(long one, long other) {
        return one >>> COUPLE_SHIFT == other >>> COUPLE_SHIFT;
    }

    private void append(long key, long millis, long high, long low) {
        int at = size++ * words;
        if (at == entries.length) {
            entries = Arrays.copyOf(entries, at + FIRST_COUPLES * words);
        }
        entries[at] = key;
        entries[at + 1] = millis;
        if (words == WIDE) {
            entries[at + 2] = high;
            entries[at + 3] = low;
        }
    }

    private void join(Scope scope, boolean scanning, Consumer<Probe> reports) {
        if (size < scope.joining()) {
            return;
        }
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
                && (scope != Scope.NET || port(i) == port(last) && protocol(i) == protocol(last))
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
                source(),
                new IpAddress(high(i), low(i)),
                port(i),
                protocol(i),
                outcome(i),
                technique(i),
                timeMillis(i),
                size,
                answered,
                scanning);
    }

    private long high(int i) {
        return words == WIDE ? entries[i * words + 2] : sourceHigh; // the same for all IPv4 addresses
    }

    private long low(int i) {
        return words == WIDE ? entries[i * words + 3] : IpAddress.lowOfIpv4((int) (entries[i * words] >>> 32));
    }

    private int port(int i) {
        int port = (int) (entries[i * words] >>> 16) & 0xffff;
        return port == NO_PORT && !hasPorts(i) ? Contact.UNKNOWN : port;
    }

    private int protocol(int i) {
        return (int) (entries[i * words] >>> COUPLE_SHIFT) & 0xff;
    }

    private Outcome outcome(int i) {
        return OUTCOMES[outcomeOrdinal(i)];
    }

    private int outcomeOrdinal(int i) {
        return (int) (entries[i * words] >>> OUTCOME_SHIFT) & (1 << COUPLE_SHIFT - OUTCOME_SHIFT) - 1;
    }

    private Technique technique(int i) {
        return TECHNIQUES[techniqueOrdinal(i)];
    }

    private int techniqueOrdinal(int i) {
        return (int) entries[i * words] & (1 << OUTCOME_SHIFT) - 1;
    }

    private long timeMillis(int i) {
        return entries[i * words + 1];
    }
}

package io.vedette.core.detect.victim;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.scan.Couples;
import io.vedette.core.flow.IpAddress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one source has probed of one target, and the latest word on the incident it has of its own. */
final class Prober {

    /** Probes of two sources are in step if they are no further apart: flow records often have whole seconds. */
    private static final long STEP_MILLIS = 1000;

    /** Of the couples that two sources share, so many in ten must be in step. */
    private static final int IN_STEP_OF_TEN = 9;

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final Technique[] TECHNIQUES = Technique.values();
    private static final int COUPLE_SHIFT = 16;

    /** More than a source's own list holds are no use: it is a scanner by itself. */
    static final int MAX_COUPLES = Couples.MAX_COUPLES;

    final IpAddress source;
    private long[] couples = new long[4];
    private long[] times = new long[4];
    private byte[] outcomes = new byte[4];
    private byte[] techniques = new byte[4];
    private int size;
    private int elsewhere;
    private int answered;
    boolean scanning;
    long firstMillis = Long.MAX_VALUE;

    /** The latest alert of the source's own incident. */
    @Nullable
    OwnIncident own;

    Prober(IpAddress source) {
        this.source = source;
    }

    /** Takes a probe; false if its couple is known. */
    boolean add(Probe probe) {
        elsewhere = Math.max(elsewhere, probe.couples());
        answered = Math.max(answered, probe.answered());
        scanning |= probe.scanning();
        firstMillis = Math.min(firstMillis, probe.timeMillis());
        long couple = coupleOf(probe);
        for (int i = 0; i < size; i++) {
            if (couples[i] == couple) {
                return false;
            }
        }
        if (size == MAX_COUPLES) {
            return false;
        }
        if (size == couples.length) {
            couples = Arrays.copyOf(couples, size * 2);
            times = Arrays.copyOf(times, size * 2);
            outcomes = Arrays.copyOf(outcomes, size * 2);
            techniques = Arrays.copyOf(techniques, size * 2);
        }
        couples[size] = couple;
        times[size] = probe.timeMillis();
        outcomes[size] = (byte) probe.outcome().ordinal();
        techniques[size] = (byte) probe.technique().ordinal();
        size++;
        return true;
    }

    /** The last four octets of the target, the port, and the protocol: unique within one network, nearly so in IPv6. */
    private static long coupleOf(Probe probe) {
        return probe.target().low() << 32 | (long) (probe.port() & 0xffff) << COUPLE_SHIFT | probe.protocol();
    }

    void write(DataOutput out) throws IOException {
        TargetCodec.write(source, out);
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(couples[i]);
            out.writeLong(times[i]);
            out.writeByte(outcomes[i]);
            out.writeByte(techniques[i]);
        }
        out.writeInt(elsewhere);
        out.writeInt(answered);
        out.writeBoolean(scanning);
        out.writeLong(firstMillis);
        out.writeBoolean(own != null);
        if (own != null) {
            out.writeLong(own.ports());
            out.writeLong(own.couples());
            out.writeLong(own.contacts());
            out.writeLong(own.refused());
            out.writeLong(own.silent());
            out.writeLong(own.answered());
            out.writeByte(own.severity().ordinal());
            out.writeUTF(own.attack());
        }
    }

    static Prober read(DataInput in) throws IOException {
        Prober prober = new Prober(TargetCodec.readAddress(in));
        int size = TargetCodec.check(in.readUnsignedByte(), MAX_COUPLES, "couples");
        prober.couples = new long[Math.max(4, size)];
        prober.times = new long[Math.max(4, size)];
        prober.outcomes = new byte[Math.max(4, size)];
        prober.techniques = new byte[Math.max(4, size)];
        for (int i = 0; i < size; i++) {
            prober.couples[i] = in.readLong();
            prober.times[i] = in.readLong();
            prober.outcomes[i] = (byte) TargetCodec.constant(in, OUTCOMES).ordinal();
            prober.techniques[i] = (byte) TargetCodec.constant(in, TECHNIQUES).ordinal();
        }
        prober.size = size;
        prober.elsewhere = in.readInt();
        prober.answered = in.readInt();
        prober.scanning = in.readBoolean();
        prober.firstMillis = in.readLong();
        if (in.readBoolean()) {
            prober.own = new OwnIncident(
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    in.readLong(),
                    TargetCodec.constant(in, Severity.values()),
                    in.readUTF());
        }
        return prober;
    }

    int size() {
        return size;
    }

    long couple(int i) {
        return couples[i];
    }

    static long hostOf(long couple) {
        return couple >>> 32;
    }

    static int portOf(long couple) {
        return (int) (couple >>> COUPLE_SHIFT) & 0xffff;
    }

    Outcome outcome(int i) {
        return OUTCOMES[outcomes[i]];
    }

    Technique technique(int i) {
        return TECHNIQUES[techniques[i]];
    }

    /** Whether at most one in {@code share} of what it did anywhere succeeded. */
    boolean failsBut(int share) {
        return (long) answered * share <= elsewhere;
    }

    /** Whether most of its failed couples are here. */
    boolean isMostlyHere() {
        return size * 2 >= elsewhere;
    }

    boolean isFull() {
        return size == MAX_COUPLES;
    }

    /** Couples in common. */
    int shared(Prober other) {
        int shared = 0;
        for (int i = 0; i < size; i++) {
            shared += other.find(couples[i]) >= 0 ? 1 : 0;
        }
        return shared;
    }

    /** Whether both probe the same couples at the same time. */
    boolean inStepWith(Prober other) {
        int shared = 0;
        int together = 0;
        for (int i = 0; i < size; i++) {
            int at = other.find(couples[i]);
            if (at >= 0) {
                shared++;
                together += Math.abs(times[i] - other.times[at]) <= STEP_MILLIS ? 1 : 0;
            }
        }
        int union = size + other.size - shared;
        return shared * 5 >= union * 4 && together * 10 >= shared * IN_STEP_OF_TEN;
    }

    private int find(long couple) {
        for (int i = 0; i < size; i++) {
            if (couples[i] == couple) {
                return i;
            }
        }
        return -1;
    }
}

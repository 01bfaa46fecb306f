package io.vedette.core.detect.scan;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.fingerprint.FingerprintTally;
import io.vedette.core.sketch.DistinctCounter;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What is remembered of an initiator as bytes, so that a restart forgets nothing: the same state goes on with the same
 * incident, and judges the next contact as if nothing had happened.
 *
 * <p>Big-endian, as {@link DataOutput} writes. Bytes that cannot have come from {@link #write} are an {@link IOException},
 * found before anything large is allocated. A reader must know the {@link #LAYOUT} of the writer.
 */
public final class ScanStateCodec {

    /**
     * Changes when the bytes change their meaning: with {@link #VERSION}, or when a constant is added to one of the enums, of
     * which the ordinals are written.
     */
    public static final int LAYOUT = Arrays.deepHashCode(new Object[][] {
        {ScanStateCodec.VERSION}, names(Outcome.values()), names(Technique.values()), names(Evidence.values()),
    });

    /** To be raised when a field is added, left out, or changes its meaning. */
    private static final int VERSION = 7;

    private static final Severity[] SEVERITIES = Severity.values();

    private ScanStateCodec() {}

    private static String[] names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toArray(String[]::new);
    }

    public static void write(ScanState state, DataOutput out) throws IOException {
        out.writeLong(state.high);
        out.writeLong(state.low);
        out.writeLong(state.lastReceivedMillis);
        state.write(out);
        state.writeStyle(out);
        out.writeBoolean(state.marks != null);
        if (state.marks != null) {
            state.marks.write(out);
        }
        Incident incident = state.incident;
        out.writeBoolean(incident != null);
        if (incident != null) {
            write(incident, out);
        }
    }

    public static ScanState read(DataInput in) throws IOException {
        ScanState state = new ScanState(in.readLong(), in.readLong());
        state.lastReceivedMillis = in.readLong();
        state.read(in);
        state.readStyle(in);
        if (in.readBoolean()) {
            state.marks = new FingerprintTally();
            state.marks.read(in);
        }
        if (in.readBoolean()) {
            state.incident = readIncident(in);
        }
        return state;
    }

    private static void write(Incident incident, DataOutput out) throws IOException {
        out.writeUTF(incident.id);
        out.writeDouble(incident.evidence);
        out.writeDouble(incident.credit);
        out.writeLong(incident.earlierRepeats);
        incident.sample().write(out);
        out.writeLong(incident.firstMillis);
        out.writeLong(incident.lastMillis);
        out.writeLong(incident.contacts);
        out.writeLong(incident.activeMillis);
        out.writeLong(incident.homeTargets);
        out.writeDouble(incident.total);
        out.writeLong(incident.nextUpdate);
        out.writeLong(incident.toldMillis);
        out.writeByte(incident.raised.ordinal());
        incident.gaps.write(out);
        incident.flags.write(out);
        incident.portCounter().write(out);
        incident.writeEarly(out);
        for (DistinctCounter counter : incident.counters()) {
            counter.write(out);
        }
        for (long couples : incident.byTechnique()) {
            out.writeLong(couples);
        }
    }

    private static Incident readIncident(DataInput in) throws IOException {
        Incident incident =
                new Incident(in.readUTF(), in.readDouble(), in.readDouble(), in.readLong(), Sample.read(in));
        incident.firstMillis = in.readLong();
        incident.lastMillis = in.readLong();
        incident.contacts = in.readLong();
        incident.activeMillis = in.readLong();
        incident.homeTargets = in.readLong();
        incident.total = in.readDouble();
        incident.nextUpdate = in.readLong();
        incident.toldMillis = in.readLong();
        incident.raised = SEVERITIES[check(in.readUnsignedByte(), SEVERITIES.length - 1, "severity")];
        incident.gaps.read(in);
        incident.flags.read(in);
        incident.portCounter().read(in);
        incident.readEarly(in);
        for (DistinctCounter counter : incident.counters()) {
            counter.read(in);
        }
        long[] byTechnique = incident.byTechnique();
        for (int i = 0; i < byTechnique.length; i++) {
            byTechnique[i] = in.readLong();
        }
        return incident;
    }

    static int check(int value, int most, String what) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException(what + " " + value + ", expected 0 to " + most);
        }
        return value;
    }
}

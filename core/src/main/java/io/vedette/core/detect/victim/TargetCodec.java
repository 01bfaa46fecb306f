package io.vedette.core.detect.victim;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The groups and watches of a judge as bytes, so that a restart forgets no incident that is told of from the target's side, nor
 * what was gathered for one.
 *
 * <p>Big-endian, as {@link DataOutput} writes. Bytes that cannot have been written here are an {@link IOException}, found
 * before anything large is allocated. A reader must know the {@link #LAYOUT} of the writer.
 */
public final class TargetCodec {

    /** To be raised when a field is added, left out, or changes its meaning. */
    private static final int VERSION = 5;

    /** Changes when the bytes change their meaning: with the version, or with the enums of which ordinals are written. */
    public static final int LAYOUT = Arrays.deepHashCode(new Object[][] {
        {VERSION},
        names(Outcome.values()),
        names(Technique.values()),
        names(Severity.values()),
        names(Shape.values()),
        names(Scope.values()),
        names(Tally.Kind.values()),
    });

    private TargetCodec() {}

    private static String[] names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toArray(String[]::new);
    }

    static int check(int value, int most, String what) throws IOException {
        if (value < 0 || value > most) {
            throw new IOException(what + " " + value + ", expected 0 to " + most);
        }
        return value;
    }

    static <E> E constant(DataInput in, E[] constants) throws IOException {
        return constants[check(in.readUnsignedByte(), constants.length - 1, "ordinal")];
    }

    static void write(IpAddress address, DataOutput out) throws IOException {
        out.writeLong(address.high());
        out.writeLong(address.low());
    }

    static IpAddress readAddress(DataInput in) throws IOException {
        return new IpAddress(in.readLong(), in.readLong());
    }

    static void write(Group group, DataOutput out) throws IOException {
        out.writeByte(group.key.scope().ordinal());
        out.writeLong(group.key.network().high());
        out.writeLong(group.key.network().low());
        out.writeByte(group.key.network().bits());
        out.writeInt(group.key.port());
        out.writeInt(group.key.protocol());
        out.writeShort(group.probers.size());
        for (Prober prober : group.probers.values()) {
            prober.write(out);
        }
        group.write(out);
        out.writeBoolean(group.incident != null);
        if (group.incident != null) {
            write(group.incident, List.copyOf(group.probers.values()), out);
        }
    }

    static Group readGroup(DataInput in) throws IOException {
        Scope scope = constant(in, Scope.values());
        long high = in.readLong();
        long low = in.readLong();
        Prefix network = new Prefix(high, low, check(in.readUnsignedByte(), 128, "bits"));
        Group group = new Group(new Group.Key(scope, network, in.readInt(), in.readInt()));
        int probers = check(in.readUnsignedShort(), Group.MAX_PROBERS, "probers");
        for (int i = 0; i < probers; i++) {
            Prober prober = Prober.read(in);
            group.probers.put(prober.source, prober);
        }
        if (group.probers.size() < probers) {
            throw new IOException("a source twice");
        }
        group.read(in);
        if (in.readBoolean()) {
            group.incident = readIncident(List.copyOf(group.probers.values()), in);
        }
        return group;
    }

    static void write(List<Target> sample, DataOutput out) throws IOException {
        out.writeByte(sample.size());
        for (Target target : sample) {
            write(target.address(), out);
            out.writeInt(target.port());
            out.writeInt(target.protocol());
            out.writeByte(target.outcome().ordinal());
        }
    }

    static List<Target> readSample(DataInput in, int most) throws IOException {
        List<Target> sample = new ArrayList<>();
        int size = check(in.readUnsignedByte(), most, "targets");
        for (int i = 0; i < size; i++) {
            sample.add(new Target(readAddress(in), in.readInt(), in.readInt(), constant(in, Outcome.values())));
        }
        return sample;
    }

    /** Sources are written as their places among those of the group. */
    private static void write(CrowdIncident incident, List<Prober> probers, DataOutput out) throws IOException {
        out.writeUTF(incident.id);
        Figure figure = incident.figure;
        out.writeByte(figure.shape().ordinal());
        out.writeInt(figure.couples());
        out.writeInt(figure.pairs());
        out.writeShort(figure.members().size());
        for (Prober member : figure.members()) {
            out.writeShort(probers.indexOf(member));
        }
        out.writeShort(incident.members.size());
        for (int i = 0; i < probers.size(); i++) {
            if (incident.members.contains(probers.get(i).source)) {
                out.writeShort(i);
            }
        }
        out.writeInt(incident.folded.size());
        for (String own : incident.folded) {
            out.writeUTF(own);
        }
        out.writeLong(incident.nextUpdate);
        out.writeLong(incident.foldedEver);
        out.writeByte(incident.severity.ordinal());
        out.writeUTF(incident.attack);
    }

    private static CrowdIncident readIncident(List<Prober> probers, DataInput in) throws IOException {
        String id = in.readUTF();
        Shape shape = constant(in, Shape.values());
        int couples = in.readInt();
        int pairs = in.readInt();
        CrowdIncident incident =
                new CrowdIncident(id, new Figure(shape, List.copyOf(readMembers(probers, in)), couples, pairs));
        readMembers(probers, in).forEach(member -> incident.members.add(member.source));
        int folded = in.readInt();
        for (int i = 0; i < folded; i++) {
            incident.folded.add(in.readUTF());
        }
        incident.nextUpdate = in.readLong();
        incident.foldedEver = in.readLong();
        incident.severity = constant(in, Severity.values());
        incident.attack = in.readUTF();
        return incident;
    }

    private static List<Prober> readMembers(List<Prober> probers, DataInput in) throws IOException {
        List<Prober> members = new ArrayList<>();
        int size = check(in.readUnsignedShort(), probers.size(), "members");
        for (int i = 0; i < size; i++) {
            members.add(probers.get(check(in.readUnsignedShort(), probers.size() - 1, "member")));
        }
        return members;
    }

    static void write(Watch watch, DataOutput out) throws IOException {
        out.writeByte(watch.key.kind().ordinal());
        write(watch.key.target(), out);
        watch.write(out);
        Watch.Incident incident = watch.incident;
        out.writeBoolean(incident != null);
        if (incident != null) {
            out.writeUTF(incident.id);
            out.writeLong(incident.nextUpdate);
            IpAddress client = incident.client;
            out.writeBoolean(client != null);
            if (client != null) {
                write(client, out);
            }
        }
    }

    static Watch readWatch(DataInput in) throws IOException {
        Watch watch = new Watch(new Watch.Key(constant(in, Tally.Kind.values()), readAddress(in)));
        watch.read(in);
        if (in.readBoolean()) {
            String id = in.readUTF();
            long nextUpdate = in.readLong();
            @Nullable IpAddress client = in.readBoolean() ? readAddress(in) : null;
            watch.incident = new Watch.Incident(id, client);
            watch.incident.nextUpdate = nextUpdate;
        }
        return watch;
    }
}

package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.AlertSink;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Joins what all shards have seen of targets, and raises the incidents that no single shard could see.
 *
 * <p>Belongs to one thread at a time, while the shards whose {@link TargetSide}s it reads stand still. What it raises, and in
 * which order, depends on the union of what they hold only.
 */
public final class TargetJudge {

    private static final Comparator<Alert> ALERTS = Comparator.comparing(Alert::stage)
            .thenComparingLong(Alert::firstMillis)
            .thenComparing(Alert::subject)
            .thenComparing(Alert::incident)
            .thenComparingLong(Alert::couples);

    private static final int END = 0;
    private static final int GROUP = 1;
    private static final int WATCH = 2;
    private static final int HEAT = 3;

    private final Crowds crowds;
    private final SourceAlerts sources;
    private final Floods floods;

    public TargetJudge(VictimSettings settings) {
        this.crowds = new Crowds(settings);
        this.sources = new SourceAlerts(crowds);
        this.floods = new Floods(settings);
    }

    /** Takes what the shards have, judges it, and empties them. */
    public void tick(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        take(sides, nowMillis, alerts);
        crowds.close(nowMillis, alerts);
        floods.close(nowMillis, alerts);
    }

    /** The same for the last time, and closes all that is open. */
    public void finish(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        take(sides, nowMillis, alerts);
        crowds.finish(alerts);
        floods.finish(alerts);
    }

    private void take(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        List<Probe> probes = new ArrayList<>();
        List<Alert> held = new ArrayList<>();
        for (TargetSide side : sides) {
            probes.addAll(side.probes());
            held.addAll(side.held());
        }
        probes.sort(Probe.ORDER);
        held.sort(ALERTS);
        crowds.take(probes, nowMillis);
        held.forEach(alert -> crowds.ownAlert(alert, nowMillis));
        crowds.judge(nowMillis, alerts);
        sources.pass(held, alerts);
        floods.take(sides, nowMillis, alerts);
        sides.forEach(TargetSide::clear);
    }

    /**
     * Writes what is remembered of targets, in {@code most} bytes: open incidents first, then what may become one.
     *
     * @return how many targets did not fit
     */
    public int write(DataOutput out, int most) throws IOException {
        Room room = new Room(out, most - 2 * Long.BYTES - 1);
        out.writeLong(crowds.nextPurgeMillis());
        out.writeLong(floods.nextPurgeMillis());
        for (boolean open : new boolean[] {true, false}) {
            for (Group group : crowds.groups(open)) {
                room.put(GROUP, open, to -> TargetCodec.write(group, to));
            }
            for (Watch watch : floods.watches(open)) {
                room.put(WATCH, open, to -> TargetCodec.write(watch, to));
            }
            if (open) {
                room.put(HEAT, true, to -> floods.heat().write(to));
            }
        }
        out.writeByte(END);
        return room.leftOut;
    }

    /** Puts records one after the other, as long as there is room. */
    private static final class Room {

        private final DataOutput out;
        private final ByteArrayOutputStream one = new ByteArrayOutputStream();
        private int left;
        private int leftOut;
        private boolean full;

        Room(DataOutput out, int left) {
            this.out = out;
            this.left = left;
        }

        /** @param important whether to look for room even if something else has found none */
        void put(int tag, boolean important, Writing record) throws IOException {
            if (full) {
                leftOut++; // not even tried: encoding what does not fit would hold up the shards
                return;
            }
            one.reset();
            record.to(new DataOutputStream(one));
            if (one.size() + 1 > left) {
                leftOut++;
                full = !important;
                return;
            }
            left -= one.size() + 1;
            out.writeByte(tag);
            out.write(one.toByteArray());
        }
    }

    @FunctionalInterface
    private interface Writing {
        void to(DataOutput out) throws IOException;
    }

    /** What an earlier run remembered, read and not yet taken over. */
    public static final class Saved {

        private final List<Group> groups = new ArrayList<>();
        private final List<Watch> watches = new ArrayList<>();

        private Heat heat = new Heat();
        private long nextCrowdPurge;
        private long nextFloodPurge;

        private Saved() {}

        /** @throws IOException if {@link #write} cannot have written it */
        public static Saved read(DataInput in) throws IOException {
            Saved saved = new Saved();
            saved.nextCrowdPurge = in.readLong();
            saved.nextFloodPurge = in.readLong();
            for (int tag = in.readByte(); tag != END; tag = in.readByte()) {
                switch (tag) {
                    case GROUP -> saved.groups.add(TargetCodec.readGroup(in));
                    case HEAT -> saved.heat = Heat.read(in);
                    case WATCH -> saved.watches.add(TargetCodec.readWatch(in));
                    default -> throw new IOException("tag " + tag);
                }
            }
            return saved;
        }

        /** Open incidents that are told of from the target's side. */
        public int incidents() {
            return (int) (groups.stream()
                            .filter(group -> group.incident != null)
                            .count()
                    + watches.stream().filter(watch -> watch.incident != null).count());
        }
    }

    /**
     * Goes on with what an earlier run remembered; before the first tick.
     *
     * @param own incidents of single sources that go on as well: what was folded is waited for only if it can still end
     */
    public void restore(Saved saved, Set<String> own) {
        crowds.purgeAt(saved.nextCrowdPurge);
        floods.purgeAt(saved.nextFloodPurge);
        floods.restore(saved.heat);
        for (Group group : saved.groups) {
            if (group.incident != null) {
                group.incident.folded.retainAll(own);
            }
            crowds.restore(group);
            sources.restore(group);
        }
        saved.watches.forEach(floods::restore);
    }

    public TargetCounts counts() {
        return new TargetCounts(
                crowds.watched() + floods.watched(),
                crowds.open() + floods.open(),
                sources.folded(),
                floods.misconfigured(),
                crowds.overLimit() + floods.overLimit());
    }
}

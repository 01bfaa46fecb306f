package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import io.vedette.collector.file.InputPath.Origin;
import io.vedette.collector.shard.LetOff;
import io.vedette.collector.shard.ShardLoad;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.contact.PacketContactCounts;
import io.vedette.core.detect.victim.TargetCounts;
import io.vedette.core.filter.Omission;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.meter.CounterFamily;
import io.vedette.core.packet.LinkLayer;
import io.vedette.core.packet.PacketCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a scan read and what it could not read. Filled while the scan goes on; complete when it has returned. */
public final class ScanReport {

    /** Problems and notes that are kept, of each: a folder can hold any number of broken files. */
    static final int MAX_LISTED = 1000;

    /** Frames of captures, and what was wrong with them. */
    public final CaptureCounts captures = new CaptureCounts();

    /** Packets by kind, and malformed headers by reason. */
    public final PacketCounts packets = new PacketCounts();

    /** Records of flow files. */
    public final IntakeCounts records = new IntakeCounts();

    /** What became of the flows. */
    public final AnalysisCounts flows = new AnalysisCounts();

    /** Frames, packets and flow records that were left out because nobody wanted to look at them. */
    public final CounterFamily<Omission> omitted = new CounterFamily<>(Omission.class);

    private final List<String> problems = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, Long> unreadable = new LinkedHashMap<>();
    private long unlisted;
    private int files;
    private long bytes;
    private long firstMillis = Long.MAX_VALUE;
    private long lastMillis = Long.MIN_VALUE;
    private PacketContactCounts conversations = new PacketContactCounts();
    private ShardLoad load = new ShardLoad(0, 0, 0, 0, 0, 0, 0, LetOff.NONE);
    private TargetCounts targets = TargetCounts.NONE;

    void problem(String text) {
        keep(problems, text);
    }

    void note(String text) {
        keep(notes, text);
    }

    /** An input that holds nothing of use: missing if it was named, skipped if it was only found in a folder. */
    void unusable(InputPath input, String why) {
        String name = input.isStandardInput() ? "standard input" : input.path().toString();
        if (input.origin() == Origin.NAMED) {
            problem(name + ": " + why);
        } else {
            note(name + ": skipped, " + why);
        }
    }

    private void keep(List<String> list, String text) {
        if (list.size() < MAX_LISTED) {
            list.add(text);
        } else {
            unlisted++;
        }
    }

    void read(long contentBytes) {
        files++;
        bytes += contentBytes;
    }

    /** Content of an input that is not over. */
    void bytes(long contentBytes) {
        bytes += contentBytes;
    }

    /** The times at both ends of some traffic, of which either may be the earlier. */
    void span(long oneMillis, long otherMillis) {
        firstMillis = Math.min(firstMillis, Math.min(oneMillis, otherMillis));
        lastMillis = Math.max(lastMillis, Math.max(oneMillis, otherMillis));
    }

    /** Notes frames of an input if their link type is one that cannot be read. */
    void frames(String input, FrameBatch frames) {
        int type = frames.linkType();
        if (frames.size() > 0 && !LinkLayer.isKnown(type)) {
            String what =
                    input + ": link type " + type + " cannot be read, convert or capture it as Ethernet or raw IP";
            if (unreadable.size() < MAX_LISTED || unreadable.containsKey(what)) {
                unreadable.merge(what, (long) frames.size(), Long::sum);
            }
        }
    }

    void judged(PacketContactCounts packetContacts, ShardLoad finalLoad, TargetCounts finalTargets) {
        conversations = packetContacts;
        load = finalLoad;
        targets = finalTargets;
        explain(
                packetContacts.wrongClocks.get(),
                "packets with a time far from that of the packets around them, which was not believed");
        explain(
                packetContacts.evicted.get() - packetContacts.cutShort.get(),
                "conversations forgotten early to make room; what still came of one counted as another contact of the same"
                        + " couple, which makes nobody a scanner");
        explain(
                packetContacts.cutShort.get(),
                "conversations judged before the wait for an answer was over, to make room: refusals that came later are"
                        + " missing from the counts; more memory helps: VEDETTE_JAVA_OPTS=-Xmx2g");
    }

    private void explain(long count, String what) {
        if (count > 0) {
            note(count + " " + what);
        }
    }

    /** Inputs that could be read at least in part. */
    public int files() {
        return files;
    }

    /** Bytes of content, decompressed. */
    public long bytes() {
        return bytes;
    }

    /** What could not be read, one sentence each: the input is incomplete. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        unreadable.forEach((what, frames) -> all.add(what + " (" + frames + (frames == 1 ? " frame)" : " frames)")));
        return List.copyOf(all);
    }

    /** What the operator may want to know and that left nothing out: files that were skipped because they are something else. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Problems and notes beyond those that are kept. */
    public long unlisted() {
        return unlisted;
    }

    /** Earliest time stamp, milliseconds since 1970 UTC; {@link Long#MAX_VALUE} if there was none. */
    public long firstMillis() {
        return firstMillis;
    }

    /** Latest time stamp; {@link Long#MIN_VALUE} if there was none. */
    public long lastMillis() {
        return lastMillis;
    }

    /** What became of the packets. */
    public PacketContactCounts conversations() {
        return conversations;
    }

    /** What the shards remembered, and whether a bound was reached. */
    public ShardLoad load() {
        return load;
    }

    /** What was seen from the side of targets. */
    public TargetCounts targets() {
        return targets;
    }
}

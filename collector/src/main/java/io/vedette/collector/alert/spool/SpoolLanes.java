package io.vedette.collector.alert.spool;

import io.vedette.core.detect.Severity;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The lanes of a spool, least severe first. */
final class SpoolLanes implements Iterable<SpoolLane> {

    private final List<SpoolLane> lanes = new ArrayList<>();

    SpoolLanes() {
        for (Severity severity : Severity.values()) {
            lanes.add(new SpoolLane(severity));
        }
    }

    @Override
    public Iterator<SpoolLane> iterator() {
        return lanes.iterator();
    }

    SpoolLane of(Severity severity) {
        return lanes.get(severity.ordinal());
    }

    /** Puts the segments of {@code later} behind those that are here. */
    void append(SpoolLanes later) {
        for (SpoolLane lane : later) {
            lane.segments().forEach(of(lane.severity())::add);
        }
    }

    /** What names an alert outside: its sequence number, and in the last three bits its lane. */
    static long ticket(long sequence, SpoolLane lane) {
        return sequence << 3 | lane.severity().ordinal();
    }

    static long sequence(long ticket) {
        return ticket >> 3;
    }

    /** The segment in which the alert of {@code ticket} waits; null if it was settled. */
    @Nullable
    SpoolSegment holder(long ticket) {
        return lanes.get((int) (ticket & 7)).holder(sequence(ticket));
    }

    /** The lane whose next alert to read came before those of all others; null if all was read. */
    @Nullable
    SpoolLane unread() {
        SpoolLane first = null;
        long least = Long.MAX_VALUE;
        for (SpoolLane lane : lanes) {
            SpoolSegment segment = lane.unread();
            if (segment != null && segment.sequence(segment.peek()) < least) {
                least = segment.sequence(segment.peek());
                first = lane;
            }
        }
        return first;
    }

    void forgetFinished() {
        lanes.forEach(SpoolLane::forgetFinished);
    }

    long bytes() {
        return sum(SpoolLane::bytes);
    }

    long bytesInMemory() {
        return sum(SpoolLane::bytesInMemory);
    }

    /** Alerts that are not settled, counted one by one. */
    long outstanding() {
        return sum(lane ->
                lane.segments().stream().mapToLong(SpoolSegment::outstanding).sum());
    }

    private long sum(ToLongFunction<SpoolLane> value) {
        return lanes.stream().mapToLong(value).sum();
    }

    /** When the oldest alert came, as near as the first of each lane tells; {@link Long#MAX_VALUE} if there is none. */
    long oldestMillis() {
        return lanes.stream().mapToLong(SpoolLane::oldestMillis).min().orElse(Long.MAX_VALUE);
    }
}

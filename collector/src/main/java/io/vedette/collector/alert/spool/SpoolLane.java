package io.vedette.collector.alert.spool;

import io.vedette.core.detect.Severity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The alerts of one severity: segments in the order of their sequence numbers, those in memory last. */
final class SpoolLane {

    private final Severity severity;
    private final List<SpoolSegment> segments = new ArrayList<>();

    SpoolLane(Severity severity) {
        this.severity = severity;
    }

    Severity severity() {
        return severity;
    }

    List<SpoolSegment> segments() {
        return segments;
    }

    void add(SpoolSegment segment) {
        segments.add(segment);
    }

    /** The segment that takes the next record; null if a new one is needed. */
    @Nullable
    SpoolSegment open() {
        SpoolSegment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
        return last == null || last.isSealed() ? null : last;
    }

    /** The segment that holds {@code sequence}, unsettled; null if there is none. */
    @Nullable
    SpoolSegment holder(long sequence) {
        for (SpoolSegment segment : segments) {
            if (segment.holds(sequence)) {
                return segment;
            }
        }
        return null;
    }

    /** The first segment with something to read; null if all was read. */
    @Nullable
    SpoolSegment unread() {
        for (SpoolSegment segment : segments) {
            if (segment.peek() >= 0) {
                return segment;
            }
        }
        return null;
    }

    /** Takes out the files in which everything is settled and to which nothing more is written. */
    List<SpoolSegment> removeFinished() {
        List<SpoolSegment> finished = segments.stream()
                .filter(segment -> segment.outstanding() == 0 && segment.isSealed())
                .toList();
        segments.removeAll(finished);
        return finished;
    }

    /** Forgets what is in memory and settled. */
    void forgetFinished() {
        segments.removeIf(segment -> segment.outstanding() == 0 && segment.isInMemory());
    }

    /** Bytes on disk and in memory. */
    long bytes() {
        return segments.stream().mapToLong(SpoolSegment::bytes).sum();
    }

    long bytesInMemory() {
        return segments.stream()
                .filter(SpoolSegment::isInMemory)
                .mapToLong(SpoolSegment::bytes)
                .sum();
    }

    /** When the first alert that is not settled came; {@link Long#MAX_VALUE} if there is none. */
    long oldestMillis() {
        for (SpoolSegment segment : segments) {
            int oldest = segment.oldest();
            if (oldest >= 0) {
                return segment.millis(oldest);
            }
        }
        return Long.MAX_VALUE;
    }
}

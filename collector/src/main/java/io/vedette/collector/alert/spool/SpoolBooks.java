package io.vedette.collector.alert.spool;

/** What a spool holds, what of it is settled, and the numbers of both. */
final class SpoolBooks {

    final SpoolMeter meter = new SpoolMeter();
    SpoolLanes lanes = new SpoolLanes();
    SettledSet settled = new SettledSet(0);
    /** The number of the next alert. */
    long next;
    /** Whether the cursor on disk does not know all of this. */
    boolean cursorIsStale;

    /** Begins with {@code first}, and nothing settled. */
    void beginAt(long first) {
        next = first;
        settled = new SettledSet(first);
    }

    void settle(SpoolSegment segment, long sequence, SpoolFate fate) {
        segment.settle(sequence);
        settled.add(sequence);
        meter.fates.of(fate).increment();
        cursorIsStale = true;
    }

    /** Gives up what came before {@code cutoffMillis}. */
    void expire(long cutoffMillis) {
        for (SpoolLane lane : lanes) {
            for (SpoolSegment segment : lane.segments()) {
                int oldest;
                while ((oldest = segment.oldest()) >= 0 && segment.millis(oldest) < cutoffMillis) {
                    settle(segment, segment.sequence(oldest), SpoolFate.EXPIRED);
                }
            }
        }
    }

    /** Dates all alerts later by {@code millis}, here and not on disk. */
    void shift(long millis) {
        for (SpoolLane lane : lanes) {
            lane.segments().forEach(segment -> segment.shift(millis));
        }
        measure();
    }

    /** Gives up what is in memory only, because there is no more time to write it. Returns how many alerts that were. */
    long abandonMemory() {
        long abandoned = 0;
        for (SpoolLane lane : lanes) {
            for (SpoolSegment segment : lane.segments()) {
                for (long sequence : segment.isInMemory() ? segment.outstandingSequences() : new long[0]) {
                    settle(segment, sequence, SpoolFate.ABANDONED);
                    abandoned++;
                }
            }
        }
        return abandoned;
    }

    /** What {@link #measure} would find after an alert was taken, without looking at every segment. */
    void grown(long bytes, long millis) {
        long before = meter.bytes; // no other thread writes it
        meter.bytes = before + bytes;
        meter.oldestMillis = Math.min(meter.oldestMillis, millis);
    }

    void measure() {
        meter.bytes = lanes.bytes();
        meter.oldestMillis = lanes.oldestMillis();
    }
}

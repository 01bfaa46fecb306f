package io.vedette.collector.scan;

import io.vedette.collector.shard.FlowInput;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import java.util.function.LongSupplier;

/** The bytes of one file of flow records on their way into the shards. Belongs to the reading thread. */
final class FlowFeed {

    private static final int ROWS = 1024;

    private final FlowInput flows;
    private final TrafficClock clock;
    private final ScanReport report;
    private final Chooser chooser;
    private final LongSupplier presentMillis;
    private final IntakeCounts counts = new IntakeCounts();
    private final FlowStream stream = new FlowStream(StreamLimits.DEFAULT, counts, rejection -> {});
    private final FlowBatch batch = new FlowBatch(ROWS);

    /** @param presentMillis the time of receipt, by which records are known that have no time of their own */
    FlowFeed(FlowInput flows, TrafficClock clock, ScanReport report, Chooser chooser, LongSupplier presentMillis) {
        this.flows = flows;
        this.clock = clock;
        this.report = report;
        this.chooser = chooser;
        this.presentMillis = presentMillis;
    }

    /** What became of the records. */
    IntakeCounts counts() {
        return counts;
    }

    void feed(byte[] block, int length) {
        batch.receivedAt(presentMillis.getAsLong());
        stream.feed(block, 0, length, batch, this::deliver);
        flows.flush();
    }

    void end() {
        batch.receivedAt(presentMillis.getAsLong());
        stream.end(batch, this::deliver);
    }

    /** Rows with a time of their own move the clock; the others count for the present of the traffic. */
    private void deliver(FlowBatch rows) {
        chooser.flows(rows);
        long received = rows.receivedMillis();
        long latest = Long.MIN_VALUE;
        for (int row = 0; row < rows.size(); row++) {
            long millis = rows.eventMillis(row);
            if (millis != received) {
                latest = Math.max(latest, millis);
                report.span(millis, millis);
            }
        }
        if (latest != Long.MIN_VALUE) {
            clock.advance(latest);
            rows.receivedAt(clock.nowMillis());
        }
        flows.flows(rows);
    }
}

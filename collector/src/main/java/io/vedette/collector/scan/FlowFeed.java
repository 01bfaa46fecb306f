package io.vedette.collector.scan;

import io.vedette.collector.shard.FlowInput;
import io.vedette.collector.shard.ShardHost;
import io.vedette.core.contact.TrustedClock;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The way of one stream of saved flow records, as bytes, into the shards. Belongs to the reading thread. */
final class FlowFeed implements AutoCloseable {

    private static final int ROWS = 1024;
    private static final long SECOND_MILLIS = 1000;

    private final TrafficClock clock;
    private final ScanReport report;
    private final Semaphore resumed;
    private final LongSupplier presentMillis;
    private final Chooser chooser;
    private final IntakeCounts records = new IntakeCounts();
    private final FlowStream stream = new FlowStream(StreamLimits.DEFAULT, records, rejection -> {});
    private final FlowBatch batch = new FlowBatch(ROWS);
    private final FlowInput flows;
    private final TrustedClock stamps = new TrustedClock();
    private long secondMillis = TrustedClock.NOT_YET;
    private long receivedMillis;
    private final ShardHost shards;
    private long present;
    private boolean timed;

    /**
     * @param resumed is released when the shards have room again
     * @param chooser takes out the records that nobody wants
     * @param presentMillis the time on the wall, by which records without a time of their own are known
     */
    FlowFeed(
            ShardHost shards,
            TrafficClock clock,
            ScanReport report,
            Semaphore resumed,
            Chooser chooser,
            LongSupplier presentMillis) {
        this.clock = clock;
        this.report = report;
        this.resumed = resumed;
        this.chooser = chooser;
        this.presentMillis = presentMillis;
        this.shards = shards;
        this.flows = shards.open(resumed::release);
    }

    /** What became of the records. */
    IntakeCounts records() {
        return records;
    }

    /** Takes the first {@code length} bytes of {@code block}; waits while the shards are behind. */
    void feed(byte[] block, int length) throws InterruptedException {
        present = presentMillis.getAsLong();
        batch.receivedAt(present);
        stream.feed(block, 0, length, batch, this::deliver);
        flows.flush();
        while (!flows.ready()) {
            shards.requireHealthy();
            resumed.tryAcquire(10, TimeUnit.MILLISECONDS);
        }
    }

    /** No further bytes will come. */
    void end() {
        present = presentMillis.getAsLong();
        batch.receivedAt(present);
        stream.end(batch, this::deliver);
    }

    /**
     * Rows with a time of their own move the clock; the others count for the present of the traffic. At each full second the
     * clock ticks, between the rows before and the row that moved it, so that nothing depends on how rows come in batches.
     */
    private void deliver(FlowBatch rows) {
        chooser.flows(rows);
        int from = 0;
        for (int row = 0; row < rows.size(); row++) {
            long millis = rows.eventMillis(row);
            if (millis == present) {
                continue;
            }
            timed = true;
            stamps.advance(millis);
            report.span(millis, millis);
            long second = stamps.nowMillis() - Math.floorMod(stamps.nowMillis(), SECOND_MILLIS);
            if (second != secondMillis) {
                deliver(rows, from, row);
                from = row;
                secondMillis = second;
                receivedMillis = clock.advance(second);
            }
        }
        deliver(rows, from, rows.size());
    }

    private void deliver(FlowBatch rows, int from, int to) {
        if (from < to) {
            if (secondMillis != TrustedClock.NOT_YET) {
                rows.receivedAt(receivedMillis);
            }
            flows.flows(rows, from, to);
            flows.flush();
            rows.receivedAt(present);
        }
    }

    /** Lets time pass on the clock of the records, for those that wait for their other direction. */
    void pass(long millis) {
        if (timed) {
            move(stamps.nowMillis() + millis);
        }
    }

    /** Where no record has a time of its own, the traffic's clock is that on the wall; for traffic that goes on. */
    void followTheWall() {
        if (!timed) {
            move(presentMillis.getAsLong());
        }
    }

    private void move(long millis) {
        stamps.set(millis);
        secondMillis = millis - Math.floorMod(millis, SECOND_MILLIS);
        receivedMillis = clock.advance(secondMillis);
        flows.tick(receivedMillis + millis - secondMillis);
    }

    /** Judges what still waits for its other direction, and adds to the report what became of the flows. */
    @Override
    public void close() {
        flows.close();
        report.flows.add(flows.counts());
    }
}

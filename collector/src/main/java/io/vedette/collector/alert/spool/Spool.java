package io.vedette.collector.alert.spool;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alerts that a sink has taken and not yet got rid of, on disk, in the order in which they came.
 *
 * <p>Nothing here throws because of a disk: what cannot be written stays in memory, bounded as well, the spool says that it
 * is degraded, and writes it as soon as the disk takes it. A process that is killed loses nothing that is on disk; a machine
 * that fails loses at most the last {@value #SYNC_MILLIS} ms. What was settled in the last {@value #SYNC_MILLIS} ms may come
 * back after either.
 *
 * <p>When the spool is full, or in memory when that share is, the oldest segment of the lowest severity goes. A segment is
 * 1/32 of the size, so that is how coarsely it drops.
 */
public final class Spool implements AutoCloseable {

    /*
     * Each severity has a lane of append-only segments, so that dropping the least severe is deleting its oldest file. One
     * sequence runs through all lanes: it gives the order of delivery and, with the cursor, tells which numbers are missing.
     */

    static final long SYNC_MILLIS = 500;

    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS);
    private static final long CLOCK_STEP_MILLIS = 1_000;
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long MEMORY_BYTES = 8 << 20;

    private final String label;
    private final SpoolStore store;
    private final SpoolConfig config;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final int segmentBytes;
    private final long memoryBytes;

    private final SpoolBooks books = new SpoolBooks();
    private final SpoolMeter meter = books.meter;
    private final SpoolReader reader;
    private final SpoolDisk disk;

    /** What the clock is ahead of {@link #nanoTime}. */
    private long clockAheadMillis;

    private long firstHere;
    private long syncedNanos;
    private long quietUntilNanos;

    /**
     * @param label of the sink, for log lines
     * @param directory belongs to this spool alone; created when needed
     * @param clock dates alerts; tells when those of an earlier run are too old
     * @param nanoTime measures how old alerts become here, and the intervals between syncs and between attempts
     */
    public Spool(String label, Path directory, SpoolConfig config, InstantSource clock, LongSupplier nanoTime) {
        this(label, new SpoolDirectory(directory), config, clock, nanoTime);
    }

    Spool(String label, SpoolStore store, SpoolConfig config, InstantSource clock, LongSupplier nanoTime) {
        this.label = label;
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.nanoTime = nanoTime;
        segmentBytes = (int) Math.min(config.size().bytes() / 32, 4 << 20);
        memoryBytes = Math.min(config.size().bytes(), MEMORY_BYTES);
        reader = new SpoolReader(label, store, books);
        disk = new SpoolDisk(label, store, books, nanoTime);
    }

    /** Reads what earlier lives have left. Call once, before anything else. */
    public void open() {
        syncedNanos = nanoTime.getAsLong();
        quietUntilNanos = syncedNanos;
        clockAheadMillis = clockAheadMillis();
        firstHere = clock.millis() << 10; // larger than any number on disk, should that be readable only later
        books.beginAt(firstHere);
        attach();
    }

    /** Finds out what is on disk, or tries again later. */
    private void attach() {
        try {
            store.open();
            SpoolRecovery found = new SpoolRecovery(store);
            found.read();
            join(found);
            disk.attached();
        } catch (IOException e) {
            disk.failed(e);
            return;
        }
        disk.recover();
    }

    /** Puts what was found in front of what was taken since the start. */
    private void join(SpoolRecovery found) throws IOException {
        SettledSet cursor = found.cursor();
        if (meter.accepted.get() == 0) {
            books.next = found.next();
        } else if (firstHere < found.next()) {
            throw new IOException("the clock is behind the numbers in the spool");
        } else {
            cursor.add(found.next(), books.settled.base());
            cursor.addRangesOf(books.settled);
        }
        found.lanes().append(books.lanes);
        books.lanes = found.lanes();
        books.settled = cursor;
        meter.recovered.add(found.outstanding() + found.lost());
        meter.fates.of(SpoolFate.LOST).add(found.lost());
        meter.badFiles.add(found.badFiles());
        if (found.lost() > 0) {
            log.error("spool of {}: {} alerts of an earlier run are lost", label, found.lost());
        }
        if (found.outstanding() > 0) {
            log.info("spool of {}: {} alerts of an earlier run are still to be delivered", label, found.outstanding());
        }
        books.cursorIsStale = true;
        boolean safe = disk.storeMemory();
        books.measure();
        if (safe) {
            found.setAside();
        }
    }

    /** Takes {@code alert}. */
    public void append(Alert alert) {
        followClock();
        byte[] text = AlertJson.text(alert).getBytes(StandardCharsets.US_ASCII);
        meter.accepted.increment();
        books.cursorIsStale = true;
        long sequence = books.next++;
        if (text.length > SpoolRecord.MOST_TEXT) {
            books.settled.add(sequence);
            meter.fates.of(SpoolFate.LOST).increment();
            log.error("spool of {}: alert of {} bytes is too long to be kept", label, text.length);
            return;
        }
        write(books.lanes.of(alert.severity()), sequence, text);
        books.grown(SpoolRecord.size(text.length), clock.millis());
        if (meter.bytes > config.size().bytes()) {
            disk.sync(); // what is settled goes first
            books.measure();
        }
        while (meter.bytes > config.size().bytes()) {
            dropOldest(segment -> true);
        }
        while (meter.degraded && books.lanes.bytesInMemory() > memoryBytes) {
            dropOldest(SpoolSegment::isInMemory);
        }
    }

    private void write(SpoolLane lane, long sequence, byte[] text) {
        try {
            if (meter.degraded || !disk.isAttached()) {
                writeToMemory(lane, sequence, text);
                return;
            }
            SpoolSegment open = lane.open();
            if (open != null && open.bytes() + SpoolRecord.size(text.length) > segmentBytes && open.count() > 0) {
                open.force();
                open.seal();
                open = null;
            }
            if (open == null) {
                open = new SpoolSegment();
                open.store(store, SpoolSegment.freeName(store, lane.severity(), sequence));
                lane.add(open);
            }
            open.add(sequence, clock.millis(), text);
        } catch (IOException e) {
            disk.failed(e);
            writeToMemory(lane, sequence, text);
        }
    }

    private void writeToMemory(SpoolLane lane, long sequence, byte[] text) {
        SpoolSegment open = lane.open();
        if (open == null || !open.isInMemory() || open.bytes() > segmentBytes) {
            if (open != null) {
                open.seal();
            }
            open = new SpoolSegment();
            lane.add(open);
        }
        try {
            open.add(sequence, clock.millis(), text);
        } catch (IOException e) {
            throw new AssertionError(e); // memory does not fail
        }
    }

    private void dropOldest(Predicate<SpoolSegment> candidate) {
        for (SpoolLane lane : books.lanes) { // least severe first
            for (SpoolSegment segment : lane.segments()) {
                if (candidate.test(segment)) {
                    drop(lane, segment);
                    return;
                }
            }
        }
        throw new IllegalStateException("the spool is over its limit and empty");
    }

    private void drop(SpoolLane lane, SpoolSegment segment) {
        if (nanoTime.getAsLong() - quietUntilNanos >= 0) {
            quietUntilNanos = nanoTime.getAsLong() + QUIET_NANOS;
            log.error(
                    "spool of {} is full ({}): the oldest alerts of severity {} are dropped",
                    label,
                    config.size(),
                    lane.severity().label());
        }
        for (long sequence : segment.outstandingSequences()) {
            books.settle(segment, sequence, SpoolFate.OVERFLOW);
        }
        segment.seal();
        lane.segments().remove(segment);
        disk.saveCursor();
        disk.delete(segment);
        books.measure();
    }

    /** The next alerts that were not read since the start, at most {@code most}, in order. */
    public List<SpooledAlert> read(int most) {
        return reader.read(most);
    }

    /**
     * Says what became of an alert.
     *
     * @return false if it has left the spool before, for instance because the spool was full
     */
    public boolean settle(long ticket, SpoolFate fate) {
        SpoolSegment holder = books.lanes.holder(ticket);
        if (holder == null) {
            return false;
        }
        books.settle(holder, SpoolLanes.sequence(ticket), fate);
        return true;
    }

    /** Whether the alert of {@code ticket} still waits to be settled. */
    public boolean holds(long ticket) {
        return books.lanes.holder(ticket) != null;
    }

    /** Gives up what is too old, and brings the disk up to date. About ten times a second. */
    public void tick() {
        followClock();
        books.expire(clock.millis() - config.maxAge().toMillis());
        long now = nanoTime.getAsLong();
        if (disk.isToBeTried()) {
            if (disk.isAttached()) {
                disk.recover();
            } else {
                attach();
            }
        }
        if (now - syncedNanos >= SYNC_NANOS) {
            syncedNanos = now;
            disk.sync();
        }
        books.measure();
    }

    /** A clock that was set makes nothing older or younger that is here. */
    private void followClock() {
        long step = clockAheadMillis() - clockAheadMillis;
        if (Math.abs(step) >= CLOCK_STEP_MILLIS) {
            clockAheadMillis += step;
            books.shift(step);
        }
    }

    private long clockAheadMillis() {
        return clock.millis() - TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    /** Whether alerts are in memory only because the disk refuses them. Any thread. */
    public boolean isDegraded() {
        return meter.degraded;
    }

    /** Any thread; exact between the calls of the owner. */
    public SpoolCounts counts() {
        return meter.counts();
    }

    /** The alerts that are really there, counted one by one; what the counts call waiting. */
    long outstanding() {
        return books.lanes.outstanding();
    }

    /** Whether the size that is told is that of what is there. */
    boolean knowsItsSize() {
        return meter.bytes == books.lanes.bytes();
    }

    /** Segments and cursors that were found damaged. */
    long badFiles() {
        return meter.badFiles.get();
    }

    /** Writes the numbers of this spool, labelled with its sink. Any thread. */
    public void writeMetrics(MetricWriter writer) {
        meter.writeMetrics(writer, label, clock.millis());
    }

    /** Writes what can be written. What is then still in memory is lost, and counted. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted(); // a channel would be closed by the interrupt before it has written
        if (disk.isAttached()) {
            disk.saveAll();
        }
        long abandoned = books.abandonMemory();
        if (abandoned > 0) {
            log.error("spool of {}: {} alerts are lost, the disk refused them", label, abandoned);
        }
        store.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

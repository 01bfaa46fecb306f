package io.vedette.collector.alert.spool;

import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.AlertReading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
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
     * The cursor is written before a finished segment is deleted, never after; a crash between the two leaves a segment whose
     * alerts are all known as settled.
     */

    static final long SYNC_MILLIS = 500;

    private static final Logger log = LoggerFactory.getLogger(Spool.class);
    private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(SYNC_MILLIS);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long MEMORY_BYTES = 8 << 20;

    private final String label;
    private final SpoolStore store;
    private final SpoolConfig config;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final int segmentBytes;
    private final long memoryBytes;

    private final SpoolMeter meter = new SpoolMeter();

    private SpoolLanes lanes = new SpoolLanes();
    private SettledSet settled;
    private long firstHere;
    private long next;
    private boolean attached;
    private boolean cursorIsStale;
    private long syncedNanos;
    private long retryNanos;
    private long quietUntilNanos;

    /**
     * @param label of the sink, for log lines
     * @param directory belongs to this spool alone; created when needed
     * @param clock dates alerts; tells when they are too old
     * @param nanoTime measures the intervals between syncs and between attempts
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
        settled = new SettledSet(0);
    }

    /** Reads what earlier lives have left. Call once, before anything else. */
    public void open() {
        retryNanos = nanoTime.getAsLong();
        syncedNanos = retryNanos;
        quietUntilNanos = retryNanos;
        firstHere = clock.millis() << 10; // larger than any number on disk, should that be readable only later
        next = firstHere;
        settled = new SettledSet(next);
        attach();
    }

    /** Finds out what is on disk, or tries again later. */
    private void attach() {
        try {
            store.open();
            SpoolRecovery found = new SpoolRecovery(store);
            found.read();
            join(found);
            attached = true;
        } catch (IOException e) {
            failed(e);
            return;
        }
        recoverFromDegradation();
    }

    /** Puts what was found in front of what was taken since the start. */
    private void join(SpoolRecovery found) throws IOException {
        SettledSet cursor = found.cursor();
        if (meter.accepted.get() == 0) {
            next = found.next();
        } else if (firstHere < found.next()) {
            throw new IOException("the clock is behind the numbers in the spool");
        } else {
            cursor.add(found.next(), settled.base());
            cursor.addRangesOf(settled);
        }
        found.lanes().append(lanes);
        lanes = found.lanes();
        settled = cursor;
        meter.recovered.add(found.outstanding() + found.lost());
        meter.fates.of(SpoolFate.LOST).add(found.lost());
        meter.badFiles.add(found.badFiles());
        if (found.lost() > 0) {
            log.error("spool of {}: {} alerts of an earlier run are lost", label, found.lost());
        }
        if (found.outstanding() > 0) {
            log.info("spool of {}: {} alerts of an earlier run are still to be delivered", label, found.outstanding());
        }
        cursorIsStale = true;
        boolean safe = storeMemory();
        measure();
        if (safe) {
            found.setAside();
        }
    }

    /** Takes {@code alert}. */
    public void append(Alert alert) {
        byte[] text = AlertJson.text(alert).getBytes(StandardCharsets.US_ASCII);
        meter.accepted.increment();
        cursorIsStale = true;
        long sequence = next++;
        if (text.length > SpoolRecord.MOST_TEXT) {
            settled.add(sequence);
            meter.fates.of(SpoolFate.LOST).increment();
            log.error("spool of {}: alert of {} bytes is too long to be kept", label, text.length);
            return;
        }
        write(lanes.of(alert.severity()), sequence, text);
        measure();
        if (meter.bytes > config.size().bytes()) {
            sync(); // what is settled goes first
            measure();
        }
        while (meter.bytes > config.size().bytes()) {
            dropOldest(segment -> true);
        }
        while (meter.degraded && lanes.bytesInMemory() > memoryBytes) {
            dropOldest(SpoolSegment::isInMemory);
        }
    }

    private void write(SpoolLane lane, long sequence, byte[] text) {
        try {
            if (meter.degraded || !attached) {
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
            failed(e);
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
        for (SpoolLane lane : lanes) { // least severe first
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
            settle(segment, sequence, SpoolFate.OVERFLOW);
        }
        segment.seal();
        lane.segments().remove(segment);
        saveCursor();
        delete(segment);
        measure();
    }

    /** The next alerts that were not read since the start, at most {@code most}, in order. */
    public List<SpooledAlert> read(int most) {
        List<SpooledAlert> alerts = new ArrayList<>();
        while (alerts.size() < most) {
            SpoolLane lane = lanes.unread();
            if (lane == null) {
                break;
            }
            SpoolSegment segment = lane.unread();
            if (segment != null) {
                SpooledAlert alert = read(lane, segment, segment.peek());
                segment.skip();
                if (alert != null) {
                    alerts.add(alert);
                }
            }
        }
        return alerts;
    }

    private @Nullable SpooledAlert read(SpoolLane lane, SpoolSegment segment, int record) {
        long sequence = segment.sequence(record);
        String problem;
        try {
            AlertReading reading = AlertJson.read(segment.text(record, store));
            if (reading instanceof AlertReading.Valid valid) {
                long ticket = SpoolLanes.ticket(sequence, lane);
                return new SpooledAlert(ticket, valid.alert(), segment.millis(record));
            }
            problem = reading.toString();
        } catch (IOException e) {
            meter.diskErrors.increment();
            problem = e.toString();
        }
        log.error("spool of {}: an alert cannot be read any more: {}", label, problem);
        settle(segment, sequence, SpoolFate.LOST);
        return null;
    }

    /**
     * Says what became of an alert.
     *
     * @return false if it has left the spool before, for instance because the spool was full
     */
    public boolean settle(long ticket, SpoolFate fate) {
        SpoolSegment holder = lanes.holder(ticket);
        if (holder == null) {
            return false;
        }
        settle(holder, SpoolLanes.sequence(ticket), fate);
        return true;
    }

    /** Whether the alert of {@code ticket} still waits to be settled. */
    public boolean holds(long ticket) {
        return lanes.holder(ticket) != null;
    }

    private void settle(SpoolSegment segment, long sequence, SpoolFate fate) {
        segment.settle(sequence);
        settled.add(sequence);
        meter.fates.of(fate).increment();
        cursorIsStale = true;
    }

    /** Gives up what is too old, and brings the disk up to date. About ten times a second. */
    public void tick() {
        expire();
        long now = nanoTime.getAsLong();
        if (meter.degraded && now - retryNanos >= 0) {
            if (attached) {
                recoverFromDegradation();
            } else {
                attach();
            }
        }
        if (now - syncedNanos >= SYNC_NANOS) {
            syncedNanos = now;
            sync();
        }
        measure();
    }

    private void expire() {
        long cutoff = clock.millis() - config.maxAge().toMillis();
        for (SpoolLane lane : lanes) {
            for (SpoolSegment segment : lane.segments()) {
                int oldest;
                while ((oldest = segment.oldest()) >= 0 && segment.millis(oldest) < cutoff) {
                    settle(segment, segment.sequence(oldest), SpoolFate.EXPIRED);
                }
            }
        }
    }

    private void sync() {
        lanes.forgetFinished();
        if (!attached) {
            return;
        }
        forceAll();
        if (cursorIsStale) {
            saveCursor();
        }
        if (!cursorIsStale) {
            for (SpoolLane lane : lanes) {
                lane.removeFinished().forEach(this::delete);
            }
        }
    }

    private void forceAll() {
        try {
            for (SpoolLane lane : lanes) {
                for (SpoolSegment segment : lane.segments()) {
                    segment.force();
                }
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    private void saveCursor() {
        if (!attached) {
            return;
        }
        try {
            store.replace(SpoolRecovery.CURSOR, settled.encode(next));
            cursorIsStale = false;
        } catch (IOException e) {
            failed(e);
        }
    }

    private void delete(SpoolSegment segment) {
        String name = segment.name();
        if (name != null) {
            try {
                store.delete(name);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    private void recoverFromDegradation() {
        boolean wasDegraded = meter.degraded;
        if (!storeMemory()) {
            return;
        }
        saveCursor();
        if (!cursorIsStale) {
            meter.degraded = false;
            if (wasDegraded) {
                log.warn("spool of {} is on disk again", label);
            }
        }
    }

    /** Writes what is in memory to disk. Returns whether nothing is left in memory. */
    private boolean storeMemory() {
        try {
            for (SpoolLane lane : lanes) {
                lane.forgetFinished();
                for (SpoolSegment segment : lane.segments()) {
                    if (segment.isInMemory()) {
                        segment.store(store, SpoolSegment.freeName(store, lane.severity(), segment.sequence(0)));
                        segment.force();
                        segment.seal();
                    }
                }
            }
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    private void failed(IOException cause) {
        meter.diskErrors.increment();
        retryNanos = nanoTime.getAsLong() + RETRY_NANOS;
        if (!meter.degraded) {
            meter.degraded = true;
            log.error(
                    "spool of {} goes on in memory: {}: {}; it is tried again",
                    label,
                    cause.getClass().getSimpleName(),
                    cause.getMessage());
        }
    }

    private void measure() {
        meter.bytes = lanes.bytes();
        meter.oldestMillis = lanes.oldestMillis();
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
        return lanes.outstanding();
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
        if (attached) {
            saveAll();
        }
        long abandoned = 0;
        for (SpoolLane lane : lanes) {
            for (SpoolSegment segment : lane.segments()) {
                for (long sequence : segment.isInMemory() ? segment.outstandingSequences() : new long[0]) {
                    settle(segment, sequence, SpoolFate.ABANDONED);
                    abandoned++;
                }
            }
        }
        if (abandoned > 0) {
            log.error("spool of {}: {} alerts are lost, the disk refused them", label, abandoned);
        }
        store.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void saveAll() {
        storeMemory();
        forceAll();
        for (SpoolLane lane : lanes) {
            lane.segments().forEach(SpoolSegment::seal);
        }
        sync();
    }
}

package io.vedette.collector.alert.spool;

import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the disk up to date with the books. When it refuses, the spool is degraded: what comes stays in memory, and the disk is
 * tried again every second.
 *
 * <p>The cursor is written before a finished segment is deleted, never after; a crash between the two leaves a segment whose
 * alerts are all known as settled.
 */
final class SpoolDisk {

    private static final Logger log = LoggerFactory.getLogger(SpoolDisk.class);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String label;
    private final SpoolStore store;
    private final SpoolBooks books;
    private final LongSupplier nanoTime;
    private boolean attached;
    private long retryNanos;

    SpoolDisk(String label, SpoolStore store, SpoolBooks books, LongSupplier nanoTime) {
        this.label = label;
        this.store = store;
        this.books = books;
        this.nanoTime = nanoTime;
    }

    /** Whether it is known what was on the disk. */
    boolean isAttached() {
        return attached;
    }

    void attached() {
        attached = true;
    }

    /** Whether it is time to try a disk again that has refused. */
    boolean isToBeTried() {
        return books.meter.degraded && nanoTime.getAsLong() - retryNanos >= 0;
    }

    void failed(IOException cause) {
        books.meter.diskErrors.increment();
        retryNanos = nanoTime.getAsLong() + RETRY_NANOS;
        if (!books.meter.degraded) {
            books.meter.degraded = true;
            log.error("spool of {} goes on in memory: {}; it is tried again", label, FileTrouble.why(cause));
        }
    }

    /** Forces what was written, and deletes what is finished. */
    void sync() {
        books.lanes.forgetFinished();
        if (!attached) {
            return;
        }
        forceAll();
        if (books.cursorIsStale) {
            saveCursor();
        }
        if (!books.cursorIsStale) {
            for (SpoolLane lane : books.lanes) {
                lane.removeFinished().forEach(this::delete);
            }
        }
    }

    private void forceAll() {
        try {
            for (SpoolLane lane : books.lanes) {
                for (SpoolSegment segment : lane.segments()) {
                    segment.force();
                }
            }
        } catch (IOException e) {
            failed(e);
        }
    }

    void saveCursor() {
        if (!attached) {
            return;
        }
        try {
            store.replace(SpoolRecovery.CURSOR, books.settled.encode(books.next));
            books.cursorIsStale = false;
        } catch (IOException e) {
            failed(e);
        }
    }

    void delete(SpoolSegment segment) {
        String name = segment.name();
        if (name != null) {
            try {
                store.delete(name);
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    /** Ends the degradation if the disk takes everything that is in memory. */
    void recover() {
        boolean wasDegraded = books.meter.degraded;
        if (!storeMemory()) {
            return;
        }
        saveCursor();
        if (!books.cursorIsStale) {
            books.meter.degraded = false;
            if (wasDegraded) {
                log.warn("spool of {} is on disk again", label);
            }
        }
    }

    /** Writes what is in memory to disk. Returns whether nothing is left in memory. */
    boolean storeMemory() {
        try {
            for (SpoolLane lane : books.lanes) {
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

    /** Writes everything, and nothing more after it. */
    void saveAll() {
        storeMemory();
        forceAll();
        for (SpoolLane lane : books.lanes) {
            lane.segments().forEach(SpoolSegment::seal);
        }
        sync();
    }
}

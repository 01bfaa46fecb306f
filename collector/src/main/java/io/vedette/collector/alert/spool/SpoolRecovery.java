package io.vedette.collector.alert.spool;

import io.vedette.core.detect.Severity;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sense of whatever lies in the directory of a spool when it is opened. It never refuses:
 *
 * <ul>
 *   <li>a damaged segment gives up its intact records, which are put in a new segment, and is kept as {@code *.bad};
 *   <li>a record that was cut off at the end of a segment is left out;
 *   <li>without a readable cursor every record counts as not delivered;
 *   <li>records that the cursor knows as not settled and that are nowhere are lost, and counted;
 *   <li>a record that is found twice is taken once; files with other names are left alone.
 * </ul>
 */
final class SpoolRecovery {

    static final String CURSOR = "cursor";
    static final String BAD = ".bad";
    private static final int BAD_FILES_KEPT = 8;

    private static final Logger log = LoggerFactory.getLogger(SpoolRecovery.class);

    private final SpoolStore store;
    private final SpoolLanes lanes = new SpoolLanes();
    private final List<String> toSetAside = new ArrayList<>();
    private final TreeSet<Long> outstanding = new TreeSet<>();
    private long next;
    private long lost;
    private int badFiles;

    SpoolRecovery(SpoolStore store) {
        this.store = store;
    }

    /** Reads everything; moves and deletes nothing yet. */
    void read() throws IOException {
        List<String> names = store.names();
        boolean hasCursor = false;
        SettledSet settled = new SettledSet(0);
        if (names.contains(CURSOR)) {
            SettledSet found = SettledSet.decode(store.read(CURSOR));
            hasCursor = found != null;
            if (found == null) {
                log.error("spool: the cursor is damaged; alerts that were delivered may be delivered again");
                toSetAside.add(CURSOR);
            } else {
                settled = found;
            }
        }
        next = settled.next();
        SettledSet seen = new SettledSet(0);
        for (String name : names) {
            Severity severity = SpoolSegment.severityOf(name);
            if (severity != null) {
                readSegment(name, lanes.of(severity), settled, seen);
            }
        }
        if (hasCursor) {
            outstanding.forEach(settled::add); // now it has everything that is settled or here
            lost = settled.gaps(next);
        }
        for (SpoolLane lane : lanes) {
            lane.segments().sort(Comparator.comparingLong(segment -> segment.sequence(0)));
        }
    }

    private void readSegment(String name, SpoolLane lane, SettledSet settled, SettledSet seen) {
        SpoolRecord.Scan scan;
        try {
            scan = SpoolRecord.scan(store.read(name));
        } catch (IOException e) {
            log.error("spool: segment {} cannot be read: {}", name, FileTrouble.why(e));
            badFiles++;
            return;
        }
        List<SpoolRecord> records = new ArrayList<>();
        long last = -1;
        for (SpoolRecord record : scan.records()) {
            if (record.sequence() > last && !seen.contains(record.sequence())) {
                records.add(record);
                last = record.sequence();
                seen.add(last);
                next = Math.max(next, last + 1);
            }
        }
        boolean damaged = scan.damages() > 0;
        if (damaged) {
            badFiles++;
            toSetAside.add(name);
            log.error(
                    "spool: segment {} is damaged in {} places; {} alerts in it are intact",
                    name,
                    scan.damages(),
                    records.size());
            records.removeIf(record -> settled.contains(record.sequence()));
        }
        SpoolSegment segment = damaged ? new SpoolSegment() : SpoolSegment.found(name, endOf(scan.records()));
        for (SpoolRecord record : records) {
            if (damaged) {
                keepInMemory(segment, record);
            } else {
                segment.index(record, settled.contains(record.sequence()));
            }
            if (!settled.contains(record.sequence())) {
                outstanding.add(record.sequence());
            }
        }
        if (segment.count() > 0) {
            lane.add(segment);
        } else if (!damaged) {
            deleteQuietly(name);
        }
    }

    private static void keepInMemory(SpoolSegment segment, SpoolRecord record) {
        try {
            segment.add(record.sequence(), record.millis(), record.text());
        } catch (IOException e) {
            throw new AssertionError(e); // memory does not fail
        }
    }

    private static int endOf(List<SpoolRecord> records) {
        if (records.isEmpty()) {
            return 0;
        }
        SpoolRecord last = records.get(records.size() - 1);
        return last.offset() + SpoolRecord.size(last.text().length);
    }

    /** Puts the damaged files out of the way, once their intact records are in another one. */
    void setAside() {
        try {
            for (String name : toSetAside) {
                store.rename(name, name + BAD);
            }
            List<String> bad =
                    store.names().stream().filter(name -> name.endsWith(BAD)).toList();
            for (String old : bad.subList(0, Math.max(0, bad.size() - BAD_FILES_KEPT))) {
                store.delete(old);
            }
        } catch (IOException e) {
            log.error("spool: damaged files cannot be put aside: {}", FileTrouble.why(e));
        }
    }

    private void deleteQuietly(String name) {
        try {
            store.delete(name);
        } catch (IOException e) {
            log.debug("spool: empty segment {} stays: {}", name, e.toString());
        }
    }

    SpoolLanes lanes() {
        return lanes;
    }

    /** The cursor that fits what was found: everything is settled but the records that are here and were not. */
    SettledSet cursor() {
        SettledSet cursor = new SettledSet(outstanding.isEmpty() ? next : outstanding.first());
        long from = cursor.base();
        for (long sequence : outstanding) {
            cursor.add(from, sequence);
            from = sequence + 1;
        }
        cursor.add(from, next);
        return cursor;
    }

    /** The first sequence number to give out. */
    long next() {
        return next;
    }

    long outstanding() {
        return outstanding.size();
    }

    long lost() {
        return lost;
    }

    int badFiles() {
        return badFiles;
    }
}

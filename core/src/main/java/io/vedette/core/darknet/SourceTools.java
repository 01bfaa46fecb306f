package io.vedette.core.darknet;

import io.vedette.core.detect.fingerprint.TallyColumns;

/**
 * The marks on the SYNs with which each source began its events, whatever the port. Sources that are silent for longer than
 * the idle timeout begin anew. Belongs to one thread.
 */
final class SourceTools {

    private static final int LATEST = 1;
    private static final int TALLY = 2;
    static final int LONGS = TALLY + TallyColumns.LONGS;

    private final long timeoutNanos;
    private final int limit;
    final RowTable table;

    SourceTools(DarknetSettings settings, long timeoutNanos) {
        this.timeoutNanos = timeoutNanos;
        this.limit = settings.maxEvents();
        this.table = new RowTable(LONGS, settings.seed() + 1);
    }

    /** Adds a SYN; returns what is said of its source by now, packed. */
    long add(DarknetBatch batch, int i) {
        long key = EventKey.of(batch.source(i), 0, 0);
        int row = table.find(key);
        if (row == RowTable.NONE) {
            if (table.size() >= limit) {
                return 0;
            }
            row = table.add(key);
        } else if (batch.timeNanos(i) - table.chunk(row)[table.offset(row) + LATEST] > timeoutNanos) {
            table.reset(row);
        }
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        rows[at + LATEST] = batch.timeNanos(i);
        TallyColumns.add(rows, at + TALLY, batch.bytes(), batch.ip(i), batch.transport(i));
        return EventRow.pack(TallyColumns.verdict(rows, at + TALLY).orElse(null));
    }

    /** Forgets sources that were silent for too long. */
    void sweep(long nowNanos) {
        int before = table.size();
        for (int row = 0; row < table.end(); row++) {
            long[] rows = table.chunk(row);
            int at = table.offset(row);
            if (rows[at] != 0 && nowNanos - rows[at + LATEST] > timeoutNanos) {
                table.remove(row);
            }
        }
        if (table.size() < before) {
            table.removed();
        }
    }
}

package io.vedette.core.flow.json;

import org.jspecify.annotations.Nullable;

/**
 * Reads records that have the same keys in the same order as earlier ones of the stream.
 *
 * <p>It remembers the last few {@link KeyOrder}s, because a probe omits fields without a value and so writes a few shapes in
 * turn. It learns from records that no remembered shape fits; the less that pays, the rarer it tries, so that an exporter
 * without any order costs little.
 */
final class OrderedScanner {

    private static final int SHAPES = 4;
    private static final int LONGEST_WAIT = 1 << 16;

    /** After this many misses in a row only one in {@link #LOOK_AGAIN} records is compared. */
    private static final int PATIENCE = 64;

    private static final int LOOK_AGAIN = 16;

    private final @Nullable KeyOrder[] shapes = new @Nullable KeyOrder[SHAPES];
    private int latest;
    private int next;
    private int hits;
    private int misses;
    private int missesInARow;
    private int wait = 1;

    /** As {@link GeneralScanner#scan}, for records of a known shape. */
    int scan(byte[] bytes, int from, int limit, RecordDraft draft) {
        if (missesInARow > PATIENCE && (missesInARow & LOOK_AGAIN - 1) != 0) {
            return GeneralScanner.DECLINED;
        }
        for (int i = 0; i < SHAPES; i++) {
            int shape = latest + i & SHAPES - 1;
            KeyOrder order = shapes[shape];
            int end = order == null ? GeneralScanner.DECLINED : order.scan(bytes, from, limit, draft);
            if (end >= 0) {
                latest = shape;
                return end;
            }
        }
        return GeneralScanner.DECLINED;
    }

    /** Takes note that a record that {@link #scan} read was used. */
    void hit() {
        hits++;
        missesInARow = 0;
    }

    /** Considers a record that no shape fitted and that {@link GeneralScanner} accepted. */
    void missed(byte[] bytes, int from, int to) {
        missesInARow++;
        if (++misses < wait) {
            return;
        }
        wait = hits >= misses ? 1 : Math.min(2 * wait, LONGEST_WAIT);
        hits = 0;
        misses = 0;
        KeyOrder order = KeyOrder.learn(bytes, from, to);
        if (order != null) {
            shapes[next] = order;
            latest = next;
            next = next + 1 & SHAPES - 1;
        }
    }
}

package io.vedette.core.detect.victim;

import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;

/**
 * How many packets came to nothing at each target within about a minute: never too few, seldom too many.
 *
 * <p>A count-min sketch (Cormode, Muthukrishnan: An Improved Data Stream Summary, Journal of Algorithms 55, 2005) with two
 * rows, in two halves of {@value #HALF_MILLIS} ms of which the older one is dropped. Sums can be joined: what is hot does not
 * depend on how contacts were spread over shards. Belongs to one thread.
 */
final class Heat {

    static final long HALF_MILLIS = 30_000;

    private static final int ROW = 1 << 16;
    private static final int MAX = 1 << 29;

    /** Not secret: who makes targets look hot by choosing them has them watched, no more, and that is bounded. */
    private static final KeyedHash TARGETS = new KeyedHash(5);

    private int[] now = new int[2 * ROW];
    private int[] before = new int[2 * ROW];
    private boolean nowUsed;
    private boolean beforeUsed;
    private long beganMillis = Long.MIN_VALUE;

    /** The key of a target for {@link #add} and {@link #of}. */
    static int keyOf(Tally.Kind kind, long high, long low) {
        return (int) TARGETS.ofEnd(high, low, kind.ordinal());
    }

    void add(int key, int packets) {
        nowUsed = true;
        add(now, key & ROW - 1, packets);
        add(now, ROW + (key >>> 16), packets);
    }

    private static void add(int[] cells, int at, int packets) {
        cells[at] = (int) Math.min(MAX, (long) cells[at] + packets);
    }

    /** Packets of a target within the last 30 to 60 seconds. */
    int of(int key) {
        int one = key & ROW - 1;
        int other = ROW + (key >>> 16);
        return Math.min(now[one] + before[one], now[other] + before[other]);
    }

    void addAll(Heat other) {
        for (int i = 0; other.nowUsed && i < now.length; i++) {
            add(now, i, other.now[i]);
        }
        nowUsed |= other.nowUsed;
    }

    /** Drops what is too old. */
    void advanceTo(long millis) {
        if (beganMillis != Long.MIN_VALUE && millis - beganMillis < HALF_MILLIS) {
            return;
        }
        boolean next = beganMillis != Long.MIN_VALUE && millis - beganMillis < 2 * HALF_MILLIS;
        beganMillis = millis;
        int[] old = before;
        before = now;
        now = old;
        if (beforeUsed) {
            Arrays.fill(now, 0);
        }
        beforeUsed = nowUsed;
        nowUsed = false;
        if (!next && beforeUsed) {
            Arrays.fill(before, 0);
            beforeUsed = false;
        }
    }

    /** Forgets everything. */
    void clear() {
        if (nowUsed) {
            Arrays.fill(now, 0);
        }
        if (beforeUsed) {
            Arrays.fill(before, 0);
        }
        nowUsed = false;
        beforeUsed = false;
    }
}

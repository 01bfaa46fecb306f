package io.vedette.collector.shard;

/**
 * One slot of 32 bytes for each source that drew attention: the screen before the judges.
 *
 * <p>Holds the first two failed couples of a source and, from the third on, the number of its judge. Bounded: beyond the
 * limit the least recently seen unjudged source of its set makes room. Belongs to one thread.
 */
final class SourceTable {

    /*
     * Open addressing over a long[], four words a slot: key, first couple, second couple, last seen (seconds, upper half) and
     * judge number (lower half). A key lies in one set of WAYS slots, which fill two neighbouring cache lines: a new source,
     * the dearest case, costs one miss however full the table is. Slots are overwritten, never emptied, except by growing: a
     * look-up ends at the first empty one. A set that is full makes the table grow, which halves it, up to the limit.
     *
     * A flood of spoofed sources fills the table with slots that have one couple each. It cannot push out judged sources,
     * and it cannot grow the table beyond its limit.
     */
    static final int WORDS = 4;

    private static final int WAYS = 4;
    private static final int FIRST_SLOTS = 1 << 12;
    private static final long JUDGE = 0xffff_ffffL;

    private final int maxSlots;
    private final long idleSeconds;
    private long[] words = new long[FIRST_SLOTS * WORDS];
    private int mask = FIRST_SLOTS - 1;
    private int used;
    private long evictions;
    private long refusals;

    /**
     * @param maxSources limit on sources, rounded up to a power of two
     * @param idleSeconds after which a slot may be taken over by any other source
     */
    SourceTable(int maxSources, long idleSeconds) {
        this.maxSlots = Math.max(FIRST_SLOTS, Integer.highestOneBit(Math.max(1, maxSources - 1)) * 2);
        this.idleSeconds = idleSeconds;
    }

    /** Brings the slots of a source closer; returns something that depends on them. */
    long touch(long key) {
        int home = ((int) key & mask & -WAYS) * WORDS;
        return words[home] + words[home + 2 * WORDS] + words[home + WAYS * WORDS - 1];
    }

    /** Offset of a source's slot, or -1. */
    int find(long key) {
        int home = (int) key & mask & -WAYS;
        for (int i = 0; i < WAYS; i++) {
            int at = (home + i) * WORDS;
            long there = words[at];
            if (there == key) {
                return at;
            }
            if (there == 0) {
                return -1;
            }
        }
        return -1;
    }

    /** Offset of a source's slot, a new one if need be; -1 if all of its set are judged. */
    int claim(long key, long nowSeconds) {
        int home = (int) key & mask & -WAYS;
        int oldest = -1;
        long oldestSeen = Long.MAX_VALUE;
        for (int i = 0; i < WAYS; i++) {
            int at = (home + i) * WORDS;
            long there = words[at];
            if (there == key) {
                return at;
            }
            if (there == 0) {
                if (used * 2 > mask && mask + 1 < maxSlots) {
                    grow();
                    return claim(key, nowSeconds);
                }
                used++;
                return take(at, key, nowSeconds);
            }
            if (judge(at) < 0 && lastSeconds(at) < oldestSeen) {
                oldest = at;
                oldestSeen = lastSeconds(at);
            }
        }
        if (mask + 1 < maxSlots) {
            grow();
            return claim(key, nowSeconds);
        }
        if (oldest < 0) {
            refusals++;
            return -1;
        }
        if (nowSeconds - oldestSeen < idleSeconds) {
            evictions++;
        }
        return take(oldest, key, nowSeconds);
    }

    private int take(int at, long key, long nowSeconds) {
        words[at] = key;
        words[at + 1] = 0;
        words[at + 2] = 0;
        words[at + 3] = nowSeconds << 32;
        return at;
    }

    private void grow() {
        long[] old = words;
        int slots = (mask + 1) * 2;
        words = new long[slots * WORDS];
        mask = slots - 1;
        used = 0;
        for (int from = 0; from < old.length; from += WORDS) {
            if (old[from] != 0) {
                place(old, from);
            }
        }
    }

    private void place(long[] old, int from) {
        int home = (int) old[from] & mask & -WAYS;
        for (int i = 0; i < WAYS; i++) {
            int at = (home + i) * WORDS;
            if (words[at] == 0) {
                System.arraycopy(old, from, words, at, WORDS);
                used++;
                return;
            }
        }
        throw new IllegalStateException("a set was divided among two, and one of them is full");
    }

    long firstCouple(int at) {
        return words[at + 1];
    }

    long secondCouple(int at) {
        return words[at + 2];
    }

    void firstCouple(int at, long couple) {
        words[at + 1] = couple;
    }

    void secondCouple(int at, long couple) {
        words[at + 2] = couple;
    }

    /** Number of the source's judge, or -1. */
    int judge(int at) {
        return (int) (words[at + 3] & JUDGE) - 1;
    }

    void judge(int at, int number) {
        words[at + 3] = words[at + 3] & ~JUDGE | number + 1 & JUDGE;
    }

    private long lastSeconds(int at) {
        return words[at + 3] >>> 32;
    }

    void seen(int at, long nowSeconds) {
        words[at + 3] = nowSeconds << 32 | words[at + 3] & JUDGE;
    }

    /** Sources that have a slot, idle ones included. */
    int size() {
        return used;
    }

    /** Sources that lost their slot to another although they were not idle. */
    long evictions() {
        return evictions;
    }

    /** Times no slot could be given. */
    long refusals() {
        return refusals;
    }
}

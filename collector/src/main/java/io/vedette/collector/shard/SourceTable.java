package io.vedette.collector.shard;

/**
 * One slot of 24 bytes for each source that drew attention: the screen before the judges.
 *
 * <p>Holds the first two failed couples of a source and, from the third on, the number of its judge. Bounded: beyond the
 * limit the least recently seen unjudged source of its set makes room. Belongs to one thread.
 */
final class SourceTable {

    /*
     * Sets of WAYS slots, 64 bytes, chosen by the upper bits of the key: a new source, the dearest case, costs one miss however
     * full the table is. A slot is two words. The mark has the upper TAG bits of the key, so that slots can be moved when the
     * table grows; whether the source is judged; whether it has a second couple; and the second when it was last seen, in 18
     * bits: after three days away a source may look as if it had just been there, and keeps its slot a little longer. The
     * other word is the first couple or, of a judged source, the number of its judge.
     * Second couples, which few sources have, stand apart.
     *
     * In a full table of 2^21 slots a new source is taken for another one of its set once in 2^23 times. If that one is judged,
     * IncidentWork finds out, because judges know the whole key.
     *
     * A set is in the order in which its sources were last seen, so that who makes room is known without comparing times. Slots
     * are overwritten, never emptied, except by growing: a look-up ends at the first empty one. A set that is full makes the
     * table grow, which halves it, up to the limit.
     *
     * A flood of spoofed sources fills the table with slots that have one couple each. It cannot push out judged sources,
     * and it cannot grow the table beyond its limit.
     */
    private static final int WAYS = 4;
    private static final int WORDS = 2;
    private static final int FIRST_SLOTS = 1 << 12;

    private static final int TIME_BITS = 18;
    private static final int TIME = (1 << TIME_BITS) - 1;
    private static final long JUDGED = 1L << TIME_BITS;
    private static final long SECOND = JUDGED << 1;
    private static final long LOWEST_TAG = SECOND << 1;
    private static final long TAG = -LOWEST_TAG;

    private final int maxSlots;
    private final long idleSeconds;
    private long[] words = new long[FIRST_SLOTS * WORDS];
    private long[] seconds = new long[FIRST_SLOTS];
    private int keyShift = keyShift(FIRST_SLOTS);
    private int used;
    private long evictions;
    private long refusals;

    /**
     * @param maxSources limit on sources, rounded up to a power of two
     * @param idleSeconds after which a slot may be taken over by any other source, counted up to three days
     */
    SourceTable(int maxSources, long idleSeconds) {
        this.maxSlots = Math.max(FIRST_SLOTS, Integer.highestOneBit(Math.max(1, maxSources - 1)) * 2);
        this.idleSeconds = Math.min(idleSeconds, TIME);
    }

    /** By how much a key is shifted to leave the number of its set. */
    private static int keyShift(int slots) {
        return Long.numberOfLeadingZeros(slots / WAYS) + 1;
    }

    /** The first slot of the set of a key or mark. */
    private int home(long key) {
        return (int) (key >>> keyShift) * WAYS;
    }

    /** No mark of a slot in use is 0. */
    private static long tag(long key) {
        long tag = key & TAG;
        return tag == 0 ? LOWEST_TAG : tag;
    }

    private static int time(long nowSeconds) {
        return (int) nowSeconds & TIME;
    }

    private long mark(int slot) {
        return words[slot * WORDS];
    }

    private void mark(int slot, long mark) {
        words[slot * WORDS] = mark;
    }

    /** Brings the slots of a source closer; returns something that depends on them. */
    long touch(long key) {
        int at = home(key) * WORDS;
        return words[at] + words[at + WAYS * WORDS - 1];
    }

    // The loops over a set have a fixed number of steps, which the compiler writes out.

    /** A source's slot, or -1. */
    int find(long key) {
        int home = home(key);
        long tag = tag(key);
        for (int way = 0; way < WAYS; way++) {
            if ((mark(home + way) & TAG) == tag) {
                return home + way;
            }
        }
        return -1;
    }

    /** A source's slot, a new one if need be; -1 if all of its set are judged. Moves the other slots of the set. */
    int claim(long key, long nowSeconds) {
        int home = home(key);
        int slot = find(key);
        if (slot >= 0) {
            return toFront(slot, home);
        }
        if (slots() < maxSlots && (isFull(home) || used * 2 >= slots())) {
            grow();
            return claim(key, nowSeconds);
        }
        int now = time(nowSeconds);
        int taken = isFull(home) ? leastRecent(home, now) : free(home);
        if (taken < 0) {
            return -1;
        }
        moveBack(home, taken);
        mark(home, tag(key) | now);
        words[home * WORDS + 1] = 0;
        return home;
    }

    private boolean isFull(int home) {
        return mark(home + WAYS - 1) != 0;
    }

    /** The slot in a full set that was not seen for longest and is not judged; -1 if all are. */
    private int leastRecent(int home, int now) {
        for (int slot = home + WAYS - 1; slot >= home; slot--) {
            if ((mark(slot) & JUDGED) == 0) {
                evictions += (now - (int) mark(slot) & TIME) < idleSeconds ? 1 : 0;
                return slot;
            }
        }
        refusals++;
        return -1;
    }

    /** The first empty slot of a set that is not full. */
    private int free(int home) {
        used++;
        return firstEmpty(home);
    }

    /** Moves a slot before the others of its set. */
    private int toFront(int slot, int home) {
        if (slot != home) {
            long mark = mark(slot);
            long word = words[slot * WORDS + 1];
            long second = seconds[slot];
            moveBack(home, slot);
            mark(home, mark);
            words[home * WORDS + 1] = word;
            seconds[home] = second;
        }
        return home;
    }

    /** Moves the slots of a set that are before {@code last} one back, the last of them over that. */
    private void moveBack(int home, int last) {
        long marks = 0;
        for (int way = WAYS - 1; way > 0; way--) {
            if (home + way <= last) {
                long mark = mark(home + way - 1);
                mark(home + way, mark);
                words[(home + way) * WORDS + 1] = words[(home + way - 1) * WORDS + 1];
                marks |= mark;
            }
        }
        if ((marks & SECOND) != 0) {
            System.arraycopy(seconds, home, seconds, home + 1, last - home);
        }
    }

    private int slots() {
        return seconds.length;
    }

    private void grow() {
        long[] oldWords = words;
        long[] oldSeconds = seconds;
        int slots = slots() * 2;
        words = new long[slots * WORDS];
        seconds = new long[slots];
        keyShift = keyShift(slots);
        for (int from = 0; from < oldSeconds.length; from++) {
            long mark = oldWords[from * WORDS];
            if (mark != 0) {
                int to = firstEmpty(home(mark));
                mark(to, mark);
                words[to * WORDS + 1] = oldWords[from * WORDS + 1];
                seconds[to] = oldSeconds[from];
            }
        }
    }

    private int firstEmpty(int home) {
        for (int slot = home; slot < home + WAYS; slot++) {
            if (mark(slot) == 0) {
                return slot;
            }
        }
        throw new IllegalStateException("a set is full");
    }

    /** The first couple noted for a source that is not judged, or 0. */
    long firstCouple(int slot) {
        return words[slot * WORDS + 1];
    }

    /** The second one, or 0. */
    long secondCouple(int slot) {
        return (mark(slot) & SECOND) == 0 ? 0 : seconds[slot];
    }

    void firstCouple(int slot, long couple) {
        words[slot * WORDS + 1] = couple;
    }

    void secondCouple(int slot, long couple) {
        mark(slot, mark(slot) | SECOND);
        seconds[slot] = couple;
    }

    /** Number of the source's judge, or -1. */
    int judge(int slot) {
        return (mark(slot) & JUDGED) == 0 ? -1 : (int) words[slot * WORDS + 1];
    }

    /** Gives a source its judge, in place of its couples. */
    void judge(int slot, int number) {
        mark(slot, (mark(slot) | JUDGED) & ~SECOND);
        words[slot * WORDS + 1] = number;
    }

    /** Makes a source one that is not judged and has no couples. */
    void dismiss(int slot) {
        mark(slot, mark(slot) & ~(JUDGED | SECOND));
        words[slot * WORDS + 1] = 0;
    }

    void seen(int slot, long nowSeconds) {
        mark(slot, mark(slot) & ~(long) TIME | time(nowSeconds));
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

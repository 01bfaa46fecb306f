package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.sketch.KeyedHash;

/**
 * The first of two levels: finds the sources that fail at a third distinct couple, and keeps the two before. Belongs to one
 * thread.
 */
final class Screen {

    /** No slot: there is none, or it was given to another source. */
    static final int NONE = -1;

    private final KeyedHash hash;
    private final SourceTable sources;
    private final Judges judges;
    private long[] keys = {};

    /** Keeps the loads of {@link #prepare} from being optimised away. */
    @SuppressWarnings("unused")
    private long unused;

    /** @param judges of the second level, who know the whole keys of their sources */
    Screen(KeyedHash hash, SourceTable sources, Judges judges) {
        this.hash = hash;
        this.sources = sources;
        this.judges = judges;
    }

    /** Computes the keys of all rows and begins with the cache misses that they will cause, so that these overlap. */
    void prepare(ContactBatch batch) {
        int rows = batch.size();
        if (keys.length < rows) {
            keys = new long[rows];
        }
        for (int row = 0; row < rows; row++) {
            keys[row] = key(batch.initiatorHigh(row), batch.initiatorLow(row));
        }
        long touched = 0;
        for (int row = 0; row < rows; row++) {
            touched += sources.touch(keys[row]);
        }
        unused = touched;
    }

    /** The key of the initiator of a row of the batch that was prepared last. */
    long key(int row) {
        return keys[row];
    }

    long key(long high, long low) {
        long key = hash.ofAddress(high, low);
        return key == 0 ? 1 : key;
    }

    /** The slot of a source, or {@link #NONE}. */
    int find(long key) {
        return own(sources.find(key), key);
    }

    /** The slot of a source, a new one if need be; {@link #NONE} if there is no room. */
    int claim(long key, long nowSeconds) {
        int slot = own(sources.claim(key, nowSeconds), key);
        if (slot != NONE) {
            sources.seen(slot, nowSeconds);
        }
        return slot;
    }

    /** A slot, unless it belongs to the judge of another source. */
    private int own(int slot, long key) {
        int number = slot < 0 ? -1 : sources.judge(slot);
        return number >= 0 && judges.key(number) != key ? NONE : slot;
    }

    /** The judge of a source, or -1 if it has none. */
    int judgeOf(long key) {
        int slot = find(key);
        return slot == NONE ? -1 : sources.judge(slot);
    }

    /** The judge of the source in a slot, or -1. */
    int judge(int slot) {
        return slot == NONE ? -1 : sources.judge(slot);
    }

    /** Gives a source its judge, in place of its couples. */
    void judge(int slot, int number) {
        sources.judge(slot, number);
    }

    /** Takes a judge from its source, which begins anew. */
    void dismiss(int number) {
        int slot = sources.find(judges.key(number));
        if (slot >= 0 && sources.judge(slot) == number) {
            sources.dismiss(slot);
        }
    }

    /** Whether a couple is one of the two that were noted for a source without judge. */
    boolean isKnown(int slot, long couple) {
        return NotedCouple.isSame(sources.firstCouple(slot), couple)
                || NotedCouple.isSame(sources.secondCouple(slot), couple);
    }

    /** Notes the couple; true if it differs from the two that were noted before. */
    boolean isThirdCouple(int slot, long couple) {
        long first = sources.firstCouple(slot);
        if (first == 0) {
            sources.firstCouple(slot, couple);
            return false;
        }
        if (NotedCouple.isSame(first, couple)) {
            return false;
        }
        long second = sources.secondCouple(slot);
        if (second == 0) {
            sources.secondCouple(slot, couple);
            return false;
        }
        return !NotedCouple.isSame(second, couple);
    }

    /** Notes what came of a couple that was noted for a source without judge; {@code answer} is that couple with its outcome. */
    void answered(int slot, long answer) {
        long first = sources.firstCouple(slot);
        long second = sources.secondCouple(slot);
        if (NotedCouple.isSame(first, answer)) {
            sources.firstCouple(slot, NotedCouple.answered(first, answer));
        } else if (NotedCouple.isSame(second, answer)) {
            sources.secondCouple(slot, NotedCouple.answered(second, answer));
        }
    }

    /** The first {@link NotedCouple} of a source without judge, or 0. */
    long firstCouple(int slot) {
        return sources.firstCouple(slot);
    }

    /** The second one, or 0. */
    long secondCouple(int slot) {
        return sources.secondCouple(slot);
    }

    /** Sources that have a slot, idle ones included. */
    int size() {
        return sources.size();
    }

    /** Sources that lost their slot although they were not idle, or got none. */
    long overLimit() {
        return sources.evictions() + sources.refusals();
    }
}

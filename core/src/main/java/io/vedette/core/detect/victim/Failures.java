package io.vedette.core.detect.victim;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.sketch.KeyedHash;
import org.jspecify.annotations.Nullable;

/**
 * What one shard sees go wrong at targets between two ticks: contacts that were not completed, and answers that nobody asked for.
 *
 * <p>Belongs to its shard, except while that waits at a tick: then the judge reads it.
 */
final class Failures {

    /*
     * Contacts that were not completed are kept one after the other. Most are of no interest, but which are is known at the tick
     * only: those at targets where, over all shards, much failed within a minute, and those that their source repeats. For each
     * target of those there is a Tally, and for each that answers those who did not ask.
     *
     * If the list of contacts is full before the tick, it is gone through at once: what is hot here already, or was over all
     * shards at the last tick, is kept; what is not is counted in the shard's own heat and dropped.
     */
    private static final int MAX_UNFINISHED = 1 << 17;

    /** Tallies, over all shards, up to which the other sides of all are counted exactly: at most 16 MiB. */
    private static final int EXACT_TALLIES = 1024;

    private final int hot;
    private final Unfinished unfinished;
    private final TallyTable tallies;
    private final int exactTallies;
    private @Nullable Heat spilled;

    /** That of all shards, which changes at ticks only, when this one waits. */
    private @Nullable Heat common;

    private long overLimit;

    /** @param shards over which the bounds are divided */
    Failures(VictimSettings settings, KeyedHash hash, int shards) {
        this.unfinished = new Unfinished(MAX_UNFINISHED / shards);
        this.tallies = new TallyTable(hash, Math.max(64, settings.maxTargets() / shards));
        this.exactTallies = Math.max(1, EXACT_TALLIES / shards);
        this.hot = hot(settings);
    }

    /** Packets within a minute from which a target's contacts are looked at: a quarter of what can make a flood. */
    private static int hot(VictimSettings settings) {
        int quarter = Math.min(settings.floodSources(), settings.floodPackets()) / 4;
        return Math.max(1, Math.min(Heat.MAX, quarter));
    }

    /** Adds an answer that was not asked for. */
    void addAnswer(ContactBatch batch, int row) {
        Tally tally = tallies.claim(Tally.Kind.ANSWERS, batch.targetHigh(row), batch.targetLow(row));
        if (tally == null) {
            overLimit++;
            return;
        }
        tally.add(
                batch.initiatorHigh(row),
                batch.initiatorLow(row),
                batch.targetPort(row),
                batch.protocol(row),
                batch.packets(row),
                batch.timeMillis(row),
                countsExactly());
    }

    /**
     * Adds a contact that was not completed.
     *
     * @param again whether its source failed at the same couple before
     * @param key of the target, see {@link Heat#keyOf}
     */
    void add(Tally.Kind kind, ContactBatch batch, int row, boolean again, int key) {
        if (unfinished.isFull()) {
            spill();
        }
        unfinished.add(kind, batch, row, again, key);
    }

    private void spill() {
        Heat heat = spilled;
        if (heat == null) {
            heat = new Heat();
            spilled = heat;
        }
        warm(heat);
        keep(heat, common);
    }

    /** Adds to the heat of all shards what this one has had since the last tick. */
    void warmAll(Heat heat) {
        if (spilled != null) {
            heat.addAll(spilled);
            spilled.clear();
        }
        warm(heat);
    }

    private void warm(Heat heat) {
        for (int i = 0; i < unfinished.size(); i++) {
            // More than makes a target hot says no more, and sums stay small.
            heat.add(unfinished.key(i), (int) Math.min(hot, unfinished.packets(i)));
        }
    }

    /** Makes tallies of the contacts that matter, and forgets the others. */
    void keep(Heat heat) {
        keep(heat, null);
        common = heat;
    }

    private void keep(Heat heat, @Nullable Heat before) {
        for (int i = 0; i < unfinished.size(); i++) {
            if (!unfinished.again(i) && !isHot(unfinished.key(i), heat, before)) {
                continue;
            }
            Tally tally = tallies.claim(unfinished.kind(i), unfinished.targetHigh(i), unfinished.targetLow(i));
            if (tally == null) {
                overLimit++;
            } else {
                unfinished.addTo(tally, i, countsExactly());
            }
        }
        unfinished.clear();
    }

    private boolean isHot(int key, Heat heat, @Nullable Heat before) {
        // What others had may be only nearly hot by chance, for all of them: half of a flood is asked for.
        return heat.isAtLeast(key, hot) || before != null && before.isAtLeast(key, 2 * hot);
    }

    private boolean countsExactly() {
        return tallies.size() <= exactTallies;
    }

    TallyTable tallies() {
        return tallies;
    }

    /** Times there was no room for a tally. */
    long overLimit() {
        return overLimit;
    }

    /** Forgets the tallies, which the judge has taken. */
    void clear() {
        tallies.clear();
    }
}

package io.vedette.core.detect.victim;

import io.vedette.core.contact.ContactBatch;
import java.util.Arrays;

/** Contacts of a shard that were not completed, in the order they came: written one after the other, read at the tick. */
final class Unfinished {

    /*
     * Six words an entry: target, initiator, time, and in the last one, from the top, packets up to MAX_PACKETS (31 bits), the
     * port + 1 (17), the protocol (8), the kind (2), and whether the couple was asked before (1).
     */
    private static final int WORDS = 6;
    private static final Tally.Kind[] KINDS = Tally.Kind.values();
    private static final long MAX_PACKETS = Integer.MAX_VALUE;

    private final int limit;
    private long[] words = new long[WORDS << 6];
    private int[] keys = new int[1 << 6];
    private int size;

    Unfinished(int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return size == limit;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
    }

    /** Adds a contact. There must be room. */
    void add(Tally.Kind kind, ContactBatch batch, int row, boolean again) {
        int at = size++ * WORDS;
        if (at == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
            keys = Arrays.copyOf(keys, keys.length * 2);
        }
        keys[size - 1] = Heat.keyOf(kind, batch.targetHigh(row), batch.targetLow(row));
        words[at] = batch.targetHigh(row);
        words[at + 1] = batch.targetLow(row);
        words[at + 2] = batch.initiatorHigh(row);
        words[at + 3] = batch.initiatorLow(row);
        words[at + 4] = batch.timeMillis(row);
        words[at + 5] = Math.min(MAX_PACKETS, Math.max(1, batch.packets(row))) << 32
                | (long) (batch.targetPort(row) + 1 & 0x1ffff) << 12
                | (long) (batch.protocol(row) & 0xff) << 4
                | kind.ordinal() << 1
                | (again ? 1 : 0);
    }

    /** The key of the target for {@link Heat}. */
    int key(int i) {
        return keys[i];
    }

    long targetHigh(int i) {
        return words[i * WORDS];
    }

    long targetLow(int i) {
        return words[i * WORDS + 1];
    }

    Tally.Kind kind(int i) {
        return KINDS[(int) (words[i * WORDS + 5] >>> 1) & 3];
    }

    long packets(int i) {
        return words[i * WORDS + 5] >>> 32;
    }

    /** Whether the initiator had asked for the same couple before. */
    boolean again(int i) {
        return (words[i * WORDS + 5] & 1) != 0;
    }

    /** Adds an entry to the tally of its target. */
    void addTo(Tally tally, int i) {
        int at = i * WORDS;
        long rest = words[at + 5];
        int port = (int) (rest >>> 12) & 0x1ffff;
        tally.add(words[at + 2], words[at + 3], port - 1, (int) (rest >>> 4) & 0xff, rest >>> 32, words[at + 4]);
    }
}

package io.vedette.core.detect.udp;

import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Distinct couples of host and port that each source turned to over UDP since the last reset: exact, up to a bound on
 * sources and couples.
 *
 * <p>Most sources have one or two couples: those are kept in the source's own slot of 32 bytes. Further ones go to a common
 * set of 8-byte entries. Belongs to one thread.
 */
public final class UdpCouples implements UdpTable {

    /*
     * Slots and set are open-addressed with linear probing and never hold a deleted entry, because a reset empties all:
     * clearing is a fill, and a look-up ends at the first empty place. Keys are 64-bit keyed hashes; that two of a million
     * sources share one has a probability below 3e-8.
     */
    private static final int WORDS = 4; // key, first couple, second couple, count and flags
    private static final int FIRST_SLOTS = 1 << 10;
    private static final long COUNT = 0xffff_ffffL;
    private static final long EXCLUDED = 1L << 32;

    private final KeyedHash hash;
    private final int maxSources;
    private final int maxCouples;
    private long[] slots = new long[FIRST_SLOTS * WORDS];
    private int slotMask = FIRST_SLOTS - 1;
    private int sources;
    private long[] further = new long[FIRST_SLOTS];
    private int furtherSize;
    private long couplesGained;
    private long sourcesGained;
    private long overLimit;
    /** Where the last {@link #add} stood. */
    private int slot;

    /** @param maxSources sources counted at once; and as many couples beyond the first two of each */
    public UdpCouples(KeyedHash hash, int maxSources) {
        this.hash = hash;
        this.maxSources = maxSources;
        this.maxCouples = maxSources;
    }

    /**
     * Counts a couple for a source.
     *
     * @param source keyed hash of the source's address
     * @return distinct couples of the source, this one included; 0 if the source could not be taken because the table is full
     */
    public long add(long source, long targetHigh, long targetLow, int port) {
        long key = nonZero(source);
        long couple = nonZero(hash.ofCouple(targetHigh, targetLow, port, 0));
        int at = find(key);
        slot = at;
        if (slots[at] == 0) {
            if (sources == maxSources) {
                overLimit++;
                slot = -1;
                return 0;
            }
            slots[at] = key;
            sources++;
            sourcesGained++;
            slots[at + 1] = couple;
            slots[at + 3] = 1;
            couplesGained++;
            if (sources * 2 > slotMask) {
                growSlots();
                slot = find(key);
            }
            return 1;
        }
        long count = slots[at + 3] & COUNT;
        if (slots[at + 1] == couple || slots[at + 2] == couple) {
            return count;
        }
        if (count == 1) {
            slots[at + 2] = couple;
        } else if (!addFurther(nonZero(hash.ofBoth(key, couple)))) {
            return count;
        }
        slots[at + 3]++;
        if ((slots[at + 3] & EXCLUDED) == 0) {
            couplesGained++;
        }
        return count + 1;
    }

    /**
     * Takes a source out of the mean until the next reset: it is no example of what is usual.
     *
     * @return whether it was in it
     */
    public boolean exclude(long source) {
        int at = find(nonZero(source));
        if (slots[at] == 0 || (slots[at + 3] & EXCLUDED) != 0) {
            return false;
        }
        couplesGained -= slots[at + 3] & COUNT;
        sourcesGained--;
        slots[at + 3] |= EXCLUDED;
        return true;
    }

    /** Whether the source of the last {@link #add} is out of the mean. */
    boolean isLastExcluded() {
        return slot >= 0 && (slots[slot + 3] & EXCLUDED) != 0;
    }

    /** Distinct couples of a source since the last reset. */
    long count(long source) {
        return slots[find(nonZero(source)) + 3] & COUNT;
    }

    /** Another one with the same hash and bounds, with nothing counted. */
    public UdpCouples empty() {
        return new UdpCouples(hash, maxSources);
    }

    private int find(long key) {
        int at = (int) key & slotMask;
        while (slots[at * WORDS] != 0 && slots[at * WORDS] != key) {
            at = at + 1 & slotMask;
        }
        return at * WORDS;
    }

    private boolean addFurther(long key) {
        int mask = further.length - 1;
        int at = (int) key & mask;
        while (further[at] != 0) {
            if (further[at] == key) {
                return false;
            }
            at = at + 1 & mask;
        }
        if (furtherSize == maxCouples) {
            overLimit++;
            return false;
        }
        further[at] = key;
        furtherSize++;
        if (furtherSize * 2 > further.length) {
            growFurther();
        }
        return true;
    }

    private void growSlots() {
        long[] old = slots;
        slots = new long[old.length * 2];
        slotMask = slotMask * 2 + 1;
        for (int from = 0; from < old.length; from += WORDS) {
            if (old[from] != 0) {
                System.arraycopy(old, from, slots, find(old[from]), WORDS);
            }
        }
    }

    private void growFurther() {
        long[] old = further;
        further = new long[old.length * 2];
        int mask = further.length - 1;
        for (long key : old) {
            if (key != 0) {
                int at = (int) key & mask;
                while (further[at] != 0) {
                    at = at + 1 & mask;
                }
                further[at] = key;
            }
        }
    }

    /** Forgets all couples of all sources. Keeps the room, unless it was much more than was needed this time. */
    public void erase() {
        couplesGained = 0;
        sourcesGained = 0;
        slots = emptied(slots, (long) sources * WORDS, FIRST_SLOTS * WORDS);
        slotMask = slots.length / WORDS - 1;
        further = emptied(further, furtherSize, FIRST_SLOTS);
        sources = 0;
        furtherSize = 0;
        slot = -1;
    }

    private static long[] emptied(long[] table, long used, int least) {
        if (table.length > least && used * 8 < table.length) {
            return new long[Math.max(least, table.length / 2)];
        }
        Arrays.fill(table, 0);
        return table;
    }

    /** Couples gained since the last call. */
    public long takeCouplesGained() {
        long gained = couplesGained;
        couplesGained = 0;
        return gained;
    }

    /** Sources gained since the last call. */
    public long takeSourcesGained() {
        long gained = sourcesGained;
        sourcesGained = 0;
        return gained;
    }

    @Override
    public int sources() {
        return sources;
    }

    /** Couples that could not be counted because a bound was reached. */
    public long overLimit() {
        return overLimit;
    }

    private static long nonZero(long hash) {
        return hash == 0 ? 1 : hash;
    }

    @Override
    public long writtenBytes() {
        return 4 + 4 + 16 + (long) sources * WORDS * Long.BYTES + (long) furtherSize * Long.BYTES;
    }

    @Override
    public void write(DataOutput out) throws IOException {
        out.writeInt(sources);
        out.writeInt(furtherSize);
        out.writeLong(couplesGained);
        out.writeLong(sourcesGained);
        for (int at = 0; at < slots.length; at += WORDS) {
            for (int word = 0; slots[at] != 0 && word < WORDS; word++) {
                out.writeLong(slots[at + word]);
            }
        }
        for (long key : further) {
            if (key != 0) {
                out.writeLong(key);
            }
        }
    }

    @Override
    public void read(DataInput in) throws IOException {
        int manySources = in.readInt();
        int manyFurther = in.readInt();
        if (manySources < 0 || manySources > maxSources || manyFurther < 0 || manyFurther > maxCouples) {
            throw new IOException(
                    manySources + " sources and " + manyFurther + " couples, expected 0 to " + maxSources);
        }
        couplesGained = in.readLong();
        sourcesGained = in.readLong();
        for (int i = 0; i < manySources; i++) {
            long key = nonZero(in.readLong());
            int at = find(key);
            slots[at] = key;
            for (int word = 1; word < WORDS; word++) {
                slots[at + word] = in.readLong();
            }
            if (++sources * 2 > slotMask) {
                growSlots();
            }
        }
        for (int i = 0; i < manyFurther; i++) {
            addFurther(nonZero(in.readLong()));
        }
    }
}

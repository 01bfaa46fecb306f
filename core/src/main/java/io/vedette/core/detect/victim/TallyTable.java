package io.vedette.core.detect.victim;

import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tallies of one shard between two ticks, by target and kind, up to a limit. Belongs to its shard. */
final class TallyTable {

    /*
     * Open addressing over numbers of tallies, of which each is one more than its place; 0 is an empty cell. Tallies are kept
     * and used again.
     */
    private final KeyedHash hash;
    private final int limit;
    private int[] index = new int[1 << 8];
    private Tally[] tallies = new Tally[1 << 6];
    private int size;

    /** @param hash decides where a tally lies, never what is in it */
    TallyTable(KeyedHash hash, int limit) {
        this.hash = hash;
        this.limit = limit;
    }

    /** The tally of a target, a new one if need be; null beyond the limit. */
    @Nullable
    Tally claim(Tally.Kind kind, long high, long low) {
        int at = home(kind, high, low);
        while (index[at] != 0) {
            Tally there = tallies[index[at] - 1];
            if (there.low == low && there.high == high && there.kind == kind) {
                return there;
            }
            at = at + 1 & index.length - 1;
        }
        if (size == limit) {
            return null;
        }
        if ((size + 1) * 2 > index.length) {
            grow();
            return claim(kind, high, low);
        }
        if (size == tallies.length) {
            tallies = Arrays.copyOf(tallies, size * 2);
        }
        Tally tally = tallies[size];
        if (tally == null) {
            tally = new Tally();
            tallies[size] = tally;
        }
        index[at] = ++size;
        tally.begin(kind, high, low);
        return tally;
    }

    private int home(Tally.Kind kind, long high, long low) {
        return (int) (hash.ofAddress(high, low) >>> 32) + kind.ordinal() & index.length - 1;
    }

    private void grow() {
        index = new int[index.length * 2];
        for (int i = 0; i < size; i++) {
            int at = home(tallies[i].kind, tallies[i].high, tallies[i].low);
            while (index[at] != 0) {
                at = at + 1 & index.length - 1;
            }
            index[at] = i + 1;
        }
    }

    int size() {
        return size;
    }

    Tally get(int i) {
        return tallies[i];
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(index, 0);
            size = 0;
        }
    }
}

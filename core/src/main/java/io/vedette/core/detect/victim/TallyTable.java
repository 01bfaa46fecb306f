package io.vedette.core.detect.victim;

import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The tallies of one shard between two ticks, by target and kind, up to a limit. Belongs to its shard. */
final class TallyTable {

    /*
     * Open addressing over cells of a hash (upper half) and the number of a tally (lower half), which is one more than its
     * place; 0 is an empty cell. The hash spares a look at most tallies of others, which lie all over the heap. Tallies are
     * kept and used again.
     */
    private static final long UPPER = -1L << 32;

    private final KeyedHash hash;
    private final int limit;
    private long[] index = new long[1 << 8];
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
        long key = hash.ofAddress(high, low) + kind.ordinal();
        int at = home(key);
        for (long cell = index[at]; cell != 0; cell = index[at]) {
            if (cell >>> 32 == key >>> 32) {
                Tally there = tallies[(int) cell - 1];
                if (there.low == low && there.high == high && there.kind == kind) {
                    return there;
                }
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
        index[at] = key & UPPER | ++size;
        tally.begin(kind, high, low);
        return tally;
    }

    private int home(long key) {
        return (int) key & index.length - 1;
    }

    private void grow() {
        index = new long[index.length * 2];
        for (int i = 0; i < size; i++) {
            long key = hash.ofAddress(tallies[i].high, tallies[i].low) + tallies[i].kind.ordinal();
            int at = home(key);
            while (index[at] != 0) {
                at = at + 1 & index.length - 1;
            }
            index[at] = key & UPPER | i + 1;
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

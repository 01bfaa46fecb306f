package io.vedette.core.darknet;

import io.vedette.core.sketch.HyperLogLog;
import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The set of destinations of each row, in as little memory as its size allows. Belongs to one thread.
 *
 * <p>A set begins as a single address, which its owner keeps, and grows into
 *
 * <ol>
 *   <li>an {@code int[]}: open addressing, at most {@link #MAX_SPARSE} addresses; the address 0 stands for a free place, and
 *       the first element tells how many there are and whether 0.0.0.0 is among them;
 *   <li>{@link Blocks}: a bit for each address of the /24 blocks that occur, up to {@link #MAX_BLOCKS} of them: a darknet as
 *       large as a /8 stays exact;
 *   <li>a {@link Sketch}: HyperLogLog of addresses and of /24 blocks.
 * </ol>
 *
 * <p>When all sets together take more than they may, those that would grow become small sketches at once.
 */
final class DestinationSets {

    /** Places in an array, at most: beyond, blocks are mostly smaller. */
    static final int MAX_SPARSE = 1024;

    /** Different /24 blocks in an exact set. */
    static final int MAX_BLOCKS = 1 << 16;

    private static final int FIRST_SLOTS = 8;

    /** Slots from which a set may be made smaller by a small sketch. */
    private static final int SQUEEZE_SLOTS = 128;

    private static final int PRECISION = 11;
    private static final int SQUEEZED_PRECISION = 8;
    private static final int ARRAY_OVERHEAD = 16;
    private static final int HAS_ZERO = 1 << 31;
    private static final int SLASH_24 = 0xffff_ff00;

    private final KeyedHash hash;
    private final long maxBytes;
    private final DarknetCounts counts;
    private long bytes;

    DestinationSets(long seed, long maxBytes, DarknetCounts counts) {
        this.hash = new KeyedHash(seed);
        this.maxBytes = maxBytes;
        this.counts = counts;
    }

    /** Two estimates: of addresses, and of /24 blocks. */
    record Sketch(HyperLogLog addresses, HyperLogLog blocks) {}

    /** A set of two different addresses. */
    Object ofTwo(int first, int second) {
        int[] set = new int[1 + FIRST_SLOTS];
        bytes += size(set);
        insert(set, first);
        insert(set, second);
        return set;
    }

    /** Adds an address; returns the set that holds it now, which may be another object. */
    Object add(Object set, int address) {
        if (set instanceof int[] sparse) {
            return addSparse(sparse, address);
        } else if (set instanceof Blocks blocks) {
            return addToBlocks(blocks, address);
        }
        addTo((Sketch) set, address);
        return set;
    }

    private Object addSparse(int[] set, int address) {
        int held = set[0] & ~HAS_ZERO;
        if (contains(set, address)) {
            return set;
        }
        int slots = set.length - 1;
        // Full to 13/16 at most: 15 places are looked at for a new address then; at 7/8 there would be 33 (Knuth, 6.4).
        if (held < slots - (3 * slots >> 4)) {
            insert(set, address);
            return set;
        }
        Object larger = bytes > maxBytes && slots >= SQUEEZE_SLOTS
                ? sketchOf(set, slots < 8 * SQUEEZE_SLOTS ? SQUEEZED_PRECISION : PRECISION)
                : slots >= MAX_SPARSE ? blocksOf(set) : enlarged(set);
        return add(larger, address);
    }

    private static boolean contains(int[] set, int address) {
        if (address == 0) {
            return set[0] < 0;
        }
        int mask = set.length - 2;
        int at = spread(address) & mask;
        while (set[1 + at] != 0) {
            if (set[1 + at] == address) {
                return true;
            }
            at = at + 1 & mask;
        }
        return false;
    }

    /** Reads the place where an address would be looked for. */
    static long touch(Object set, int address) {
        if (set instanceof int[] sparse) {
            return sparse[0] + sparse[1 + (spread(address) & sparse.length - 2)];
        }
        return set instanceof Blocks blocks ? blocks.touch(address) : 0;
    }

    private static void insert(int[] set, int address) {
        if (address == 0) {
            set[0] |= HAS_ZERO;
        } else {
            int mask = set.length - 2;
            int at = spread(address) & mask;
            while (set[1 + at] != 0) {
                at = at + 1 & mask;
            }
            set[1 + at] = address;
        }
        set[0]++;
    }

    /** Multiplication by 2^32 / φ (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
    private static int spread(int address) {
        int product = address * 0x9e37_79b9;
        return product ^ product >>> 15;
    }

    private int[] enlarged(int[] set) {
        int[] larger = new int[1 + 2 * (set.length - 1)];
        if (set[0] < 0) {
            insert(larger, 0);
        }
        for (int i = 1; i < set.length; i++) {
            if (set[i] != 0) {
                insert(larger, set[i]);
            }
        }
        bytes += size(larger) - size(set);
        return larger;
    }

    private Blocks blocksOf(int[] set) {
        Blocks blocks = new Blocks();
        forEach(set, blocks::add);
        bytes += blocks.bytes() - size(set);
        return blocks;
    }

    private Object addToBlocks(Blocks blocks, int address) {
        long before = blocks.bytes();
        blocks.add(address);
        bytes += blocks.bytes() - before;
        if (blocks.blocks() <= MAX_BLOCKS && (bytes <= maxBytes || blocks.bytes() <= 4 << PRECISION)) {
            return blocks;
        }
        return sketchOf(blocks, PRECISION);
    }

    private Sketch sketchOf(Object exact, int precision) {
        Sketch sketch = new Sketch(new HyperLogLog(precision), new HyperLogLog(precision));
        forEach(exact, address -> addTo(sketch, address));
        bytes += size(sketch) - size(exact);
        counts.estimatedSets.increment();
        return sketch;
    }

    private void addTo(Sketch sketch, int address) {
        sketch.addresses.add(hash.ofAddress(0, address));
        sketch.blocks.add(hash.ofAddress(0, address & SLASH_24));
    }

    /** Takes a set into account that was made elsewhere. */
    void adopt(Object set) {
        bytes += size(set);
    }

    /** Gives the memory of a set back. */
    void release(Object set) {
        bytes -= size(set);
    }

    static long size(Object set) {
        if (set instanceof int[] sparse) {
            return ARRAY_OVERHEAD + 4L * sparse.length;
        } else if (set instanceof Blocks blocks) {
            return blocks.bytes();
        }
        Sketch sketch = (Sketch) set;
        return 2L * (sketch.addresses.size() + 3 * ARRAY_OVERHEAD);
    }

    static boolean isExact(Object set) {
        return !(set instanceof Sketch);
    }

    static long count(Object set) {
        if (set instanceof int[] sparse) {
            return sparse[0] & ~HAS_ZERO;
        }
        return set instanceof Blocks blocks ? blocks.addresses() : ((Sketch) set).addresses.count();
    }

    /** Different addresses when the last eight bits are left out. */
    static long countBlocks(Object set) {
        if (set instanceof Blocks blocks) {
            return blocks.blocks();
        } else if (set instanceof Sketch sketch) {
            return sketch.blocks.count();
        }
        int[] prefixes = new int[count(set) > Integer.MAX_VALUE ? 0 : (int) count(set)];
        int[] next = {0};
        forEach(set, address -> prefixes[next[0]++] = address & SLASH_24);
        Arrays.sort(prefixes);
        int different = 0;
        for (int i = 0; i < prefixes.length; i++) {
            different += i == 0 || prefixes[i] != prefixes[i - 1] ? 1 : 0;
        }
        return different;
    }

    /** Offers each address of an exact set, in no order that means anything. */
    static void forEach(Object exact, IntConsumer use) {
        if (exact instanceof Blocks blocks) {
            blocks.forEach(use);
            return;
        }
        int[] set = (int[]) exact;
        if (set[0] < 0) {
            use.accept(0);
        }
        for (int i = 1; i < set.length; i++) {
            if (set[i] != 0) {
                use.accept(set[i]);
            }
        }
    }
}

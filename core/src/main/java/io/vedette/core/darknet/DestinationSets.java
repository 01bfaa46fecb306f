package io.vedette.core.darknet;

import io.vedette.core.sketch.HyperLogLog;
import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The set of destinations of each row, in as little memory as its size allows. Belongs to one thread.
 *
 * <p>A set is a long that its owner keeps: {@link #EMPTY} at first, then what {@link #add} returned last. It holds
 *
 * <ol>
 *   <li>a single address itself;
 *   <li>up to {@link #MAX_SPARSE} addresses: how many there are, whether 0.0.0.0 is among them, and where they lie, a piece of
 *       an {@link IntPool} with open addressing in which 0 stands for a free place;
 *   <li>beyond, the number of an object: {@link Blocks}, a bit for each address of the /24 blocks that occur, up to {@link
 *       #MAX_BLOCKS} of them, so that a darknet as large as a /8 stays exact;
 *   <li>or a {@link Sketch}: HyperLogLog of addresses and of /24 blocks.
 * </ol>
 *
 * <p>When all sets together take more than they may, those that would grow become small sketches at once.
 */
final class DestinationSets {

    static final long EMPTY = 0;

    /** Places in a piece, at most: beyond, blocks are mostly smaller. */
    static final int MAX_SPARSE = IntPool.length(IntPool.MAX_ORDER);

    /** Different /24 blocks in an exact set. */
    static final int MAX_BLOCKS = 1 << 16;

    private static final int KIND_SHIFT = 62;
    private static final int ONE = 1;
    private static final int SPARSE = 2;
    private static final int LARGE = 3;
    private static final long HAS_ZERO = 1L << 61;
    private static final int ORDER_SHIFT = 56;
    private static final int COUNT_SHIFT = 40;
    private static final long LOW = 0xffff_ffffL;

    /** Places from which a set may be made smaller by a small sketch. */
    private static final int SQUEEZE_PLACES = 128;

    private static final int PRECISION = 11;
    private static final int SQUEEZED_PRECISION = 8;
    private static final int ARRAY_OVERHEAD = 16;
    private static final int SLASH_24 = 0xffff_ff00;

    private final KeyedHash hash;
    private final long maxBytes;
    private final DarknetCounts counts;
    private final IntPool pool = new IntPool();
    private @Nullable Object[] large = new Object[16];
    private int[] free = new int[16];
    private int freeCount;
    private int highest;
    private long bytes;

    DestinationSets(long seed, long maxBytes, DarknetCounts counts) {
        this.hash = new KeyedHash(seed);
        this.maxBytes = maxBytes;
        this.counts = counts;
    }

    /** Two estimates: of addresses, and of /24 blocks. */
    record Sketch(HyperLogLog addresses, HyperLogLog blocks) {}

    private static int kind(long set) {
        return (int) (set >>> KIND_SHIFT);
    }

    private static int order(long set) {
        return (int) (set >>> ORDER_SHIFT) & 0x1f;
    }

    private static int sparseCount(long set) {
        return (int) (set >>> COUNT_SHIFT) & 0xffff;
    }

    /** Adds an address; returns the set as it is now. */
    long add(long set, int address) {
        return switch (kind(set)) {
            case SPARSE -> addSparse(set, address);
            case LARGE -> addLarge(set, address);
            case ONE -> (int) set == address ? set : ofTwo((int) set, address);
            default -> (long) ONE << KIND_SHIFT | address & LOW;
        };
    }

    private long ofTwo(int first, int second) {
        return addSparse(addSparse(sparse(0), first), second);
    }

    private long sparse(int order) {
        bytes += 4L * IntPool.length(order);
        return (long) SPARSE << KIND_SHIFT | (long) order << ORDER_SHIFT | pool.take(order);
    }

    private long addSparse(long set, int address) {
        int[] chunk = pool.chunk((int) set);
        int from = IntPool.offset((int) set);
        int mask = IntPool.length(order(set)) - 1;
        int at = spread(address) & mask;
        if (address == 0) {
            return addZero(set);
        }
        for (int held = chunk[from + at]; held != 0; held = chunk[from + at]) {
            if (held == address) {
                return set;
            }
            at = at + 1 & mask;
        }
        if (isFull(set)) {
            return add(enlarged(set), address);
        }
        chunk[from + at] = address;
        return set + (1L << COUNT_SHIFT);
    }

    private long addZero(long set) {
        if ((set & HAS_ZERO) != 0) {
            return set;
        }
        return isFull(set) ? add(enlarged(set), 0) : (set | HAS_ZERO) + (1L << COUNT_SHIFT);
    }

    /** Full to 13/16 at most: 15 places are looked at for a new address then; at 7/8 there would be 33 (Knuth, 6.4). */
    private static boolean isFull(long set) {
        int places = IntPool.length(order(set));
        return sparseCount(set) >= places - (3 * places >> 4);
    }

    /** Reads the place where an address would be looked for. */
    long touch(long set, int address) {
        int kind = kind(set);
        if (kind == SPARSE) {
            int mask = IntPool.length(order(set)) - 1;
            return pool.chunk((int) set)[IntPool.offset((int) set) + (spread(address) & mask)];
        }
        return kind == LARGE && large[(int) set] instanceof Blocks blocks ? blocks.touch(address) : 0;
    }

    /** Multiplication by 2^32 / φ (Knuth, The Art of Computer Programming, volume 3, section 6.4). */
    private static int spread(int address) {
        int product = address * 0x9e37_79b9;
        return product ^ product >>> 15;
    }

    private long enlarged(long set) {
        int places = IntPool.length(order(set));
        if (bytes > maxBytes && places >= SQUEEZE_PLACES) {
            return sketchOf(set, places < 8 * SQUEEZE_PLACES ? SQUEEZED_PRECISION : PRECISION);
        }
        if (places < MAX_SPARSE) {
            long[] larger = {sparse(order(set) + 1)};
            forEach(set, address -> larger[0] = addSparse(larger[0], address));
            release(set);
            return larger[0];
        }
        Blocks blocks = new Blocks();
        forEach(set, blocks::add);
        release(set);
        return adopt(blocks);
    }

    private long addLarge(long set, int address) {
        if (large[(int) set] instanceof Blocks blocks) {
            long before = blocks.bytes();
            blocks.add(address);
            long after = blocks.bytes();
            bytes += after - before;
            boolean fits = blocks.blocks() <= MAX_BLOCKS && (bytes <= maxBytes || after <= 4 << PRECISION);
            return fits ? set : sketchOf(set, PRECISION);
        }
        addTo((Sketch) object(set), address);
        return set;
    }

    private long sketchOf(long exact, int precision) {
        Sketch sketch = new Sketch(new HyperLogLog(precision), new HyperLogLog(precision));
        forEach(exact, address -> addTo(sketch, address));
        release(exact);
        counts.estimatedSets.increment();
        return adopt(sketch);
    }

    private void addTo(Sketch sketch, int address) {
        sketch.addresses.add(hash.ofAddress(0, address));
        sketch.blocks.add(hash.ofAddress(0, address & SLASH_24));
    }

    /** A set of what is in an object, {@link Blocks} or a {@link Sketch}, which is this one's from now on. */
    long adopt(Object object) {
        int index = freeCount > 0 ? free[--freeCount] : highest++;
        if (index == large.length) {
            large = Arrays.copyOf(large, 2 * large.length);
        }
        large[index] = object;
        bytes += size(object);
        return (long) LARGE << KIND_SHIFT | index;
    }

    /** The object that holds a set, or null if none does. */
    @Nullable
    Object object(long set) {
        return kind(set) == LARGE ? large[(int) set] : null;
    }

    /** Gives the memory of a set back. */
    void release(long set) {
        int kind = kind(set);
        if (kind == SPARSE) {
            pool.give((int) set, order(set));
            bytes -= 4L * IntPool.length(order(set));
        } else if (kind == LARGE) {
            bytes -= size(object(set));
            large[(int) set] = null;
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, 2 * free.length);
            }
            free[freeCount++] = (int) set;
        }
    }

    private static long size(@Nullable Object object) {
        if (object instanceof Sketch sketch) {
            return 2L * (sketch.addresses.size() + 3 * ARRAY_OVERHEAD);
        }
        return object instanceof Blocks blocks ? blocks.bytes() : 0;
    }

    /** Memory of all sets. */
    long bytes() {
        return bytes;
    }

    boolean isExact(long set) {
        return !(object(set) instanceof Sketch);
    }

    long count(long set) {
        return switch (kind(set)) {
            case SPARSE -> sparseCount(set);
            case LARGE ->
                large[(int) set] instanceof Blocks blocks
                        ? blocks.addresses()
                        : ((Sketch) object(set)).addresses.count();
            default -> kind(set);
        };
    }

    /** Different addresses when the last eight bits are left out. */
    long countBlocks(long set) {
        Object object = object(set);
        if (object instanceof Blocks blocks) {
            return blocks.blocks();
        } else if (object instanceof Sketch sketch) {
            return sketch.blocks.count();
        }
        int[] prefixes = new int[(int) count(set)];
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
    void forEach(long exact, IntConsumer use) {
        if (object(exact) instanceof Blocks blocks) {
            blocks.forEach(use);
        } else if (kind(exact) == ONE) {
            use.accept((int) exact);
        } else if (kind(exact) == SPARSE) {
            if ((exact & HAS_ZERO) != 0) {
                use.accept(0);
            }
            int[] chunk = pool.chunk((int) exact);
            int from = IntPool.offset((int) exact);
            for (int i = from; i < from + IntPool.length(order(exact)); i++) {
                if (chunk[i] != 0) {
                    use.accept(chunk[i]);
                }
            }
        }
    }
}

package io.vedette.core.darknet;

import io.vedette.core.darknet.DarknetEvent.Destinations;
import io.vedette.core.darknet.DarknetEvent.Precision;
import io.vedette.core.sketch.HyperLogLog;
import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The set of destinations of each row, in as little memory as its size allows. Belongs to one thread.
 *
 * <p>A set is a long that its owner keeps: {@link #EMPTY} at first, then what {@link #add} returned last. It is
 *
 * <ol>
 *   <li>a single address;
 *   <li>a list of up to {@link #MAX_LISTED} addresses, where repetitions go when it is full: to write behind the last one needs
 *       no search. The long holds how many there are and which piece of an {@link IntPool} they lie in;
 *   <li>a range of /24 blocks, as soon as a bit for each of its addresses takes no more than a longer list would: the long holds the
 *       first block and the piece in which each unit is a block;
 *   <li>for addresses that lie too far apart, an object: {@link Blocks}, bits for those blocks that occur, up to {@link
 *       #MAX_BLOCKS} of them, so that a darknet as large as a /8 stays exact;
 *   <li>or a {@link Sketch}: HyperLogLog of addresses and of /24 blocks.
 * </ol>
 *
 * <p>When all sets together take more than they may, those that would grow become small sketches at once.
 */
final class DestinationSets {

    static final long EMPTY = 0;

    private static final int MAX_LIST_ORDER = 7;

    /** Addresses in a list, at most: beyond, blocks are mostly smaller. */
    static final int MAX_LISTED = IntPool.length(MAX_LIST_ORDER);

    /** Different /24 blocks in an exact set. */
    static final int MAX_BLOCKS = 1 << 16;

    /** A range may have as many blocks for each one that occurs. */
    private static final int SPARSENESS = 4;

    private static final int KIND_SHIFT = 61;
    private static final int ONE = 1;
    private static final int LIST = 2;
    private static final int RANGE = 3;
    private static final int OBJECT = 4;
    private static final int ORDER_SHIFT = 56;

    /** Above the piece: of a list how many there are, of a range its first block. */
    private static final int NUMBER_SHIFT = 32;

    private static final long ONE_MORE = 1L << NUMBER_SHIFT;
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
    private final DistinctAddresses distinct = new DistinctAddresses(MAX_LISTED);

    /** Where the addresses that are added next go. */
    private long[] places = {};

    private @Nullable Object[] objects = new Object[16];
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
    record Sketch(HyperLogLog addresses, HyperLogLog blocks) {

        Destinations size() {
            return new Destinations(addresses.count(), blocks.count(), Precision.ESTIMATED);
        }
    }

    private static int kind(long set) {
        return (int) (set >>> KIND_SHIFT);
    }

    private static int order(long set) {
        return (int) (set >>> ORDER_SHIFT) & 0xf;
    }

    private static int number(long set) {
        return (int) (set >>> NUMBER_SHIFT) & 0xff_ffff;
    }

    /** Adds an address; returns the set as it is now. */
    long add(long before, int address) {
        long set = isFullList(before) ? withoutRepetitions(before) : before;
        switch (kind(set)) {
            case RANGE -> {
                if ((address >>> 8) - number(set) >>> order(set) != 0) {
                    return addOutside(set, address);
                }
                setBit(set, address);
                return set;
            }
            case LIST -> {
                return append(set, address);
            }
            case OBJECT -> {
                return addToObject(set, address);
            }
            case ONE -> {
                return (int) set == address ? set : append(append(list(0), (int) set), address);
            }
            default -> {
                return (long) ONE << KIND_SHIFT | address & LOW;
            }
        }
    }

    private static boolean isFullList(long set) {
        return kind(set) == LIST && number(set) == IntPool.length(order(set));
    }

    private long append(long list, int address) {
        pool.chunk((int) list)[IntPool.offset((int) list) + number(list)] = address;
        return list + ONE_MORE;
    }

    private void setBit(long range, int address) {
        pool.chunk((int) range)[IntPool.offset((int) range) + bitsAt(range, address)] |= 1 << address;
    }

    /** Where in the piece of a range the 32 bits lie that an address is one of. */
    private static int bitsAt(long set, int address) {
        return (address >>> 5) - (number(set) << 3);
    }

    private long list(int order) {
        return piece(LIST, order, pool.takeUncleared(order));
    }

    private long range(int order, int firstBlock) {
        return piece(RANGE, order, pool.take(order)) | (long) (firstBlock & -1 << order) << NUMBER_SHIFT;
    }

    private long piece(int kind, int order, int piece) {
        bytes += 4L * IntPool.length(order);
        return (long) kind << KIND_SHIFT | (long) order << ORDER_SHIFT | piece;
    }

    /**
     * Reads what {@link #add} will look at when {@code addresses[0, count)} come to {@code sets[0, count)}, one to each.
     *
     * @return a number without meaning, so that what was read ahead counts as used
     */
    long touch(long[] sets, int[] addresses, int count) {
        if (places.length < count) {
            places = new long[count];
        }
        long seen = 0;
        for (int i = 0; i < count; i++) {
            int kind = kind(sets[i]);
            if (kind == LIST || kind == RANGE) {
                places[i] = place(sets[i], addresses[i]);
            } else {
                places[i] = 0;
                seen += kind == OBJECT && objects[(int) sets[i]] instanceof Blocks blocks
                        ? blocks.touch(addresses[i])
                        : 0;
            }
        }
        return seen + pool.touch(places, count);
    }

    /** Where an address goes, if it is in the range; where in a list that is full does not matter. */
    private static long place(long set, int address) {
        int index = kind(set) == LIST ? number(set) : bitsAt(set, address);
        return IntPool.place((int) set, index & IntPool.length(order(set)) - 1);
    }

    /** The set of what is in a full list, with room for more. */
    private long withoutRepetitions(long list) {
        int order = order(list);
        int[] chunk = pool.chunk((int) list);
        int from = IntPool.offset((int) list);
        int places = IntPool.length(order);
        int found = distinct.find(chunk, from, places);
        if (found <= places - (places >> 2)) {
            distinct.copyTo(chunk, from);
            return list - (places - found) * ONE_MORE;
        }
        boolean squeezed = bytes > maxBytes && places >= SQUEEZE_PLACES;
        if (squeezed) {
            return sketchOf(list, places < 8 * SQUEEZE_PLACES ? SQUEEZED_PRECISION : PRECISION);
        }
        long larger = larger(order);
        release(list);
        return larger;
    }

    /** A set of what is in {@link #distinct}, with more room than a list of {@code order} has. */
    private long larger(int order) {
        int found = distinct.size();
        int rangeOrder = distinct.rangeOrder();
        if (rangeOrder <= order + 1 || order == MAX_LIST_ORDER && isDense(rangeOrder, distinct.blocks())) {
            long range = range(rangeOrder, distinct.value(0) >>> 8);
            for (int i = 0; i < found; i++) {
                setBit(range, distinct.value(i));
            }
            return range;
        } else if (order < MAX_LIST_ORDER) {
            long list = list(order + 1);
            distinct.copyTo(pool.chunk((int) list), IntPool.offset((int) list));
            return list + found * ONE_MORE;
        }
        Blocks blocks = new Blocks();
        for (int i = 0; i < found; i++) {
            blocks.add(distinct.value(i));
        }
        return adopt(blocks);
    }

    private static boolean isDense(int rangeOrder, long blocks) {
        return rangeOrder <= IntPool.MAX_ORDER && 1 << rangeOrder <= SPARSENESS * blocks;
    }

    private long moved(long from, long to) {
        long[] set = {to};
        forEach(from, address -> set[0] = add(set[0], address));
        release(from);
        return set[0];
    }

    private long addOutside(long range, int address) {
        int block = address >>> 8;
        int rangeOrder = Integer.SIZE - Integer.numberOfLeadingZeros(block ^ number(range));
        Destinations size = size(range);
        if (bytes > maxBytes && IntPool.length(order(range)) >= SQUEEZE_PLACES) {
            return add(sketchOf(range, PRECISION), address);
        }
        long larger;
        if (isDense(rangeOrder, size.blocks() + 1)) {
            larger = range(rangeOrder, block);
        } else if (size.addresses() < MAX_LISTED - (MAX_LISTED >> 2)) {
            int order = 0;
            while (size.addresses() >= IntPool.length(order) - (IntPool.length(order) >> 2)) {
                order++;
            }
            larger = list(order);
        } else {
            larger = adopt(new Blocks());
        }
        return add(moved(range, larger), address);
    }

    private long addToObject(long set, int address) {
        if (objects[(int) set] instanceof Blocks blocks) {
            long before = blocks.bytes();
            blocks.add(address);
            long after = blocks.bytes();
            bytes += after - before;
            boolean fits = blocks.blocks() <= MAX_BLOCKS && (bytes <= maxBytes || after <= 4 << PRECISION);
            return fits ? set : sketchOf(set, PRECISION);
        }
        addTo(sketch(set), address);
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
        if (index == objects.length) {
            objects = Arrays.copyOf(objects, 2 * objects.length);
        }
        objects[index] = object;
        bytes += size(object);
        return (long) OBJECT << KIND_SHIFT | index;
    }

    /** The object that holds a set, or null if none does. */
    @Nullable
    Object object(long set) {
        return kind(set) == OBJECT ? objects[(int) set] : null;
    }

    private Sketch sketch(long set) {
        return (Sketch) objects[(int) set];
    }

    /** Gives the memory of a set back. */
    void release(long set) {
        int kind = kind(set);
        if (kind == LIST || kind == RANGE) {
            pool.give((int) set, order(set));
            bytes -= 4L * IntPool.length(order(set));
        } else if (kind == OBJECT) {
            bytes -= size(objects[(int) set]);
            objects[(int) set] = null;
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

    /** How many different addresses and blocks there are; those of a list and of a range are counted now. */
    Destinations size(long set) {
        switch (kind(set)) {
            case LIST -> {
                return new Destinations(findDistinct(set), distinct.blocks(), Precision.EXACT);
            }
            case RANGE -> {
                return sizeOfRange(set);
            }
            case OBJECT -> {
                return objects[(int) set] instanceof Blocks blocks
                        ? new Destinations(blocks.addresses(), blocks.blocks(), Precision.EXACT)
                        : sketch(set).size();
            }
            default -> {
                int size = set == EMPTY ? 0 : 1;
                return new Destinations(size, size, Precision.EXACT);
            }
        }
    }

    private int findDistinct(long list) {
        return distinct.find(pool.chunk((int) list), IntPool.offset((int) list), number(list));
    }

    private Destinations sizeOfRange(long range) {
        int[] chunk = pool.chunk((int) range);
        int from = IntPool.offset((int) range);
        int unit = IntPool.length(0);
        long addresses = 0;
        long blocks = 0;
        for (int i = from; i < from + IntPool.length(order(range)); i += unit) {
            int inBlock = 0;
            for (int j = i; j < i + unit; j++) {
                inBlock += Integer.bitCount(chunk[j]);
            }
            addresses += inBlock;
            blocks += Integer.signum(inBlock);
        }
        return new Destinations(addresses, blocks, Precision.EXACT);
    }

    /** Offers each address of an exact set once, in no order that means anything. */
    void forEach(long exact, IntConsumer use) {
        switch (kind(exact)) {
            case LIST -> {
                int found = findDistinct(exact);
                for (int i = 0; i < found; i++) {
                    use.accept(distinct.value(i));
                }
            }
            case RANGE -> {
                int[] chunk = pool.chunk((int) exact);
                for (int i = 0; i < IntPool.length(order(exact)); i++) {
                    int address = number(exact) << 8 | i << 5;
                    for (int left = chunk[IntPool.offset((int) exact) + i]; left != 0; left &= left - 1) {
                        use.accept(address + Integer.numberOfTrailingZeros(left));
                    }
                }
            }
            case OBJECT -> ((Blocks) Objects.requireNonNull(objects[(int) exact])).forEach(use);
            case ONE -> use.accept((int) exact);
            default -> {
                // empty
            }
        }
    }
}

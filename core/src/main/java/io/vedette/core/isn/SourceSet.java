package io.vedette.core.isn;

import io.vedette.core.sketch.HyperLogLog;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The different senders of one port on one day, in at most a kilobyte: exact up to {@link #EXACT}, then estimated with a
 * relative standard error of 3.3 %.
 *
 * <p>Sets of different files, days and programs can be put together, in any order and as often as one likes: the result is the
 * same, to the bit, as if all senders had been added to one. So their hashes must not depend on a secret; who forges addresses
 * can make a count wrong anyway.
 *
 * <p>Beyond the bound it is a HyperLogLog with 1024 registers. Belongs to one thread.
 */
public final class SourceSet {

    /** Counts up to here are exact. */
    public static final int EXACT = 64;

    private static final int PRECISION = 10;
    private static final int REGISTERS = 1 << PRECISION;
    private static final int FIRST_SLOTS = 4;

    /** Of the object and the header of its array, about. */
    private static final int OVERHEAD = 48;

    private static final long[] NONE = {};

    private long[] slots = new long[FIRST_SLOTS];
    private int size;
    private @Nullable HyperLogLog sketch;

    /**
     * Adds a hash, which must be uniform over 64 bits.
     *
     * @return by how many bytes the set has grown
     */
    public int add(long hash) {
        if (sketch != null) {
            sketch.add(hash);
            return 0;
        }
        long key = hash == 0 ? 1 : hash;
        int mask = slots.length - 1;
        int at = (int) key & mask;
        while (slots[at] != 0) {
            if (slots[at] == key) {
                return 0;
            }
            at = at + 1 & mask;
        }
        if (size == EXACT) {
            return estimate(key);
        }
        slots[at] = key;
        size++;
        return size * 4 > slots.length * 3 ? grow() : 0;
    }

    private int grow() {
        long[] old = slots;
        slots = new long[old.length * 2];
        int mask = slots.length - 1;
        for (long key : old) {
            if (key != 0) {
                int at = (int) key & mask;
                while (slots[at] != 0) {
                    at = at + 1 & mask;
                }
                slots[at] = key;
            }
        }
        return old.length * Long.BYTES;
    }

    private int estimate(long key) {
        int before = bytes();
        HyperLogLog registers = new HyperLogLog(PRECISION);
        for (long held : slots) {
            if (held != 0) {
                registers.add(held);
            }
        }
        registers.add(key);
        sketch = registers;
        slots = NONE;
        return bytes() - before;
    }

    /** Adds all that another has seen. */
    public void addAll(SourceSet other) {
        if (other.sketch == null) {
            for (long key : other.slots) {
                if (key != 0) {
                    add(key);
                }
            }
        } else if (sketch != null) {
            sketch.addAll(other.sketch);
        } else {
            HyperLogLog registers = HyperLogLog.ofRegisters(other.sketch.registers());
            for (long key : slots) {
                if (key != 0) {
                    registers.add(key);
                }
            }
            sketch = registers;
            slots = NONE;
        }
    }

    public long count() {
        return sketch == null ? size : Math.max(EXACT, sketch.count());
    }

    public boolean isExact() {
        return sketch == null;
    }

    /** Memory, about. */
    public int bytes() {
        return OVERHEAD + (sketch == null ? slots.length * Long.BYTES : REGISTERS + OVERHEAD);
    }

    /** The set as bytes, at most a kilobyte: the same for the same senders. */
    public byte[] toBytes() {
        if (sketch != null) {
            return sketch.registers();
        }
        long[] sorted = Arrays.stream(slots).filter(key -> key != 0).sorted().toArray();
        ByteBuffer bytes = ByteBuffer.allocate(size * Long.BYTES);
        for (long key : sorted) {
            bytes.putLong(key);
        }
        return bytes.array();
    }

    /**
     * The set that {@link #toBytes} wrote.
     *
     * @throws IllegalArgumentException if it cannot have written that
     */
    public static SourceSet of(byte[] bytes) {
        SourceSet set = new SourceSet();
        if (bytes.length == REGISTERS) {
            set.sketch = HyperLogLog.ofRegisters(bytes.clone());
            set.slots = NONE;
            return set;
        }
        if (bytes.length > EXACT * Long.BYTES || bytes.length % Long.BYTES != 0) {
            throw new IllegalArgumentException("a set of senders of " + bytes.length + " bytes");
        }
        ByteBuffer hashes = ByteBuffer.wrap(bytes);
        while (hashes.hasRemaining()) {
            set.add(hashes.getLong());
        }
        return set;
    }
}

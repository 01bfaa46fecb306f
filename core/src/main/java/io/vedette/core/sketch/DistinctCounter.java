package io.vedette.core.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different hashes were seen: exact up to {@link #EXACT}, then estimated in 2 KiB.
 *
 * <p>Beyond the bound it is a HyperLogLog with 2048 registers (Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, AofA 2007):
 * relative standard error 1.04 / √2048 = 2.3 %. The registers are filled from the exact set when the bound is passed, so no
 * hash is forgotten by the change.
 */
public final class DistinctCounter {

    /** Counts up to here are exact. */
    public static final int EXACT = 1024;

    private static final int PRECISION = 11;
    private static final int REGISTERS = 1 << PRECISION;
    private static final double ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

    private long[] set = new long[16];
    private int size;
    private byte @Nullable [] registers;
    private double inverseSum = REGISTERS;
    private int zeros = REGISTERS;

    /**
     * Adds a hash, which must be uniform over 64 bits.
     *
     * @return whether it changed the count: always for a new hash while exact, sometimes when estimating
     */
    public boolean add(long hash) {
        long key = hash == 0 ? 1 : hash;
        return registers == null ? addExact(key) : addEstimated(key);
    }

    private boolean addExact(long key) {
        int mask = set.length - 1;
        int at = (int) key & mask;
        while (set[at] != 0) {
            if (set[at] == key) {
                return false;
            }
            at = at + 1 & mask;
        }
        if (size == EXACT) {
            estimate();
            return addEstimated(key);
        }
        set[at] = key;
        size++;
        if (size * 2 > set.length) {
            grow();
        }
        return true;
    }

    /** Whether a hash was added; never true once the count is an estimate, which does not remember. */
    public boolean contains(long hash) {
        long key = hash == 0 ? 1 : hash;
        int mask = set.length - 1;
        for (int at = (int) key & mask; registers == null && set[at] != 0; at = at + 1 & mask) {
            if (set[at] == key) {
                return true;
            }
        }
        return false;
    }

    private void grow() {
        long[] old = set;
        set = new long[old.length * 2];
        int mask = set.length - 1;
        for (long key : old) {
            if (key != 0) {
                int at = (int) key & mask;
                while (set[at] != 0) {
                    at = at + 1 & mask;
                }
                set[at] = key;
            }
        }
    }

    private void estimate() {
        registers = new byte[REGISTERS];
        for (long key : set) {
            if (key != 0) {
                addEstimated(key);
            }
        }
        set = new long[0];
    }

    private boolean addEstimated(long key) {
        int register = (int) (key >>> 64 - PRECISION);
        return raise(register, (byte) (Long.numberOfLeadingZeros(key << PRECISION | 1L << PRECISION - 1) + 1));
    }

    private boolean raise(int register, byte rank) {
        byte[] ranks = registers;
        byte old = ranks[register];
        if (rank <= old) {
            return false;
        }
        ranks[register] = rank;
        zeros -= old == 0 ? 1 : 0;
        inverseSum += Math.scalb(1.0, -rank) - Math.scalb(1.0, -old);
        return true;
    }

    /** Adds all that another has seen, as if each hash had been added here. */
    public void addAll(DistinctCounter other) {
        byte[] theirs = other.registers;
        if (theirs == null) {
            // Keys come in the order of their places: into a smaller set they would all go to the same few.
            while (registers == null && set.length < other.set.length) {
                grow();
            }
            for (long key : other.set) {
                if (key != 0) {
                    add(key);
                }
            }
            return;
        }
        if (registers == null) {
            estimate();
        }
        for (int register = 0; register < REGISTERS; register++) {
            raise(register, theirs[register]);
        }
    }

    /** The count: exact up to {@link #EXACT}, never less than that afterwards. */
    public long count() {
        if (registers == null) {
            return size;
        }
        double raw = ALPHA * REGISTERS * REGISTERS / inverseSum;
        boolean small = raw <= 2.5 * REGISTERS && zeros > 0;
        double estimate = small ? REGISTERS * Math.log((double) REGISTERS / zeros) : raw;
        return Math.max(EXACT, Math.round(estimate));
    }

    public boolean isExact() {
        return registers == null;
    }

    /** Forgets everything. */
    public void clear() {
        Arrays.fill(set, 0);
        if (set.length == 0) {
            set = new long[16];
        }
        size = 0;
        registers = null;
        inverseSum = REGISTERS;
        zeros = REGISTERS;
    }

    /** Writes the counter, at most 8 KiB. */
    public void write(DataOutput out) throws IOException {
        byte[] ranks = registers;
        out.writeShort(ranks == null ? size : -1);
        if (ranks == null) {
            for (long key : set) {
                if (key != 0) {
                    out.writeLong(key);
                }
            }
        } else {
            out.writeDouble(inverseSum); // not from the registers: the sum depends on the order it was made in
            out.write(ranks);
        }
    }

    /**
     * Takes over what another counter wrote.
     *
     * @throws IOException if no counter can have written it
     */
    public void read(DataInput in) throws IOException {
        clear();
        int exact = in.readShort();
        if (exact > EXACT || exact < -1) {
            throw new IOException("count " + exact + ", expected -1 to " + EXACT);
        }
        for (int i = 0; i < exact; i++) {
            add(in.readLong());
        }
        if (exact < 0) {
            inverseSum = in.readDouble();
            byte[] ranks = new byte[REGISTERS];
            in.readFully(ranks);
            zeros = 0;
            for (byte rank : ranks) {
                if (rank < 0 || rank > Long.SIZE - PRECISION + 1) {
                    throw new IOException("rank " + rank);
                }
                zeros += rank == 0 ? 1 : 0;
            }
            registers = ranks;
            set = new long[0];
        }
    }
}

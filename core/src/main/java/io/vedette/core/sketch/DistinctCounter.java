package io.vedette.core.sketch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How many different hashes were seen: exact up to {@link #EXACT}, then estimated in 2 KiB.
 *
 * <p>Beyond the bound it is a HyperLogLog with 2048 registers (Flajolet, Fusy, Gandouet, Meunier: HyperLogLog, AofA 2007):
 * relative standard error 1.04 / √2048 = 2.3 %. The registers are filled from the exact set when the bound is passed, so no
 * hash is forgotten by the change.
 *
 * <p>To be exact takes up to 16 KiB. Who counts for very many at once can say that there is no room for that: then it is exact up to {@link
 * #EXACT_WITHOUT_ROOM} and estimated in 256 registers from there on, with an error of 6.5 %, in half a KiB at most. One that has taken 2 KiB
 * already when there is no more room goes on in these.
 */
public final class DistinctCounter {

    /** Counts up to here are exact. */
    public static final int EXACT = 1024;

    /** Counts up to here are exact in any case. */
    public static final int EXACT_WITHOUT_ROOM = 32;

    private static final int FINE_PRECISION = 11;
    private static final int COARSE_PRECISION = 8;
    private static final int FIRST_SET = 4;

    private static final long ROUNDING = 0xffff;

    /** No place at all: never written to. */
    private static final long[] EMPTY = {0};

    /** Open addressing, at most half full. */
    private long[] set = EMPTY;

    /** Members of the set; of an estimate those that it had at last. */
    private int size;

    private byte @Nullable [] registers;
    private double inverseSum;
    private int zeros;

    /**
     * Adds a hash, which must be uniform over 64 bits.
     *
     * @return whether it changed the count: always for a new hash while exact, sometimes when estimating
     */
    public boolean add(long hash) {
        return add(hash, true);
    }

    /**
     * The same.
     *
     * @param room whether there is room to count exactly
     */
    public boolean add(long hash, boolean room) {
        return added(hash, room) != 0;
    }

    /**
     * The same. While exact each new hash stands for itself. Later one that changes the estimate stands for the others as well that had to
     * come before that happened, as many as are expected (Ting: Streamed Approximate Counting of Distinct Elements, KDD 2014): what is
     * noted of those alone that changed the count, as often as they stand for, is noted of all in right proportion.
     *
     * @return for how many different hashes this one stands; 0 if it did not change the count
     */
    public int added(long hash, boolean room) {
        long key = hash == 0 ? 1 : hash;
        return registers == null ? addExact(key, room) : addEstimated(key);
    }

    private int addExact(long key, boolean room) {
        int mask = set.length - 1;
        int at = (int) key & mask;
        while (set[at] != 0) {
            if (set[at] == key) {
                return 0;
            }
            at = at + 1 & mask;
        }
        if (size == EXACT) {
            estimate(FINE_PRECISION);
            return addEstimated(key);
        }
        if ((size + 1) * 2 > set.length) {
            if (!room && size >= EXACT_WITHOUT_ROOM) {
                estimate(set.length * Long.BYTES < 1 << FINE_PRECISION ? COARSE_PRECISION : FINE_PRECISION);
                return addEstimated(key);
            }
            grow();
            at = place(key);
        }
        set[at] = key;
        size++;
        return 1;
    }

    /** The first free place for a key that is not in the set. */
    private int place(long key) {
        int mask = set.length - 1;
        int at = (int) key & mask;
        while (set[at] != 0) {
            at = at + 1 & mask;
        }
        return at;
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
        set = new long[Math.max(FIRST_SET, old.length * 2)];
        for (long key : old) {
            if (key != 0) {
                set[place(key)] = key;
            }
        }
    }

    private void estimate(int precision) {
        begin(new byte[1 << precision]);
        for (long key : set) {
            if (key != 0) {
                addEstimated(key);
            }
        }
        set = EMPTY;
    }

    private void begin(byte[] empty) {
        registers = empty;
        inverseSum = empty.length;
        zeros = empty.length;
    }

    private static int precision(byte[] registers) {
        return Integer.numberOfTrailingZeros(registers.length);
    }

    private int addEstimated(long key) {
        byte[] ranks = registers;
        int precision = precision(ranks);
        int register = (int) (key >>> Long.SIZE - precision);
        double change = inverseSum / ranks.length; // the probability that a new hash raises a register
        if (!raise(register, (byte) (Long.numberOfLeadingZeros(key << precision | 1L << precision - 1) + 1))) {
            return 0;
        }
        // Rounded up or down by bits that the registers hardly ever look at.
        return (int) (1 / change + (key & ROUNDING) / (ROUNDING + 1.0));
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

    /**
     * Adds all that another has seen, as if each hash had been added here; what the other only estimates is estimated here too.
     *
     * @param room whether there is room to count exactly
     */
    public void addAll(DistinctCounter other, boolean room) {
        byte[] theirs = other.registers;
        if (theirs == null) {
            // Keys come in the order of their places: into a smaller set they would all go to the same few.
            while (registers == null
                    && set.length < other.set.length
                    && (room || set.length < 2 * EXACT_WITHOUT_ROOM)) {
                grow();
            }
            for (long key : other.set) {
                if (key != 0) {
                    add(key, room);
                }
            }
            return;
        }
        if (registers == null) {
            estimate(precision(theirs));
        } else if (registers.length > theirs.length) {
            byte[] finer = registers;
            begin(new byte[theirs.length]);
            raiseAll(finer);
        }
        raiseAll(theirs);
    }

    /** Raises each register to what those of an estimate that is as fine or finer have for it. */
    private void raiseAll(byte[] finer) {
        int bits = precision(finer) - precision(registers);
        for (int register = 0; register < finer.length; register++) {
            if (finer[register] != 0) {
                // The rank goes on in the bits of the number that no longer tell registers apart.
                int rest = register & (1 << bits) - 1;
                int zerosBefore = bits - (Integer.SIZE - Integer.numberOfLeadingZeros(rest));
                raise(register >>> bits, (byte) (rest == 0 ? bits + finer[register] : zerosBefore + 1));
            }
        }
    }

    /** The count: exact as long as {@link #isExact}, never less afterwards. */
    public long count() {
        if (registers == null) {
            return size;
        }
        int length = registers.length;
        double alpha = 0.7213 / (1 + 1.079 / length);
        double raw = alpha * length * length / inverseSum;
        boolean small = raw <= 2.5 * length && zeros > 0;
        double estimate = small ? length * Math.log((double) length / zeros) : raw;
        return Math.max(size, Math.round(estimate));
    }

    public boolean isExact() {
        return registers == null;
    }

    /** Bytes that it takes because there was room: beyond what it takes at most where there is none. */
    public int bytesOfRoom() {
        byte[] ranks = registers;
        int bytes = ranks == null ? set.length * Long.BYTES : ranks.length;
        return Math.max(0, bytes - 2 * EXACT_WITHOUT_ROOM * Long.BYTES);
    }

    /** Forgets everything. */
    public void clear() {
        set = EMPTY;
        size = 0;
        registers = null;
    }

    /** Writes the counter, at most 8 KiB. */
    public void write(DataOutput out) throws IOException {
        byte[] ranks = registers;
        out.writeShort(ranks == null ? size : -precision(ranks));
        if (ranks == null) {
            for (long key : set) {
                if (key != 0) {
                    out.writeLong(key);
                }
            }
        } else {
            out.writeShort(size);
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
        if (exact > EXACT || exact < 0 && exact != -FINE_PRECISION && exact != -COARSE_PRECISION) {
            throw new IOException("count " + exact + ", expected at most " + EXACT);
        }
        for (int i = 0; i < exact; i++) {
            add(in.readLong());
        }
        if (exact < 0) {
            int precision = -exact;
            int before = in.readShort();
            if (before < 0 || before > EXACT) {
                throw new IOException("count " + before + ", expected 0 to " + EXACT);
            }
            size = before;
            inverseSum = in.readDouble();
            byte[] ranks = new byte[1 << precision];
            in.readFully(ranks);
            zeros = 0;
            for (byte rank : ranks) {
                if (rank < 0 || rank > Long.SIZE - precision + 1) {
                    throw new IOException("rank " + rank);
                }
                zeros += rank == 0 ? 1 : 0;
            }
            registers = ranks;
        }
    }
}

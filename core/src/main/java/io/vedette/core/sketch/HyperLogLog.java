package io.vedette.core.sketch;

/**
 * An estimate of how many different hashes were seen, in 2<sup>p</sup> bytes.
 *
 * <p>Flajolet, Fusy, Gandouet, Meunier: HyperLogLog (AofA 2007), with linear counting for small numbers as given there. The
 * relative standard error is 1.04 / √2<sup>p</sup>. Hashes have 64 bits, so there is no correction for large numbers.
 */
public final class HyperLogLog {

    /** Smallest and largest number of bits that choose a register. */
    public static final int MIN_PRECISION = 7;

    public static final int MAX_PRECISION = 16;

    private final int precision;
    private final byte[] registers;

    public HyperLogLog(int precision) {
        this(precision, new byte[1 << checked(precision)]);
    }

    private HyperLogLog(int precision, byte[] registers) {
        this.precision = precision;
        this.registers = registers;
    }

    private static int checked(int precision) {
        if (precision < MIN_PRECISION || precision > MAX_PRECISION) {
            throw new IllegalArgumentException(
                    "precision " + precision + ", expected " + MIN_PRECISION + " to " + MAX_PRECISION);
        }
        return precision;
    }

    /** The sketch whose registers were written elsewhere; the array becomes its own. */
    public static HyperLogLog ofRegisters(byte[] registers) {
        int precision = checked(Integer.numberOfTrailingZeros(registers.length));
        if (registers.length != 1 << precision) {
            throw new IllegalArgumentException(registers.length + " registers, expected a power of two");
        }
        return new HyperLogLog(precision, registers);
    }

    /** A copy of the registers: the whole state. */
    public byte[] registers() {
        return registers.clone();
    }

    /** How many registers there are, of a byte each. */
    public int size() {
        return registers.length;
    }

    /** Adds a hash, which must be uniform over 64 bits. */
    public void add(long hash) {
        int register = (int) (hash >>> 64 - precision);
        byte rank = (byte) (Long.numberOfLeadingZeros(hash << precision | 1L << precision - 1) + 1);
        if (rank > registers[register]) {
            registers[register] = rank;
        }
    }

    /** Adds all that another of the same size has seen, as if each hash had been added here. */
    public void addAll(HyperLogLog other) {
        if (other.precision != precision) {
            throw new IllegalArgumentException("precision " + other.precision + ", expected " + precision);
        }
        for (int register = 0; register < registers.length; register++) {
            registers[register] = (byte) Math.max(registers[register], other.registers[register]);
        }
    }

    /** The estimate. */
    public long count() {
        int size = registers.length;
        double sum = 0;
        int zeros = 0;
        for (byte rank : registers) {
            sum += Math.scalb(1.0, -rank);
            zeros += rank == 0 ? 1 : 0;
        }
        double raw = 0.7213 / (1 + 1.079 / size) * size * size / sum;
        boolean small = raw <= 2.5 * size && zeros > 0;
        return Math.round(small ? size * Math.log((double) size / zeros) : raw);
    }
}

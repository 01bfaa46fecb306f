package io.vedette.core.darknet;

import java.util.function.IntConsumer;

/**
 * A set of IPv4 addresses that lie close together: a bit for each address of the /24 blocks that occur.
 *
 * <p>Open addressing by block; block numbers have 24 bits, so that the number plus one is never the zero of a free place.
 */
final class Blocks {

    private static final int FIRST_SLOTS = 64;
    private static final int WORDS = 4;

    private int[] number = new int[FIRST_SLOTS];
    private long[] bits = new long[FIRST_SLOTS * WORDS];
    private int blocks;
    private int addresses;

    void add(int address) {
        int wanted = (address >>> 8) + 1;
        int at = find(wanted);
        if (number[at] == 0) {
            if (blocks + 1 > number.length - (number.length >> 2)) {
                enlarge();
                at = find(wanted);
            }
            number[at] = wanted;
            blocks++;
        }
        int word = at * WORDS + (address >>> 6 & 3);
        long bit = 1L << (address & 63);
        if ((bits[word] & bit) == 0) {
            bits[word] |= bit;
            addresses++;
        }
    }

    /** Reads the place where an address would be looked for first. */
    long touch(int address) {
        int at = first((address >>> 8) + 1);
        return number[at] + bits[at * WORDS + (address >>> 6 & 3)];
    }

    private int first(int wanted) {
        return wanted * 0x9e37_79b9 >>> 8 & number.length - 1;
    }

    private int find(int wanted) {
        int mask = number.length - 1;
        int at = first(wanted);
        while (number[at] != 0 && number[at] != wanted) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void enlarge() {
        int[] oldNumber = number;
        long[] oldBits = bits;
        number = new int[oldNumber.length * 2];
        bits = new long[oldBits.length * 2];
        for (int i = 0; i < oldNumber.length; i++) {
            if (oldNumber[i] != 0) {
                int at = find(oldNumber[i]);
                number[at] = oldNumber[i];
                System.arraycopy(oldBits, i * WORDS, bits, at * WORDS, WORDS);
            }
        }
    }

    int addresses() {
        return addresses;
    }

    int blocks() {
        return blocks;
    }

    long bytes() {
        return 64 + number.length * (4L + 8 * WORDS);
    }

    void forEach(IntConsumer use) {
        for (int i = 0; i < number.length; i++) {
            for (int word = 0; number[i] != 0 && word < WORDS; word++) {
                for (long left = bits[i * WORDS + word]; left != 0; left &= left - 1) {
                    use.accept(number[i] - 1 << 8 | word << 6 | Long.numberOfTrailingZeros(left));
                }
            }
        }
    }
}

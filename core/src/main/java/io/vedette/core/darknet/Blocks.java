package io.vedette.core.darknet;

import java.util.function.IntConsumer;

/**
 * A set of IPv4 addresses that lie close together: a bit for each address of the /24 blocks that occur.
 *
 * <p>Blocks that fill a good part of a range have their bits in its order. Others are found by open addressing; block numbers have
 * 24 bits, so that the number plus one is never the zero of a free place. A change of places decides anew which it is.
 */
final class Blocks {

    private static final int FIRST_PLACES = 64;
    private static final int WORDS = 4;
    private static final int[] NO_NUMBERS = {};

    /** The number plus one of the block in each place; empty if the places are in the order of the blocks, from base on. */
    private int[] numbers = new int[FIRST_PLACES];

    private long[] bits = new long[FIRST_PLACES * WORDS];
    private int base;
    private int shift = Integer.numberOfLeadingZeros(FIRST_PLACES) + 1;
    private int blocks;
    private int addresses;
    private long bytes = bytesOf();

    void add(int address) {
        int block = address >>> 8;
        int place = find(block);
        if (place < 0) {
            place = newPlace(block, ~place);
        }
        int word = place * WORDS + (address >>> 6 & 3);
        long held = bits[word];
        long bit = 1L << (address & 63);
        if ((held & bit) == 0) {
            blocks += held == 0 && isEmpty(place) ? 1 : 0;
            bits[word] = held | bit;
            addresses++;
        }
    }

    /** Reads what {@link #add} will look at first. */
    long touch(int address) {
        int block = address >>> 8;
        int word = address >>> 6 & 3;
        if (isInOrder()) {
            int place = block - base;
            return isPlace(place) ? bits[place * WORDS + word] : 0;
        }
        int place = first(block);
        return numbers[place] + bits[place * WORDS + word];
    }

    private boolean isInOrder() {
        return numbers.length == 0;
    }

    private boolean isPlace(int place) {
        return place >= 0 && place < bits.length / WORDS;
    }

    private boolean isEmpty(int place) {
        int at = place * WORDS;
        return (bits[at] | bits[at + 1] | bits[at + 2] | bits[at + 3]) == 0;
    }

    /** Multiplication by 2^32 / φ: consecutive numbers come to lie far apart (Knuth, 6.4). */
    private int first(int block) {
        return (block + 1) * 0x9e37_79b9 >>> shift;
    }

    /** The place of a block; if it has none, the complement of the place that it would get, -1 without one. */
    private int find(int block) {
        if (isInOrder()) {
            int place = block - base;
            return isPlace(place) ? place : -1;
        }
        int mask = numbers.length - 1;
        int at = first(block);
        while (numbers[at] != block + 1) {
            if (numbers[at] == 0) {
                return ~at;
            }
            at = at + 1 & mask;
        }
        return at;
    }

    private int newPlace(int block, int free) {
        int place = free;
        if (isInOrder() || blocks >= numbers.length - (numbers.length >> 2)) {
            rearrange(block);
            place = find(block);
            if (place >= 0) {
                return place;
            }
            place = ~place;
        }
        numbers[place] = block + 1;
        return place;
    }

    /** Makes room for another block. */
    private void rearrange(int another) {
        int different = FIRST_PLACES - 1;
        for (int place = 0; place < bits.length / WORDS; place++) {
            different |= isEmpty(place) ? 0 : block(place) ^ another;
        }
        // The bits in which blocks differ, and all below them, number the smallest aligned range that holds all.
        int range = Integer.highestOneBit(different) << 1;
        int places = FIRST_PLACES;
        while (blocks + 1 > places - (places >> 2)) {
            places *= 2;
        }
        if (range <= 2 * places) {
            move(range, another & -range, NO_NUMBERS);
        } else {
            move(places, 0, new int[places]);
        }
    }

    private int block(int place) {
        return isInOrder() ? base + place : numbers[place] - 1;
    }

    private void move(int places, int from, int[] newNumbers) {
        Blocks old = new Blocks(this);
        numbers = newNumbers;
        bits = new long[places * WORDS];
        bytes = bytesOf();
        base = from;
        shift = Integer.numberOfLeadingZeros(places) + 1;
        for (int place = 0; place < old.bits.length / WORDS; place++) {
            if (!old.isEmpty(place)) {
                int block = old.block(place);
                int to = find(block);
                if (to < 0) {
                    to = ~to;
                    numbers[to] = block + 1;
                }
                System.arraycopy(old.bits, place * WORDS, bits, to * WORDS, WORDS);
            }
        }
    }

    Blocks() {
        // an empty set
    }

    private Blocks(Blocks other) {
        numbers = other.numbers;
        bits = other.bits;
        base = other.base;
    }

    int addresses() {
        return addresses;
    }

    int blocks() {
        return blocks;
    }

    long bytes() {
        return bytes;
    }

    private long bytesOf() {
        return 64 + 4L * numbers.length + 8L * bits.length;
    }

    void forEach(IntConsumer use) {
        for (int place = 0; place < bits.length / WORDS; place++) {
            for (int word = 0; word < WORDS; word++) {
                for (long left = bits[place * WORDS + word]; left != 0; left &= left - 1) {
                    use.accept(block(place) << 8 | word << 6 | Long.numberOfTrailingZeros(left));
                }
            }
        }
    }
}

package io.vedette.core.detect.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The services that an initiator has reached: which couples, approximately, and how many on its main ports. */
final class Successes {

    /*
     * One array of 160 bytes:
     *
     *   - the couples: a Bloom filter of 512 bits with one hash, so that a repeated success earns nothing;
     *   - the same for hosts that data was exchanged with;
     *   - ports (16 bits) with a count (16 bits, of which 0 is a free place).
     *
     * Who reaches thousands would fill both filters: half of what they hold is then forgotten, sooner for hosts, of which a full filter
     * would know all. A new bit of the couples counts for as many couples as it takes to find a free one (Ting, KDD 2014).
     */
    private static final int FILTER = 16;
    private static final int BITS = FILTER * Integer.SIZE;
    private static final int HOSTS = FILTER;
    private static final int PORTS = 2 * FILTER;
    private static final int END = PORTS + 8;
    private static final int COUNT = 0xffff;

    private final int[] words = new int[END];

    /**
     * Adds a couple by its hash and that of its host.
     *
     * @param connected whether that was a connection: who answers a datagram is not yet somebody the initiator talks with
     * @return whether it is a new one; some new ones are taken for known, the more the fuller the filter
     */
    boolean add(long couple, long host, int onPort, boolean connected) {
        if (connected) {
            set(HOSTS, host, BITS / 2);
        }
        if (contains(couple)) {
            return false;
        }
        int free = BITS - bits(0);
        int standsFor = (BITS + free / 2) / free;
        set(0, couple, BITS / 8 * 7);
        int rarest = PORTS;
        for (int i = PORTS; i < END; i++) {
            if (isOf(i, onPort)) {
                words[i] += Math.min(standsFor, COUNT - (words[i] & COUNT));
                return true;
            }
            rarest = (words[i] & COUNT) < (words[rarest] & COUNT) ? i : rarest;
        }
        words[rarest] = onPort << 16 | standsFor;
        return true;
    }

    /** Whether a couple was added; true for some that were not, the more the fuller the filter. */
    boolean contains(long couple) {
        return (words[wordOf(couple)] & 1 << couple) != 0;
    }

    private static int wordOf(long hash) {
        return (int) (hash >>> 5) & FILTER - 1;
    }

    private boolean isOf(int i, int port) {
        return (words[i] & COUNT) > 0 && words[i] >>> 16 == (port & 0xffff);
    }

    /** Distinct couples, too few by those that fell on each other's bits in the filter: of 64 by four, never more than 512. */
    int couples() {
        return bits(0);
    }

    /** Bits that are set in the filter that begins at {@code from}. */
    private int bits(int from) {
        int bits = 0;
        for (int i = from; i < from + FILTER; i++) {
            bits += Integer.bitCount(words[i]);
        }
        return bits;
    }

    /** Sets the bit of a hash in a filter. Where {@code most} are set, the half that this bit is not in is forgotten. */
    private void set(int from, long hash, int most) {
        int word = wordOf(hash);
        words[from + word] |= 1 << hash;
        if (bits(from) >= most) {
            int otherHalf = from + FILTER / 2 - (word & FILTER / 2);
            Arrays.fill(words, otherHalf, otherHalf + FILTER / 2, 0);
        }
    }

    /** Whether a host was connected to, on whatever port; true for at most every second that was not. */
    boolean reached(long host) {
        return (words[HOSTS + wordOf(host)] & 1 << host) != 0;
    }

    /** Distinct couples with this port, as far as remembered; stops at 65,535. */
    int on(int onPort) {
        for (int i = PORTS; i < END; i++) {
            if (isOf(i, onPort)) {
                return words[i] & COUNT;
            }
        }
        return 0;
    }

    void write(DataOutput out) throws IOException {
        for (int word : words) {
            out.writeInt(word);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < END; i++) {
            words[i] = in.readInt();
        }
    }
}

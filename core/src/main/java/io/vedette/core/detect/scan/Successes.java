package io.vedette.core.detect.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The services that an initiator has reached: which couples, approximately, and how many on its main ports. */
final class Successes {

    /*
     * One array of 160 bytes:
     *
     *   - the couples: a Bloom filter of 512 bits with one hash, so that a repeated success earns nothing;
     *   - the same for hosts that data was exchanged with;
     *   - ports (16 bits) with a count (16 bits, of which 0 is a free place).
     */
    private static final int FILTER = 16;
    private static final int HOSTS = FILTER;
    private static final int PORTS = 2 * FILTER;
    private static final int END = PORTS + 8;
    private static final int COUNT = 0xffff;

    private final int[] words = new int[END];

    /**
     * Adds a couple by its hash and that of its host.
     *
     * @param connected whether that was a connection: who answers a datagram is not yet somebody the initiator talks with
     * @return whether it is a new one; a few new ones are taken for known, the more the fuller the filter
     */
    boolean add(long couple, long host, int onPort, boolean connected) {
        if (connected) {
            words[HOSTS + wordOf(host)] |= 1 << host;
        }
        if ((words[wordOf(couple)] & 1 << couple) != 0) {
            return false;
        }
        words[wordOf(couple)] |= 1 << couple;
        int rarest = PORTS;
        for (int i = PORTS; i < END; i++) {
            if (isOf(i, onPort)) {
                words[i] += (words[i] & COUNT) < COUNT ? 1 : 0;
                return true;
            }
            rarest = (words[i] & COUNT) < (words[rarest] & COUNT) ? i : rarest;
        }
        words[rarest] = onPort << 16 | 1;
        return true;
    }

    private static int wordOf(long hash) {
        return (int) (hash >>> 5) & FILTER - 1;
    }

    private boolean isOf(int i, int port) {
        return (words[i] & COUNT) > 0 && words[i] >>> 16 == (port & 0xffff);
    }

    /** Distinct couples, too few by those that fell on each other's bits in the filter: of 64 by four, never more than 512. */
    int couples() {
        int bits = 0;
        for (int i = 0; i < FILTER; i++) {
            bits += Integer.bitCount(words[i]);
        }
        return bits;
    }

    /** Whether a host was connected to, on whatever port; rarely true for one that was not. */
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

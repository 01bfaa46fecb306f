package io.vedette.core.detect.scan;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The services that an initiator has reached: which couples, approximately, and how many on its main ports. */
final class Successes {

    private static final int PORTS = 8;

    /** A Bloom filter with one hash, so that a repeated success earns nothing. */
    private final long[] couples = new long[8];

    /** The same for hosts that data was exchanged with. */
    private final long[] hosts = new long[8];

    private final int[] port = new int[PORTS];
    private final int[] count = new int[PORTS];

    /**
     * Adds a couple by its hash and that of its host.
     *
     * @param connected whether that was a connection: who answers a datagram is not yet somebody the initiator talks with
     * @return whether it is a new one; a few new ones are taken for known, the more the fuller the filter
     */
    boolean add(long couple, long host, int onPort, boolean connected) {
        if (connected) {
            hosts[(int) (host >>> 6) & hosts.length - 1] |= 1L << host;
        }
        int word = (int) (couple >>> 6) & couples.length - 1;
        long bit = 1L << couple;
        if ((couples[word] & bit) != 0) {
            return false;
        }
        couples[word] |= bit;
        int rarest = 0;
        for (int i = 0; i < PORTS; i++) {
            if (count[i] > 0 && port[i] == onPort) {
                count[i]++;
                return true;
            }
            rarest = count[i] < count[rarest] ? i : rarest;
        }
        port[rarest] = onPort;
        count[rarest] = 1;
        return true;
    }

    /** Whether a host was connected to, on whatever port; rarely true for one that was not. */
    boolean reached(long host) {
        return (hosts[(int) (host >>> 6) & hosts.length - 1] & 1L << host) != 0;
    }

    /** Distinct couples with this port, as far as remembered. */
    int on(int onPort) {
        for (int i = 0; i < PORTS; i++) {
            if (count[i] > 0 && port[i] == onPort) {
                return count[i];
            }
        }
        return 0;
    }

    void write(DataOutput out) throws IOException {
        for (int i = 0; i < couples.length; i++) {
            out.writeLong(couples[i]);
            out.writeLong(hosts[i]);
        }
        for (int i = 0; i < PORTS; i++) {
            out.writeInt(port[i]);
            out.writeInt(count[i]);
        }
    }

    void read(DataInput in) throws IOException {
        for (int i = 0; i < couples.length; i++) {
            couples[i] = in.readLong();
            hosts[i] = in.readLong();
        }
        for (int i = 0; i < PORTS; i++) {
            port[i] = in.readInt();
            count[i] = in.readInt();
        }
    }
}

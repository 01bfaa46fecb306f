package io.vedette.core.detect.scan;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.DistinctCounter;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How many different ports were asked for, those of TCP, UDP and all other protocols by themselves: exact where there is room, because
 * there are no more than 65,536 of each. Belongs to one thread.
 *
 * <p>Up to {@link #LISTED} are a small table of at most 4 KiB, more a bit map of 8 KiB for each protocol. Where there is no room, more than
 * {@link #FEW} are estimated.
 */
final class PortCounter {

    /** Counts up to here are exact in any case. */
    static final int FEW = DistinctCounter.EXACT_WITHOUT_ROOM;

    /** Ports in the table, at most. */
    static final int LISTED = 512;

    /** Fixed, so that estimates do not change from run to run. */
    private static final KeyedHash HASH = new KeyedHash(0);

    private static final int FIRST_TABLE = 4;

    /** Fibonacci hashing (Knuth: The Art of Computer Programming 3, section 6.4): 2^32 divided by the golden ratio. */
    private static final int SPREAD = 0x9e37_79b1;

    private static final int SPREAD_SHIFT = 16;
    private static final int PORT_BITS = 16;

    /** TCP, UDP, and all other protocols in one. */
    private static final int MAPS = 3;

    /** Open addressing, at most half full: a number for a port and its protocol, which map and which bit of it, and one more; 0 is none. */
    private int[] table = new int[FIRST_TABLE];

    private int count;
    private long @Nullable [][] maps;
    private @Nullable DistinctCounter estimate;

    private static int key(int port, int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP -> port & 0xffff;
            case IpProtocol.UDP -> 1 << PORT_BITS | port & 0xffff;
            // Where there is no port the protocol is what is probed; what has ports, or types and codes, hardly ever
            // shares a bit.
            default -> 2 << PORT_BITS | (port < 0 ? protocol : 256 + 257 * protocol + port) & 0xffff;
        };
    }

    /**
     * Adds a port.
     *
     * @param port -1 where there is none
     * @param room whether there is room to count exactly
     */
    void add(int port, int protocol, boolean room) {
        add(key(port, protocol), room);
    }

    private void add(int key, boolean room) {
        if (maps != null) {
            addToMap(maps, key, room);
        } else if (estimate != null) {
            estimate.add(hash(key), room);
        } else {
            int at = place(key);
            if (table[at] != 0) {
                return;
            }
            if ((count + 1) * 2 <= table.length) {
                table[at] = key + 1;
                count++;
            } else {
                outgrow(room);
                add(key, room);
            }
        }
    }

    /** Where a key is in the table, or is to be. */
    private int place(int key) {
        int mask = table.length - 1;
        int at = key * SPREAD >>> SPREAD_SHIFT & mask;
        while (table[at] != 0 && table[at] != key + 1) {
            at = at + 1 & mask;
        }
        return at;
    }

    private void outgrow(boolean room) {
        int[] full = table;
        if (!room && count >= FEW) {
            estimate = new DistinctCounter();
            table = new int[0];
        } else if (count == LISTED) {
            maps = new long[MAPS][0];
            table = new int[0];
        } else {
            table = new int[2 * full.length];
        }
        count = 0;
        for (int entry : full) {
            if (entry != 0) {
                add(entry - 1, room);
            }
        }
    }

    private void addToMap(long[][] all, int key, boolean room) {
        int map = key >>> PORT_BITS;
        if (all[map].length == 0) {
            if (!room) {
                estimate(all);
                add(key, false);
                return;
            }
            all[map] = new long[(1 << PORT_BITS) / Long.SIZE];
        }
        int word = (key & 0xffff) / Long.SIZE;
        long bit = 1L << key;
        count += (all[map][word] & bit) == 0 ? 1 : 0;
        all[map][word] |= bit;
    }

    private void estimate(long[][] all) {
        DistinctCounter counter = new DistinctCounter();
        for (int map = 0; map < MAPS; map++) {
            for (int port = 0; port < all[map].length * Long.SIZE; port++) {
                if ((all[map][port / Long.SIZE] & 1L << port) != 0) {
                    counter.add(hash(map << PORT_BITS | port), false);
                }
            }
        }
        estimate = counter;
        maps = null;
        count = 0;
    }

    private static long hash(int key) {
        return HASH.ofBoth(key, 0);
    }

    /** Whether a port was asked for; never true once they are estimated. */
    boolean contains(int port, int protocol) {
        int key = key(port, protocol);
        if (maps != null) {
            long[] map = maps[key >>> PORT_BITS];
            return map.length > 0 && (map[(key & 0xffff) / Long.SIZE] & 1L << key) != 0;
        }
        return estimate != null ? estimate.contains(hash(key)) : table[place(key)] != 0;
    }

    long count() {
        return estimate != null ? estimate.count() : count;
    }

    boolean isExact() {
        return estimate == null || estimate.isExact();
    }

    /** Bytes that it takes because there was room: beyond what it takes at most where there is none. */
    int bytesOfRoom() {
        if (estimate != null) {
            return estimate.bytesOfRoom();
        }
        int bytes = table.length * Integer.BYTES;
        for (int map = 0; maps != null && map < MAPS; map++) {
            bytes += maps[map].length * Long.BYTES;
        }
        return Math.max(0, bytes - 2 * FEW * Integer.BYTES);
    }

    /** Writes the counter, at most 25 KiB. */
    void write(DataOutput out) throws IOException {
        out.writeBoolean(estimate != null);
        if (estimate != null) {
            estimate.write(out);
            return;
        }
        out.writeBoolean(maps != null);
        if (maps == null) {
            out.writeShort(count);
            for (int entry : table) {
                if (entry != 0) {
                    out.writeInt(entry - 1);
                }
            }
            return;
        }
        for (long[] map : maps) {
            out.writeBoolean(map.length > 0);
            for (long word : map) {
                out.writeLong(word);
            }
        }
    }

    /**
     * Reads what {@link #write} wrote into a new counter.
     *
     * @throws IOException if no counter can have written it
     */
    void read(DataInput in) throws IOException {
        if (in.readBoolean()) {
            estimate = new DistinctCounter();
            estimate.read(in);
        } else if (in.readBoolean()) {
            maps = new long[MAPS][0];
            for (int map = 0; map < MAPS; map++) {
                maps[map] = in.readBoolean() ? readMap(in) : maps[map];
            }
        } else {
            int listed = ScanStateCodec.check(in.readUnsignedShort(), LISTED, "ports");
            for (int i = 0; i < listed; i++) {
                add(ScanStateCodec.check(in.readInt(), (MAPS << PORT_BITS) - 1, "port"), true);
            }
        }
    }

    private long[] readMap(DataInput in) throws IOException {
        long[] map = new long[(1 << PORT_BITS) / Long.SIZE];
        for (int word = 0; word < map.length; word++) {
            map[word] = in.readLong();
            count += Long.bitCount(map[word]);
        }
        return map;
    }
}

package io.vedette.core.detect.scan;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.sketch.DistinctCounter;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many different ports were asked for, those of TCP, UDP and all other protocols by themselves: exact where there is room, because
 * there are no more than 65,536 of each. Belongs to one thread.
 *
 * <p>Up to {@link #FEW} are a list, more a bit map of 8 KiB for each protocol. Where there is no room for that, they are estimated.
 */
final class PortCounter {

    /** Ports in the list, at most. */
    static final int FEW = DistinctCounter.EXACT_WITHOUT_ROOM;

    /** Fixed, so that estimates do not change from run to run. */
    private static final KeyedHash HASH = new KeyedHash(0);

    private static final int FIRST_LIST = 2;
    private static final int PORT_BITS = 16;

    /** TCP, UDP, and all other protocols in one. */
    private static final int MAPS = 3;

    /** A port and its protocol are one number: which map, and which bit of it. */
    private int[] list = new int[FIRST_LIST];

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
            addToMap(maps, key);
        } else if (estimate != null) {
            estimate.add(hash(key), room);
        } else if (!isListed(key)) {
            if (count < FEW) {
                list = count < list.length ? list : Arrays.copyOf(list, 2 * count);
                list[count++] = key;
            } else {
                outgrow(room);
                add(key, room);
            }
        }
    }

    private boolean isListed(int key) {
        for (int i = 0; i < count; i++) {
            if (list[i] == key) {
                return true;
            }
        }
        return false;
    }

    private void outgrow(boolean room) {
        int[] keys = list;
        list = new int[0];
        count = 0;
        if (room) {
            maps = new long[MAPS][0];
        } else {
            estimate = new DistinctCounter();
        }
        for (int key : keys) {
            add(key, room);
        }
    }

    private void addToMap(long[][] all, int key) {
        int map = key >>> PORT_BITS;
        if (all[map].length == 0) {
            all[map] = new long[(1 << PORT_BITS) / Long.SIZE];
        }
        int word = (key & 0xffff) / Long.SIZE;
        long bit = 1L << key;
        count += (all[map][word] & bit) == 0 ? 1 : 0;
        all[map][word] |= bit;
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
        return estimate != null ? estimate.contains(hash(key)) : isListed(key);
    }

    long count() {
        return estimate != null ? estimate.count() : count;
    }

    boolean isExact() {
        return estimate == null || estimate.isExact();
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
            out.writeByte(count);
            for (int i = 0; i < count; i++) {
                out.writeInt(list[i]);
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
            int listed = ScanStateCodec.check(in.readUnsignedByte(), FEW, "ports");
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

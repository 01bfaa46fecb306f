package io.vedette.collector.alert.spool;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The cursor of a spool: which sequence numbers are settled. All below {@link #base} are; above it, ranges, because groups
 * of alerts are delivered in another order than they came in.
 *
 * <p>The file has all ranges, 16 bytes each: what it left out would be delivered a second time after a restart or, if its segment
 * is deleted, count as lost. Between two ranges an alert waits in the spool, so they are bounded by its size: a fortieth of it.
 */
final class SettledSet {

    private static final int MAGIC = 0x5653_4331; // "VSC1"
    private static final int HEADER = 24;

    private long base;
    private long next;
    /** From the first to before the last: disjoint, not touching, all above the base. */
    private final TreeMap<Long, Long> ranges = new TreeMap<>();

    SettledSet(long base) {
        this.base = base;
        next = base;
    }

    /** The first sequence number that is not settled. */
    long base() {
        return base;
    }

    /** The first sequence number that was never given out when the file was written. */
    long next() {
        return next;
    }

    boolean contains(long sequence) {
        if (sequence < base) {
            return true;
        }
        Map.Entry<Long, Long> range = ranges.floorEntry(sequence);
        return range != null && sequence < range.getValue();
    }

    void add(long sequence) {
        add(sequence, sequence + 1);
    }

    /** Adds the numbers from {@code from} to before {@code to}. */
    void add(long from, long to) {
        long first = Math.max(from, base);
        long end = to;
        if (end <= first) {
            return;
        }
        Map.Entry<Long, Long> before = ranges.floorEntry(first);
        if (before != null && before.getValue() >= first) {
            first = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Long, Long> behind;
        while ((behind = ranges.ceilingEntry(first)) != null && behind.getKey() <= end) {
            end = Math.max(end, behind.getValue());
            ranges.remove(behind.getKey());
        }
        if (first == base) {
            base = end;
        } else {
            ranges.put(first, end);
        }
    }

    /** Adds what {@code other} has above its base. */
    void addRangesOf(SettledSet other) {
        other.ranges.forEach(this::add);
    }

    /** How many numbers from the base to before {@code end} are not settled. */
    long gaps(long end) {
        long gaps = Math.max(0, end - base);
        for (Map.Entry<Long, Long> range : ranges.headMap(end).entrySet()) {
            gaps -= Math.min(end, range.getValue()) - range.getKey();
        }
        return gaps;
    }

    byte[] encode(long nextSequence) {
        int count = ranges.size();
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + 16 * count + 4);
        bytes.putInt(MAGIC).putInt(count).putLong(base).putLong(nextSequence);
        ranges.forEach((from, to) -> bytes.putLong(from).putLong(to));
        bytes.putInt(checksum(bytes.array(), bytes.position()));
        return bytes.array();
    }

    /** The set in a file; null if the file is damaged. */
    static @Nullable SettledSet decode(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file);
        if (file.length < HEADER + 4
                || bytes.getInt(0) != MAGIC
                || bytes.getInt(file.length - 4) != checksum(file, file.length - 4)) {
            return null;
        }
        SettledSet set = new SettledSet(bytes.getLong(8));
        set.next = bytes.getLong(16);
        for (int at = HEADER; at + 16 <= file.length - 4; at += 16) {
            set.add(bytes.getLong(at), bytes.getLong(at + 8));
        }
        return set;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}

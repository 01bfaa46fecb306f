package io.vedette.core.detect.victim;

import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * How many packets came to nothing at each target within about a minute: never too few, seldom too many.
 *
 * <p>A count-min sketch (Cormode, Muthukrishnan: An Improved Data Stream Summary, Journal of Algorithms 55, 2005) with two
 * rows, in two halves of {@value #HALF_MILLIS} ms of which the older one is dropped. Sums can be joined: what is hot does not
 * depend on how contacts were spread over shards. Belongs to one thread.
 */
final class Heat {

    static final long HALF_MILLIS = 30_000;

    private static final int ROW_BITS = 17;
    private static final int ROW = 1 << ROW_BITS;

    /** Packets are counted up to this in each half. */
    static final int MAX = 0xffff;

    private static final int BEFORE_SHIFT = Short.SIZE;

    /** Not secret: who makes targets look hot by choosing them has them watched, no more, and that is bounded. */
    private static final KeyedHash TARGETS = new KeyedHash(5);

    /** For each cell the count of the newer half in the lower 16 bits, that of the older one in the upper. */
    private final int[] cells = new int[2 * ROW];

    private boolean nowUsed;
    private boolean beforeUsed;
    private long beganMillis = Long.MIN_VALUE;

    /** A hash of a target, of which each kind of contact takes other bits for its {@link #keyOf}. */
    static long hashOf(long high, long low) {
        return TARGETS.ofEnd(high, low, 0);
    }

    /** The key of a target with this {@link #hashOf} for {@link #add} and {@link #of}. */
    static int keyOf(Tally.Kind kind, long hash) {
        return (int) (hash >>> kind.ordinal() * Byte.SIZE);
    }

    void add(int key, int packets) {
        nowUsed = true;
        addTo(one(key), packets);
        addTo(other(key), packets);
    }

    private static int one(int key) {
        return key & ROW - 1;
    }

    private static int other(int key) {
        return ROW + (key >>> Integer.SIZE - ROW_BITS);
    }

    private void addTo(int at, int packets) {
        cells[at] += Math.min(packets, MAX - now(at));
    }

    private int now(int at) {
        return cells[at] & MAX;
    }

    private int before(int at) {
        return cells[at] >>> BEFORE_SHIFT;
    }

    private int sum(int at) {
        return now(at) + before(at);
    }

    /** Packets of a target within the last 30 to 60 seconds. */
    int of(int key) {
        return Math.min(sum(one(key)), sum(other(key)));
    }

    /** Whether {@link #of} is at least {@code packets}: for most of those that are not, one look will do. */
    boolean isAtLeast(int key, int packets) {
        return sum(one(key)) >= packets && sum(other(key)) >= packets;
    }

    void addAll(Heat more) {
        for (int i = 0; more.nowUsed && i < cells.length; i++) {
            addTo(i, more.now(i));
        }
        nowUsed |= more.nowUsed;
    }

    /** Drops what is too old. */
    void advanceTo(long millis) {
        if (beganMillis != Long.MIN_VALUE && millis - beganMillis < HALF_MILLIS) {
            return;
        }
        boolean next = beganMillis != Long.MIN_VALUE && millis - beganMillis < 2 * HALF_MILLIS;
        beganMillis = millis;
        for (int i = 0; (nowUsed || beforeUsed) && i < cells.length; i++) {
            cells[i] = next ? cells[i] << BEFORE_SHIFT : 0;
        }
        beforeUsed = next && nowUsed;
        nowUsed = false;
    }

    /** Writes counts in seven bits a byte, the least significant first, and runs of zeros as a zero and their length. */
    void write(DataOutput out) throws IOException {
        out.writeLong(beganMillis);
        writeHalf(nowUsed, 0, out);
        writeHalf(beforeUsed, BEFORE_SHIFT, out);
    }

    private void writeHalf(boolean used, int shift, DataOutput out) throws IOException {
        int zeros = 0;
        for (int i = 0; used && i < cells.length; i++) {
            int count = cells[i] >>> shift & MAX;
            if (count == 0) {
                zeros++;
                continue;
            }
            writeZeros(zeros, out);
            zeros = 0;
            writeNumber(count, out);
        }
        writeZeros(used ? zeros : cells.length, out);
    }

    private static void writeZeros(int zeros, DataOutput out) throws IOException {
        if (zeros > 0) {
            out.writeByte(0);
            writeNumber(zeros, out);
        }
    }

    private static void writeNumber(int number, DataOutput out) throws IOException {
        int left = number;
        while (left > 0x7f) {
            out.writeByte(left & 0x7f | 0x80);
            left >>>= 7;
        }
        out.writeByte(left);
    }

    static Heat read(DataInput in) throws IOException {
        Heat heat = new Heat();
        heat.beganMillis = in.readLong();
        heat.nowUsed = heat.readHalf(0, in);
        heat.beforeUsed = heat.readHalf(BEFORE_SHIFT, in);
        return heat;
    }

    private boolean readHalf(int shift, DataInput in) throws IOException {
        boolean used = false;
        int at = 0;
        while (at < cells.length) {
            int count = readNumber(in);
            if (count == 0) {
                at += TargetCodec.check(readNumber(in), cells.length - at, "zeros");
            } else {
                cells[at++] |= TargetCodec.check(count, MAX, "packets") << shift;
                used = true;
            }
        }
        return used;
    }

    private static int readNumber(DataInput in) throws IOException {
        int number = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int bits = in.readUnsignedByte();
            number |= (bits & 0x7f) << shift;
            if (bits < 0x80) {
                return TargetCodec.check(number, Integer.MAX_VALUE, "number");
            }
        }
        throw new IOException("number of more than 32 bits");
    }

    /** Forgets everything. */
    void clear() {
        if (nowUsed || beforeUsed) {
            Arrays.fill(cells, 0);
        }
        nowUsed = false;
        beforeUsed = false;
    }
}

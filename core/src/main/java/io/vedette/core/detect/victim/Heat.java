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

    private static final int ROW = 1 << 16;
    private static final int MAX = 1 << 29;

    /** Not secret: who makes targets look hot by choosing them has them watched, no more, and that is bounded. */
    private static final KeyedHash TARGETS = new KeyedHash(5);

    private static final int[] NOTHING = {};

    private int[] now = new int[2 * ROW];
    private int[] before = new int[2 * ROW];
    private boolean nowUsed;
    private boolean beforeUsed;
    private long beganMillis = Long.MIN_VALUE;

    /** The key of a target for {@link #add} and {@link #of}. */
    static int keyOf(Tally.Kind kind, long high, long low) {
        return (int) TARGETS.ofEnd(high, low, kind.ordinal());
    }

    void add(int key, int packets) {
        nowUsed = true;
        add(now, key & ROW - 1, packets);
        add(now, ROW + (key >>> 16), packets);
    }

    private static void add(int[] cells, int at, int packets) {
        cells[at] = (int) Math.min(MAX, (long) cells[at] + packets);
    }

    /** Packets of a target within the last 30 to 60 seconds. */
    int of(int key) {
        int one = key & ROW - 1;
        int other = ROW + (key >>> 16);
        return Math.min(now[one] + before[one], now[other] + before[other]);
    }

    void addAll(Heat other) {
        for (int i = 0; other.nowUsed && i < now.length; i++) {
            add(now, i, other.now[i]);
        }
        nowUsed |= other.nowUsed;
    }

    /** Drops what is too old. */
    void advanceTo(long millis) {
        if (beganMillis != Long.MIN_VALUE && millis - beganMillis < HALF_MILLIS) {
            return;
        }
        boolean next = beganMillis != Long.MIN_VALUE && millis - beganMillis < 2 * HALF_MILLIS;
        beganMillis = millis;
        int[] old = before;
        before = now;
        now = old;
        if (beforeUsed) {
            Arrays.fill(now, 0);
        }
        beforeUsed = nowUsed;
        nowUsed = false;
        if (!next && beforeUsed) {
            Arrays.fill(before, 0);
            beforeUsed = false;
        }
    }

    /** Writes counts in seven bits a byte, the least significant first, and runs of zeros as a zero and their length. */
    void write(DataOutput out) throws IOException {
        out.writeLong(beganMillis);
        for (int[] half : new int[][] {nowUsed ? now : NOTHING, beforeUsed ? before : NOTHING}) {
            int zeros = 0;
            for (int count : half) {
                if (count == 0) {
                    zeros++;
                    continue;
                }
                writeZeros(zeros, out);
                zeros = 0;
                writeNumber(count, out);
            }
            writeZeros(half.length == 0 ? 2 * ROW : zeros, out);
        }
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
        heat.nowUsed = readHalf(heat.now, in);
        heat.beforeUsed = readHalf(heat.before, in);
        return heat;
    }

    private static boolean readHalf(int[] half, DataInput in) throws IOException {
        boolean used = false;
        int at = 0;
        while (at < half.length) {
            int count = readNumber(in);
            if (count == 0) {
                at += TargetCodec.check(readNumber(in), half.length - at, "zeros");
            } else {
                half[at++] = TargetCodec.check(count, MAX, "packets");
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
        if (nowUsed) {
            Arrays.fill(now, 0);
        }
        if (beforeUsed) {
            Arrays.fill(before, 0);
        }
        nowUsed = false;
        beforeUsed = false;
    }
}

package io.vedette.core.detect.scan;

import io.vedette.core.flow.TcpFlags;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Couples by the TCP flags that the initiator sent to them: the first few sets by themselves. */
final class FlagTally {

    static final int SETS = 8;

    private static final int COUNT_BITS = 48;
    private static final long COUNT = (1L << COUNT_BITS) - 1;

    /** The flags in the upper 16 bits, how often they were sent in the others; 0 where there are none. Most incidents have one set. */
    private long[] sets = new long[1];

    void add(int sent, int couples) {
        int size = size();
        for (int i = 0; i < size; i++) {
            if (flags(i) == sent) {
                sets[i] += couples;
                return;
            }
        }
        if (size < SETS) {
            sets = size < sets.length ? sets : Arrays.copyOf(sets, 2 * size);
            sets[size] = (long) sent << COUNT_BITS | couples;
        }
    }

    private int size() {
        int size = 0;
        while (size < sets.length && sets[size] != 0) {
            size++;
        }
        return size;
    }

    private int flags(int set) {
        return (int) (sets[set] >>> COUNT_BITS);
    }

    private long count(int set) {
        return sets[set] & COUNT;
    }

    /**
     * The sets in letters, most frequent first.
     *
     * @param scale by which all counts are multiplied
     */
    Map<String, Long> byFrequency(double scale) {
        Map<String, Long> sorted = new LinkedHashMap<>();
        IntStream.range(0, size())
                .boxed()
                .sorted((a, b) -> Long.compare(count(b), count(a)))
                .forEach(i -> sorted.put(TcpFlags.toText(flags(i)), Math.round(count(i) * scale)));
        return sorted;
    }

    void write(DataOutput out) throws IOException {
        int size = size();
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(sets[i]);
        }
    }

    void read(DataInput in) throws IOException {
        int size = ScanStateCodec.check(in.readUnsignedByte(), SETS, "sets of flags");
        sets = new long[Math.max(1, size)];
        for (int i = 0; i < size; i++) {
            sets[i] = in.readLong();
        }
    }
}

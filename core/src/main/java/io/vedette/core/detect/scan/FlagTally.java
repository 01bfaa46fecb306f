package io.vedette.core.detect.scan;

import io.vedette.core.flow.TcpFlags;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Couples by the TCP flags that the initiator sent to them: the first few sets by themselves. */
final class FlagTally {

    static final int SETS = 8;

    private final int[] flags = new int[SETS];
    private final long[] counts = new long[SETS];
    private int size;

    void add(int sent) {
        for (int i = 0; i < size; i++) {
            if (flags[i] == sent) {
                counts[i]++;
                return;
            }
        }
        if (size < SETS) {
            flags[size] = sent;
            counts[size++] = 1;
        }
    }

    /** The sets in letters, most frequent first. */
    Map<String, Long> byFrequency() {
        Map<String, Long> sorted = new LinkedHashMap<>();
        IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> Long.compare(counts[b], counts[a]))
                .forEach(i -> sorted.put(TcpFlags.toText(flags[i]), counts[i]));
        return sorted;
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeInt(flags[i]);
            out.writeLong(counts[i]);
        }
    }

    void read(DataInput in) throws IOException {
        size = ScanStateCodec.check(in.readUnsignedByte(), SETS, "sets of flags");
        for (int i = 0; i < size; i++) {
            flags[i] = in.readInt();
            counts[i] = in.readLong();
        }
    }
}

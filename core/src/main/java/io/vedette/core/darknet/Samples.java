package io.vedette.core.darknet;

import io.vedette.core.darknet.Marks.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A random choice of the frames of each event: Algorithm R (Vitter: Random Sampling with a Reservoir, 1985).
 *
 * <p>Choosing begins with the packet that could make an event reach its least number of destinations. The random numbers are a
 * hash of seed, event and position, so that the choice does not depend on what else arrives, nor on where an input is split
 * into runs. Belongs to one thread.
 */
final class Samples {

    static final int NONE = -1;

    private static final long GOLDEN = 0x9e37_79b9_7f4a_7c15L;
    private static final int OVERHEAD = 24;

    private final int wanted;
    private final int firstIndex;
    private final long seed;
    private final long maxBytes;
    private final DarknetCounts counts;
    private long bytes;

    Samples(DarknetSettings settings, DarknetCounts counts) {
        this.wanted = settings.samples();
        this.firstIndex = settings.uniques() - 1;
        this.seed = settings.seed();
        this.maxBytes = settings.maxSampleBytes();
        this.counts = counts;
    }

    /**
     * Which place the frame of a packet gets among the samples of its event; {@link #NONE} for most. To be asked before
     * anything of the samples is looked at.
     *
     * @param index of the packet in its event, from 0
     * @param random what {@link #random} says of the event
     */
    int slot(long index, long random) {
        long position = index - firstIndex;
        if (position < wanted) {
            return position < 0 ? NONE : (int) position;
        }
        // From 0 to position, both included, each equally likely up to 2^-64.
        long slot = Math.multiplyHigh(mix(random + position * GOLDEN) >>> 1, position + 1 << 1);
        return slot < wanted ? (int) slot : NONE;
    }

    /**
     * Puts the frame of a packet into its place.
     *
     * @param held what this returned for the packet before it, or null
     */
    @Nullable
    Object put(@Nullable Object held, int slot, DarknetBatch batch, int row) {
        byte[][] frames = held == null ? new byte[1][] : (byte[][]) held;
        int length = batch.frameLength(row);
        byte[] old = slot < frames.length ? frames[slot] : null;
        long growth = length - (old == null ? -OVERHEAD : old.length - 1);
        if (growth > 0 && bytes + growth > maxBytes) {
            counts.samplesLeftOut.increment();
            return held;
        }
        bytes += length + (old == null ? OVERHEAD : 1 - old.length);
        if (slot >= frames.length) {
            frames = Arrays.copyOf(frames, slot + 1);
        }
        // The frame, and in one byte more where its IPv4 header begins.
        byte[] copy = old != null && old.length == length + 1 ? old : new byte[length + 1];
        System.arraycopy(batch.bytes(), batch.frame(row), copy, 0, length);
        copy[length] = (byte) (batch.ip(row) - batch.frame(row));
        frames[slot] = copy;
        return frames;
    }

    /** Reads what {@link #put} will look at. */
    static long touch(@Nullable Object held, int slot) {
        byte[][] frames = (byte[][]) held;
        if (frames == null || slot >= frames.length) {
            return 0;
        }
        byte[] frame = frames[slot];
        return frame == null ? 0 : frame.length;
    }

    /** Where the random numbers of an event begin. */
    long random(long key, long firstNanos) {
        return mix(mix(mix(seed + GOLDEN) ^ key) + firstNanos);
    }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }

    /** Takes samples into account that were chosen elsewhere. */
    void adopt(byte[][] frames) {
        bytes += size(frames);
    }

    void release(@Nullable Object held) {
        if (held != null) {
            bytes -= size((byte[][]) held);
        }
    }

    private static long size(byte[][] frames) {
        long size = 0;
        for (byte @Nullable [] frame : frames) {
            size += frame == null ? 0 : frame.length - 1 + OVERHEAD;
        }
        return size;
    }

    static List<Sample> list(@Nullable Object held) {
        List<Sample> list = new ArrayList<>();
        if (held != null) {
            for (byte @Nullable [] frame : (byte[][]) held) {
                if (frame != null) {
                    list.add(new Sample(Arrays.copyOf(frame, frame.length - 1), frame[frame.length - 1] & 0xff));
                }
            }
        }
        return list;
    }

    /** The frames of samples. */
    static List<byte[]> frames(List<Sample> samples) {
        byte[][] frames = new byte[samples.size()][];
        for (int i = 0; i < frames.length; i++) {
            frames[i] = samples.get(i).frame();
        }
        return List.of(frames);
    }
}

package io.vedette.collector.shard;

import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.scan.ScanStateCodec;
import io.vedette.core.detect.victim.TargetCodec;
import io.vedette.core.detect.victim.TargetJudge;
import io.vedette.core.detect.victim.TargetSide;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run remembered, read and not yet given to any shard.
 *
 * @param seed of the hashes of that run, under which its UDP couples mean something
 * @param judging by which settings it judged; of others, only what concerns UDP cannot be used
 * @param population series and sums of UDP, as {@code UdpTicks} wrote them
 * @param targets what was known of targets
 * @param couples UDP couples for each of its shards; an empty array where they did not fit
 */
record SavedShards(
        long seed,
        String judging,
        byte[] population,
        TargetJudge.Saved targets,
        List<Source> sources,
        List<byte[]> couples) {

    /** Of the states of sources and of targets. */
    private static final int LAYOUT = 31 * ScanStateCodec.LAYOUT + TargetCodec.LAYOUT;

    /**
     * A source.
     *
     * @param probed what it has tried, to be compared with others; null if nothing is known
     */
    record Source(ScanState state, TargetSide.@Nullable Remembered probed) {}

    /** Ten windows of two numbers, and two histograms, see {@code UdpBaseline}. */
    private static final int MAX_POPULATION = 16 << 10;

    private static final int MAX_SHARDS = 256;

    static byte[] head(long seed, String judging, int shards) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(LAYOUT);
            out.writeLong(seed);
            out.writeUTF(judging);
            out.writeShort(shards);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory", e);
        }
        return bytes.toByteArray();
    }

    /** @throws IOException if this program cannot have written it, or only a version of it with other states */
    static SavedShards read(byte[] bytes) throws IOException {
        ByteArrayInputStream left = new ByteArrayInputStream(bytes);
        DataInputStream in = new DataInputStream(left);
        long seed = readSeed(in);
        String judging = in.readUTF();
        int shards = in.readUnsignedShort();
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IOException(shards + " shards");
        }
        byte[] population = block(in, in.readUnsignedShort(), MAX_POPULATION);
        TargetJudge.Saved targets = TargetJudge.Saved.read(in);
        List<Source> sources = new ArrayList<>();
        List<byte[]> couples = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            int length = check(in.readInt(), left.available());
            int from = bytes.length - left.available();
            in.skipNBytes(length);
            // Not copied: it is nearly all that there is.
            couples.add(readPart(new ByteArrayInputStream(bytes, from, length), sources));
        }
        if (in.read() >= 0) {
            throw new IOException("it is longer than it says");
        }
        return new SavedShards(seed, judging, population, targets, sources, couples);
    }

    /** The seed of a checkpoint, of which nothing else is read. */
    static long seedOf(byte[] bytes) throws IOException {
        return readSeed(new DataInputStream(new ByteArrayInputStream(bytes)));
    }

    private static long readSeed(DataInputStream in) throws IOException {
        if (in.readInt() != LAYOUT) {
            throw new IOException("it is of another version");
        }
        return in.readLong();
    }

    private static byte[] readPart(ByteArrayInputStream part, List<Source> sources) throws IOException {
        DataInputStream in = new DataInputStream(part);
        byte[] couples = new byte[0];
        for (int tag = in.readByte(); tag != ShardCapture.END; tag = in.readByte()) {
            switch (tag) {
                case ShardCapture.SCAN_STATE -> sources.add(new Source(ScanStateCodec.read(in), null));
                case ShardCapture.PROBED -> addProbed(sources, TargetSide.Remembered.read(in));
                case ShardCapture.UDP_COUPLES -> couples = block(in, in.readInt(), part.available());
                default -> throw new IOException("tag " + tag);
            }
        }
        return couples;
    }

    /** What belongs to the source before it. */
    private static void addProbed(List<Source> sources, TargetSide.Remembered probed) throws IOException {
        int last = sources.size() - 1;
        if (last < 0) {
            throw new IOException("what was probed, before any source");
        }
        sources.set(last, new Source(sources.get(last).state(), probed));
    }

    private static byte[] block(DataInputStream in, int length, int most) throws IOException {
        byte[] block = new byte[check(length, most)];
        in.readFully(block);
        return block;
    }

    private static int check(int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("block of " + length + " bytes, expected 0 to " + most);
        }
        return length;
    }
}

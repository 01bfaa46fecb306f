package io.vedette.collector.shard;

import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.scan.ScanStateCodec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an earlier run remembered, read and not yet given to any shard.
 *
 * @param seed of the hashes of that run, under which its UDP couples mean something
 * @param judging by which settings it judged; of others, nothing but {@code states} can be used
 * @param population series and sums of UDP, as {@code UdpTicks} wrote them
 * @param states one for each source
 * @param couples UDP couples for each of its shards; an empty array where they did not fit
 */
record SavedShards(long seed, String judging, byte[] population, List<ScanState> states, List<byte[]> couples) {

    /** Ten windows of two numbers, and two histograms, see {@code UdpBaseline}. */
    private static final int MAX_POPULATION = 16 << 10;

    private static final int MAX_SHARDS = 256;

    static byte[] head(long seed, String judging, int shards) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(ScanStateCodec.LAYOUT);
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
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        if (in.readInt() != ScanStateCodec.LAYOUT) {
            throw new IOException("it is of another version");
        }
        long seed = in.readLong();
        String judging = in.readUTF();
        int shards = in.readUnsignedShort();
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new IOException(shards + " shards");
        }
        byte[] population = block(in, in.readUnsignedShort(), MAX_POPULATION);
        List<ScanState> states = new ArrayList<>();
        List<byte[]> couples = new ArrayList<>();
        for (int shard = 0; shard < shards; shard++) {
            byte[] part = block(in, in.readInt(), bytes.length);
            couples.add(readPart(new DataInputStream(new ByteArrayInputStream(part)), part.length, states));
        }
        if (in.read() >= 0) {
            throw new IOException("it is longer than it says");
        }
        return new SavedShards(seed, judging, population, states, couples);
    }

    private static byte[] readPart(DataInputStream in, int length, List<ScanState> states) throws IOException {
        byte[] couples = new byte[0];
        for (int tag = in.readByte(); tag != ShardCapture.END; tag = in.readByte()) {
            switch (tag) {
                case ShardCapture.SCAN_STATE -> states.add(ScanStateCodec.read(in));
                case ShardCapture.UDP_COUPLES -> couples = block(in, in.readInt(), length);
                default -> throw new IOException("tag " + tag);
            }
        }
        return couples;
    }

    private static byte[] block(DataInputStream in, int length, int most) throws IOException {
        if (length < 0 || length > most) {
            throw new IOException("block of " + length + " bytes, expected 0 to " + most);
        }
        byte[] block = new byte[length];
        in.readFully(block);
        return block;
    }
}

package io.vedette.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/**
 * A pcap file of SYNs in frames of 60 bytes, 100,000 of them a second, no two to the same target from the same source: what a
 * fast scan of a dark network looks like, and the worst case for anything that remembers.
 */
final class SyntheticSyns {

    static final int FILE_HEADER_BYTES = 24;
    static final int RECORD_BYTES = 16 + 60;

    static final int MAX_SOURCES = 1 << 24;

    private static final int PER_SECOND = 100_000;

    private SyntheticSyns() {}

    /** A whole file. */
    static byte[] pcap(int count, long seed) {
        return ByteBuffer.allocate(FILE_HEADER_BYTES + count * RECORD_BYTES)
                .put(header())
                .put(records(0, count, seed, MAX_SOURCES))
                .array();
    }

    static byte[] header() {
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        header.putLong(0).putInt(65_535).putInt(1);
        return header.array();
    }

    /**
     * The records of {@code count} packets from the one with number {@code first} on.
     *
     * @param sources that take turns, up to 2^24: the fewer, the more of them are seen to scan
     */
    static byte[] records(long first, int count, long seed, int sources) {
        Random random = new Random(seed);
        ByteBuffer file = ByteBuffer.allocate(count * RECORD_BYTES);
        for (long i = first; i < first + count; i++) {
            file.order(ByteOrder.LITTLE_ENDIAN);
            file.putInt(1_795_176_000 + (int) (i / PER_SECOND));
            file.putInt((int) (i % PER_SECOND) * (1_000_000 / PER_SECOND));
            file.putInt(60).putInt(60);
            file.order(ByteOrder.BIG_ENDIAN);
            file.putLong(0).putInt(0).putShort((short) 0x0800);
            file.putInt(0x4500_0028).putInt(random.nextInt() & 0xffff_0000);
            file.putInt(0x4006_0000);
            file.putInt(0x0a00_0000 | (int) (i % sources)).putInt(0xc612_0000 | random.nextInt() & 0xffff);
            file.putInt(random.nextInt()).putInt(random.nextInt()).putInt(0);
            file.putInt(0x5002_0400).putInt(0);
            file.putInt(0).putShort((short) 0);
        }
        return file.array();
    }

    /** A file in which each of so many sources sends one SYN: to any host, on a port that follows from the number of its couple. */
    static byte[] round(long second, int sources, int couple) {
        Random random = new Random(couple);
        ByteBuffer file = ByteBuffer.allocate(FILE_HEADER_BYTES + sources * RECORD_BYTES);
        file.put(header());
        for (int i = 0; i < sources; i++) {
            record(file, second, 0x0a00_0000 + i, 0x5000_0000 + random.nextInt(1 << 28), 1000 + couple, random);
        }
        return file.array();
    }

    private static void record(ByteBuffer file, long second, int source, int target, int port, Random random) {
        file.order(ByteOrder.LITTLE_ENDIAN);
        file.putInt((int) second).putInt(0).putInt(60).putInt(60);
        file.order(ByteOrder.BIG_ENDIAN);
        file.putLong(0).putInt(0).putShort((short) 0x0800);
        file.putInt(0x4500_0028).putInt(random.nextInt() & 0xffff_0000).putInt(0x4006_0000);
        file.putInt(source)
                .putInt(target)
                .putShort((short) (32_768 + random.nextInt(28_000)))
                .putShort((short) port);
        file.putInt(random.nextInt()).putInt(0).putInt(0x5002_0400).putInt(0);
        file.putInt(0).putShort((short) 0);
    }
}

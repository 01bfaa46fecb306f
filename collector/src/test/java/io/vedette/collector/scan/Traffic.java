package io.vedette.collector.scan;

import com.github.luben.zstd.Zstd;
import io.vedette.collector.file.CaptureReader;
import io.vedette.core.capture.CaptureCounts;
import io.vedette.core.capture.FrameBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Ethernet frames with their times, from a capture or generated, and the files that can be made of them.
 *
 * <p>Times of generated frames are whole microseconds.
 */
record Traffic(List<Frame> frames) {

    private static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final long MILLI = 1_000_000;
    private static final int SYN = 2;
    private static final int RST_ACK = 20;
    private static final int SYN_ACK = 18;
    private static final int ACK = 16;
    private static final int PSH_ACK = 24;
    private static final int FIN_ACK = 17;

    /** @param wireLength of the frame before it was cut */
    record Frame(long nanos, byte[] bytes, int wireLength) {

        Frame snapped(int length) {
            return new Frame(nanos, Arrays.copyOf(bytes, Math.min(length, bytes.length)), wireLength);
        }

        Frame at(long newNanos) {
            return new Frame(newNanos, bytes, wireLength);
        }
    }

    /** What is in a capture of Ethernet. */
    static Traffic of(Path file) {
        List<Frame> frames = new ArrayList<>();
        FrameBatch batch = new FrameBatch(100);
        try (CaptureReader reader = CaptureReader.open(file, new CaptureCounts())) {
            while (reader.read(batch)) {
                for (int row = 0; row < batch.size(); row++) {
                    int from = batch.offset(row);
                    byte[] bytes = Arrays.copyOfRange(batch.bytes(), from, from + batch.capturedLength(row));
                    frames.add(new Frame(batch.timeNanos(row), bytes, batch.wireLength(row)));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Traffic(frames);
    }

    /**
     * Half an hour of clients that talk with servers, now and then in vain, and of scanners that come and go: sweeps, port
     * scans, over TCP and UDP, fast and slow, answered, refused and met with silence.
     */
    static Traffic generated(long seed) {
        Random random = new Random(seed);
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            clientTalks(random, frames, random.nextInt(1_800_000), 20_000 + i);
        }
        for (int scanner = 1; scanner <= 6; scanner++) {
            int attacker = 0xcb00_7100 | scanner;
            long start = random.nextInt(900_000);
            int pause = 1 << random.nextInt(11);
            boolean sweep = random.nextBoolean();
            // One at most: with more, what is usual over UDP hangs on the minute in which their couples are counted,
            // and flow
            // records come later than packets.
            boolean udp = scanner == 1 && random.nextBoolean();
            int probes = 25 + random.nextInt(100);
            for (int probe = 0; probe < probes; probe++) {
                int target = 0xc612_0100 | (sweep ? probe + 1 : 9);
                int port = sweep ? 445 : 1 + probe;
                probe(random, frames, start + (long) probe * pause, attacker, 40_000 + probe, target, port, udp);
            }
        }
        frames.sort(Comparator.comparingLong(Frame::nanos));
        return new Traffic(frames);
    }

    private static void clientTalks(Random random, List<Frame> frames, long millis, int clientPort) {
        int client = 0x0a01_0001 + random.nextInt(20);
        int server = 0x0a02_0001 + random.nextInt(5);
        if (random.nextInt(3) == 0) {
            frames.add(frame(millis, client, clientPort, server, 53, 17, 0, 30));
            frames.add(frame(millis + 5, server, 53, client, clientPort, 17, 0, 200));
            return;
        }
        frames.add(frame(millis, client, clientPort, server, 443, 6, SYN, 0));
        if (random.nextInt(30) == 0) {
            frames.add(frame(millis + 1000, client, clientPort, server, 443, 6, SYN, 0));
            return;
        }
        frames.add(frame(millis + 2, server, 443, client, clientPort, 6, SYN_ACK, 0));
        frames.add(frame(millis + 3, client, clientPort, server, 443, 6, ACK, 0));
        frames.add(frame(millis + 4, client, clientPort, server, 443, 6, PSH_ACK, 300));
        frames.add(frame(millis + 9, server, 443, client, clientPort, 6, PSH_ACK, 1200));
        frames.add(frame(millis + 20, client, clientPort, server, 443, 6, FIN_ACK, 0));
        frames.add(frame(millis + 21, server, 443, client, clientPort, 6, FIN_ACK, 0));
        frames.add(frame(millis + 22, client, clientPort, server, 443, 6, ACK, 0));
    }

    private static void probe(
            Random random, List<Frame> frames, long millis, int from, int fromPort, int to, int port, boolean udp) {
        frames.add(frame(millis, from, fromPort, to, port, udp ? 17 : 6, udp ? 0 : SYN, udp ? 12 : 0));
        int answer = random.nextInt(4);
        if (!udp && answer == 0) {
            frames.add(frame(millis + 1, to, port, from, fromPort, 6, SYN_ACK, 0));
            frames.add(frame(millis + 2, from, fromPort, to, port, 6, 4, 0));
        } else if (!udp && answer < 3) {
            frames.add(frame(millis + 1, to, port, from, fromPort, 6, RST_ACK, 0));
        }
    }

    private static Frame frame(
            long millis, int from, int fromPort, int to, int toPort, int protocol, int flags, int data) {
        int header = protocol == 6 ? 20 : 8;
        ByteBuffer out = ByteBuffer.allocate(Math.max(60, 34 + header + data));
        out.putLong(0x0200_0000_0001_0200L).putInt(1).putShort((short) 0x0800);
        out.putShort((short) 0x4500).putShort((short) (20 + header + data)).putInt((int) millis << 16);
        out.put((byte) 64).put((byte) protocol).putShort((short) 0).putInt(from).putInt(to);
        out.putShort((short) fromPort).putShort((short) toPort);
        if (protocol == 6) {
            out.putInt((int) millis)
                    .putInt(0)
                    .putShort((short) (0x5000 | flags))
                    .putShort((short) 1024);
        } else {
            out.putShort((short) (8 + data));
        }
        return new Frame(START_NANOS + millis * MILLI, out.array(), out.capacity());
    }

    Traffic part(int from, int to) {
        return new Traffic(frames.subList(from, to));
    }

    Traffic snapped(int length) {
        return new Traffic(frames.stream().map(frame -> frame.snapped(length)).toList());
    }

    /** The same frames with one more, a copy of the one at {@code index}, from another time. */
    Traffic withStray(int index, long nanos) {
        List<Frame> more = new ArrayList<>(frames);
        more.add(index, frames.get(index).at(nanos));
        return new Traffic(more);
    }

    /** The same frames, of which no two whose places differ by more than {@code distance} change their order. */
    Traffic shuffled(int distance, Random random) {
        List<Frame> order = new ArrayList<>(frames);
        for (int from = 0; from < order.size(); from += distance) {
            java.util.Collections.shuffle(order.subList(from, Math.min(order.size(), from + distance)), random);
        }
        return new Traffic(order);
    }

    /** As a pcap with nanoseconds. */
    byte[] pcap() {
        ByteBuffer out = buffer();
        out.putInt(0xa1b2_3c4d).putShort((short) 2).putShort((short) 4).putLong(0);
        out.putInt(262_144).putInt(1);
        for (Frame frame : frames) {
            out.putInt((int) (frame.nanos / 1_000_000_000)).putInt((int) (frame.nanos % 1_000_000_000));
            out.putInt(frame.bytes.length).putInt(frame.wireLength).put(frame.bytes);
        }
        return written(out);
    }

    /** As a pcapng with two sections in different byte orders and two interfaces each, one of them in nanoseconds. */
    byte[] pcapng() {
        int half = frames.size() / 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(section(ByteOrder.LITTLE_ENDIAN, 0, half));
        out.writeBytes(section(ByteOrder.BIG_ENDIAN, half, frames.size()));
        return out.toByteArray();
    }

    private byte[] section(ByteOrder order, int from, int to) {
        ByteBuffer out = buffer().order(order);
        out.putInt(0x0a0d_0d0a)
                .putInt(28)
                .putInt(0x1a2b_3c4d)
                .putShort((short) 1)
                .putShort((short) 0);
        out.putLong(-1).putInt(28);
        // Microseconds, the default; then if_tsresol 9.
        out.putInt(1)
                .putInt(20)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0)
                .putInt(20);
        out.putInt(1).putInt(32).putShort((short) 1).putShort((short) 0).putInt(0);
        out.putShort((short) 9)
                .putShort((short) 1)
                .put((byte) 9)
                .put(new byte[3])
                .putInt(0)
                .putInt(32);
        for (int i = from; i < to; i++) {
            Frame frame = frames.get(i);
            boolean exact = frame.nanos % 1000 != 0 || i % 2 == 0;
            long units = exact ? frame.nanos : frame.nanos / 1000;
            int padded = frame.bytes.length + 3 & ~3;
            out.putInt(6).putInt(32 + padded).putInt(exact ? 1 : 0);
            out.putInt((int) (units >>> 32)).putInt((int) units);
            out.putInt(frame.bytes.length).putInt(frame.wireLength).put(frame.bytes);
            out.put(new byte[padded - frame.bytes.length]).putInt(32 + padded);
            if (i % 100 == 0) {
                out.putInt(0x0bad).putInt(16).putInt(i).putInt(16); // nobody knows this block
            }
        }
        return written(out);
    }

    private ByteBuffer buffer() {
        int bytes = 200;
        for (Frame frame : frames) {
            bytes += frame.bytes.length + 60;
        }
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] written(ByteBuffer out) {
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A file as gzip in as many members. */
    static byte[] gzip(byte[] file, int members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int member = 0; member < members; member++) {
            int from = (int) ((long) file.length * member / members);
            int to = (int) ((long) file.length * (member + 1) / members);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(file, from, to - from);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return out.toByteArray();
    }

    static byte[] zstd(byte[] file) {
        return Zstd.compress(file);
    }
}

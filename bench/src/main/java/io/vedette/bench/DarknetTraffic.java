package io.vedette.bench;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One hour of a telescope as a capture: SYNs of many sources to the addresses of a /16, evenly over the hour.
 *
 * <p>{@code java -cp bench/target/benchmarks.jar io.vedette.bench.DarknetTraffic PACKETS EVENTS SHAPE [FILE]}; without a file
 * to standard output. SHAPE {@code even}: every event has about as many packets, so that all are open at once and each holds
 * as many destinations as packets: the worst for memory. {@code skewed}: the k-th source sends in proportion to 1/k, as
 * scanners do.
 */
public final class DarknetTraffic {

    private static final int FRAME = 60;
    private static final int RECORD = 16 + FRAME;
    private static final long HOUR_MICROS = 3_600_000_000L;
    private static final long START_SECONDS = 1_600_000_000L;
    private static final int NETWORK = 0x0a0a0000;
    private static final int PACKETS_AT_ONCE = 10_000;

    private final long packets;
    private final int events;
    private final boolean skewed;

    DarknetTraffic(long packets, int events, boolean skewed) {
        this.packets = packets;
        this.events = events;
        this.skewed = skewed;
    }

    /** Writes the capture asked for. */
    public static void main(String[] args) throws IOException {
        DarknetTraffic traffic =
                new DarknetTraffic(Long.parseLong(args[0]), Integer.parseInt(args[1]), args[2].equals("skewed"));
        try (OutputStream out = args.length > 3
                ? Files.newOutputStream(Path.of(args[3]))
                : new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 20)) {
            traffic.write(out);
        }
    }

    void write(OutputStream out) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(65_535).putInt(1);
        out.write(header.array());
        ByteBuffer block = ByteBuffer.allocate(RECORD * PACKETS_AT_ONCE);
        for (long i = 0; i < packets; i++) {
            packet(block, i);
            if (!block.hasRemaining()) {
                out.write(block.array());
                block.clear();
            }
        }
        out.write(block.array(), 0, block.position());
        out.flush();
    }

    private void packet(ByteBuffer block, long i) {
        long random = mix(i);
        int event = skewed
                ? (int) Math.min(events - 1, Math.exp((random >>> 11) * 0x1p-53 * Math.log(events + 1.0)) - 1)
                : (int) Long.remainderUnsigned(random, events);
        long other = mix(random);
        long micros = i * HOUR_MICROS / packets;
        int seconds = (int) (START_SECONDS + micros / 1_000_000);
        block.order(ByteOrder.LITTLE_ENDIAN);
        block.putInt(seconds).putInt((int) (micros % 1_000_000)).putInt(FRAME).putInt(FRAME);
        block.order(ByteOrder.BIG_ENDIAN);
        block.putLong(0).putInt(0).putShort((short) 0x0800);
        block.putShort((short) 0x4500)
                .putShort((short) 40)
                .putShort((short) other)
                .putShort((short) 0);
        block.put((byte) 64).put((byte) 6).putShort((short) 0);
        block.putInt(0x14000000 + event * 3).putInt(NETWORK | (int) (other >>> 16) & 0xffff);
        block.putShort((short) (other >>> 32)).putShort((short) (event % 7 * 11 + 22));
        block.putInt((int) (other >>> 20))
                .putInt(0)
                .putShort((short) 0x5002)
                .putShort((short) 1024)
                .putInt(0);
        block.putInt(0).putShort((short) 0);
    }

    private static long mix(long value) {
        long z = (value + 1) * 0x9e37_79b9_7f4a_7c15L;
        z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
        z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
        return z ^ z >>> 31;
    }
}

package io.vedette.collector.darknet;

import io.vedette.core.flow.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A capture of Ethernet frames, number by number. */
final class PcapFile {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteOrder order;
    private final long unit;

    /** @param nanos whether times have nanoseconds, else microseconds */
    PcapFile(ByteOrder order, boolean nanos) {
        this.order = order;
        this.unit = nanos ? 1 : 1000;
        ByteBuffer header = ByteBuffer.allocate(24).order(order);
        header.putInt(nanos ? 0xa1b23c4d : 0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(65_535).putInt(1);
        out.writeBytes(header.array());
    }

    PcapFile add(long nanos, byte[] frame) {
        ByteBuffer header = ByteBuffer.allocate(16).order(order);
        header.putInt((int) (nanos / 1_000_000_000L)).putInt((int) (nanos % 1_000_000_000L / unit));
        header.putInt(frame.length).putInt(frame.length);
        out.writeBytes(header.array());
        out.writeBytes(frame);
        return this;
    }

    Path write(Path path) throws IOException {
        Files.write(path, out.toByteArray());
        return path;
    }

    Path writeGzip(Path path) throws IOException {
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(path))) {
            packed.write(out.toByteArray());
        }
        return path;
    }

    /** An IPv4 packet in an Ethernet frame without padding. */
    static byte[] frame(String source, String destination, int protocol, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(34 + payload.length);
        frame.position(12);
        frame.putShort((short) 0x0800).put((byte) 0x45).put((byte) 0).putShort((short) (20 + payload.length));
        frame.putShort((short) 1)
                .putShort((short) 0)
                .put((byte) 64)
                .put((byte) protocol)
                .putShort((short) 0);
        frame.putInt(address(source)).putInt(address(destination)).put(payload);
        return frame.array();
    }

    static byte[] tcp(String source, int sourcePort, String destination, int port, int flags, int sequence) {
        ByteBuffer segment = ByteBuffer.allocate(20);
        segment.putShort((short) sourcePort)
                .putShort((short) port)
                .putInt(sequence)
                .putInt(0);
        segment.putShort((short) (0x5000 | flags)).putShort((short) 1024);
        return frame(source, destination, 6, segment.array());
    }

    static int address(String text) {
        return (int) IpAddress.parse(text).low();
    }
}

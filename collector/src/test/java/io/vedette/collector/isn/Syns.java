package io.vedette.collector.isn;

import io.vedette.core.flow.IpAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.zip.GZIPOutputStream;

/** A capture of SYNs, as bytes. */
final class Syns {

    static final LocalDate DAY = LocalDate.of(2026, 11, 20);
    static final String TARGET = "192.0.2.1";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private long seconds = DAY.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);

    Syns() {
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(65_535).putInt(101); // raw IP
        out.writeBytes(header.array());
    }

    /** What follows was seen at noon of this day. */
    Syns on(LocalDate day) {
        seconds = day.atTime(12, 0).toEpochSecond(ZoneOffset.UTC);
        return this;
    }

    /** One SYN from the {@code source}-th address; {@code matching} if its sequence number is its target. */
    Syns add(int port, boolean matching, int source) {
        ByteBuffer record = ByteBuffer.allocate(56).order(ByteOrder.LITTLE_ENDIAN);
        record.putInt((int) seconds).putInt(0).putInt(40).putInt(40).order(ByteOrder.BIG_ENDIAN);
        int target = (int) IpAddress.parse(TARGET).low();
        record.putInt(0x4500_0028).putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
        record.putInt(0x0a00_0000 + source).putInt(target);
        record.putShort((short) 40_000).putShort((short) port).putInt(matching ? target : target + 1);
        record.putInt(0).putShort((short) 0x5002).putShort((short) 1024).putInt(0);
        out.writeBytes(record.array());
        return this;
    }

    /** Several, of which the first ones match, each from an address of its own. */
    Syns add(int port, int all, int matching) {
        for (int i = 0; i < all; i++) {
            add(port, i < matching, i);
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    Path write(Path path) throws IOException {
        return Files.write(path, bytes());
    }

    Path writeGzip(Path path) throws IOException {
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(path))) {
            packed.write(bytes());
        }
        return path;
    }
}

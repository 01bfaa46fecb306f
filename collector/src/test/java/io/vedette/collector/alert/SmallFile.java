package io.vedette.collector.alert;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;

/** A file on a disk with little room, which somebody may make. Thread-safe. */
final class SmallFile implements SeekableByteChannel {

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private int room;

    SmallFile(int room) {
        this.room = room;
    }

    synchronized void makeRoom(int bytes) {
        room += bytes;
    }

    synchronized byte[] written() {
        return written.toByteArray();
    }

    @Override
    public synchronized int write(ByteBuffer from) throws IOException {
        if (room == 0) {
            throw new IOException("No space left on device");
        }
        int taken = Math.min(room, from.remaining());
        for (int i = 0; i < taken; i++) {
            written.write(from.get());
        }
        room -= taken;
        return taken;
    }

    @Override
    public synchronized long position() {
        return written.size();
    }

    @Override
    public int read(ByteBuffer to) {
        throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel position(long place) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long size() {
        return position();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}

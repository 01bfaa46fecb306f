package io.vedette.collector.state;

import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Bytes in memory that are written once and never moved: a stream that grows by doubling takes three times the room while it
 * does, and a copy of what it has takes as much again. Belongs to one thread at a time.
 */
public final class ByteChunks extends OutputStream {

    /** Of a chunk; what is written to a file at once costs as much memory outside the heap. */
    static final int CHUNK = 1 << 16;

    private final List<ByteBuffer> full = new ArrayList<>();
    private ByteBuffer last = ByteBuffer.allocate(0);
    private int fullBytes;

    @Override
    public void write(int oneByte) {
        if (!last.hasRemaining()) {
            begin();
        }
        last.put((byte) oneByte);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        Objects.checkFromIndexSize(from, length, bytes.length);
        int at = from;
        for (int left = length; left > 0; ) {
            if (!last.hasRemaining()) {
                begin();
            }
            int some = Math.min(left, last.remaining());
            last.put(bytes, at, some);
            at += some;
            left -= some;
        }
    }

    private void begin() {
        end();
        last = ByteBuffer.allocate(CHUNK);
    }

    private void end() {
        if (last.position() > 0) {
            fullBytes += last.position();
            full.add(last.flip());
            last = ByteBuffer.allocate(0);
        }
    }

    /** Appends what {@code more} has, which must not be used any more. */
    public void append(ByteChunks more) {
        end();
        more.end();
        full.addAll(more.full);
        fullBytes += more.fullBytes;
    }

    /** Bytes written so far, less than 2^31. */
    public int size() {
        return fullBytes + last.position();
    }

    /** All bytes, to be read once, in order, in pieces of at most {@value #CHUNK}; after this nothing may be written. */
    public List<ByteBuffer> chunks() {
        end();
        return full;
    }
}

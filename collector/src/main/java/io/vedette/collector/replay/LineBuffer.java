package io.vedette.collector.replay;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * A large block of a source of lines, filled again and again. Sees to it that the last line has its end, so that another
 * pass may follow. Belongs to one thread.
 */
final class LineBuffer {

    private static final int BLOCK_BYTES = 256 * 1024;

    /** With room for the line end that a source may lack. */
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES + 1);

    private byte last;

    /** Starts with another source. */
    void begin() {
        last = '\n';
    }

    /** Fills the block with what comes next: whole lines and the beginning of one. False at the end of the source. */
    boolean fill(ReadableByteChannel source) throws IOException {
        block.clear().limit(BLOCK_BYTES);
        int count = 0;
        while (block.hasRemaining() && count >= 0) {
            count = source.read(block);
        }
        if (block.position() == 0 && last == '\n') {
            block.flip();
            return false;
        }
        if (block.position() > 0) {
            last = block.get(block.position() - 1);
        }
        if (count < 0 && last != '\n') {
            last = '\n';
            block.limit(BLOCK_BYTES + 1).put(last);
        }
        block.flip();
        return true;
    }

    /** Whether bytes of the block are left. */
    boolean hasRemaining() {
        return block.hasRemaining();
    }

    /** The next {@code lines} line ends and what is before them, or all that is left, to be written. */
    Cut take(int lines) {
        int found = 0;
        int at = block.position();
        int limit = block.limit();
        while (at < limit && found < lines) {
            if (block.get(at++) == '\n') {
                found++;
            }
        }
        ByteBuffer bytes = block.slice(block.position(), at - block.position());
        block.position(at);
        return new Cut(bytes, found);
    }

    /** Bytes to be written, with the number of line ends among them. */
    record Cut(ByteBuffer bytes, int lines) {}
}

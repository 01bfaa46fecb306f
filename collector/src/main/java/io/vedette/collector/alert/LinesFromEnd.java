package io.vedette.collector.alert;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file from the last one to the first, of which no more is read than is asked for. Does not move the position of
 * its channel. One thread.
 */
final class LinesFromEnd {

    private static final int BLOCK = 64 << 10;

    private final FileChannel channel;
    private final int longest;
    private final long end;

    /** Begins with the {@link #left} bytes that stand in the file at {@link #from} and have not been given. */
    private byte[] held = {};

    private long from;
    private int left;

    /** Whether the line that is looked for is longer than any: of its bytes only the last is held. */
    private boolean tooLong;

    /** @param longest of a line in bytes; one that is longer is given as an empty one */
    LinesFromEnd(FileChannel channel, int longest) throws IOException {
        this.channel = channel;
        this.longest = longest;
        this.from = channel.size();
        left = feedBefore(0) + 1;
        end = from + left;
        tooLong = false; // that was what follows the last line
    }

    /** Where the last line ends, behind its line feed: what follows is not complete yet. 0 if there is no line. */
    long end() {
        return end;
    }

    /** The line before the one given last, without its end; null if that was the first. */
    @Nullable
    String previous() throws IOException {
        if (left == 0 && from == 0) {
            return null;
        }
        if (left == 0) {
            readBefore();
        }
        int start = feedBefore(left - 1) + 1;
        String line = tooLong ? "" : new String(held, start, left - 1 - start, StandardCharsets.ISO_8859_1);
        tooLong = false;
        left = start;
        return line;
    }

    /**
     * Where the last line feed is among the first {@code limit} bytes that are held, or among those before them, which are read
     * then; -1 if there is none.
     */
    private int feedBefore(int limit) throws IOException {
        int at = limit - 1;
        while (true) {
            while (at >= 0 && held[at] != '\n') {
                at--;
            }
            if (at >= 0 || from == 0) {
                return at;
            }
            at = readBefore() - 1;
        }
    }

    /** Reads the block before what is held; returns its length. */
    private int readBefore() throws IOException {
        int length = (int) Math.min(BLOCK, from);
        if (left > longest) {
            tooLong = true;
            left = 1;
        }
        byte[] more = new byte[length + left];
        System.arraycopy(held, 0, more, length, left);
        ByteBuffer block = ByteBuffer.wrap(more, 0, length);
        while (block.hasRemaining()) {
            if (channel.read(block, from - length + block.position()) < 0) {
                throw new EOFException("cut off while it was read");
            }
        }
        held = more;
        from -= length;
        left += length;
        return length;
    }
}

package io.vedette.collector.alert;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * Where a sink writes that does not own it: standard output.
 *
 * <p>When a pipe or a terminal cannot be written, nobody is there to read, and nobody will be. A file is still there, and its
 * disk may have room again. Belongs to one thread.
 */
record Outlet(WritableByteChannel channel) {

    /**
     * Writes what remains in {@code bytes}.
     *
     * @throws SinkGoneException if nothing can be written again
     * @throws IOException if it is a file that cannot be written now; what was written is out of {@code bytes}
     */
    void write(ByteBuffer bytes) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw isFile() && !wasClosed(e) ? e : new SinkGoneException("the output was closed", e);
        }
    }

    /** Only a file has a place to write at. */
    private boolean isFile() {
        try {
            return channel instanceof SeekableByteChannel file && file.position() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Standard output that was closed before the program began: its number may be that of a file which the program reads. */
    private static boolean wasClosed(IOException e) {
        return "Bad file descriptor".equals(e.getMessage());
    }
}

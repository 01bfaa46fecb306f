package io.vedette.collector.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads another stream on a thread of its own, a bounded number of blocks ahead of whoever reads this one.
 *
 * <p>The blocks go round: the thread fills what the reader has emptied. {@link #close} may be called from any thread and
 * returns when the
 * other one has ended, or after a second.
 */
final class ReadAhead extends InputStream {

    static final int BLOCK_BYTES = 256 * 1024;
    private static final int BLOCKS = 4;

    /** A read from a terminal or pipe cannot be interrupted; the thread then ends with the next byte, or the process. */
    private static final long CLOSE_MILLIS = 1000;

    private static final class Block {
        final byte[] bytes = new byte[BLOCK_BYTES];
        int length;
        int at;

        /** Set in the last block, if reading failed. */
        @Nullable
        IOException failure;
    }

    private final InputStream in;

    /** Those that were read; made one by one, because most files need one. */
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);

    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private final Thread thread;
    private @Nullable Block current;

    ReadAhead(InputStream in, String name) {
        this.in = in;
        thread = new Thread(this::fill, "vedette-unpack " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void fill() {
        try {
            boolean more = true;
            for (int made = 0; more; ) {
                Block block = empty.poll();
                if (block == null && made < BLOCKS) {
                    block = new Block();
                    made++;
                } else if (block == null) {
                    block = empty.take();
                }
                more = fill(block);
                full.put(block);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed: nobody waits for more
        }
    }

    private boolean fill(Block block) {
        block.at = 0;
        block.length = 0;
        try {
            int count = 0;
            while (count >= 0 && block.length < BLOCK_BYTES) {
                count = in.read(block.bytes, block.length, BLOCK_BYTES - block.length);
                block.length += Math.max(0, count);
            }
            return count >= 0;
        } catch (IOException e) {
            block.failure = e;
            return false;
        }
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks, not single bytes");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            Block block = current;
            if (block == null) {
                block = full.take();
                current = block;
            }
            if (block.at == block.length) {
                if (block.failure != null) {
                    throw block.failure;
                } else if (block.length < BLOCK_BYTES) {
                    return -1; // only the last one is not full
                }
                empty.put(block);
                block = full.take();
                current = block;
                if (block.length == 0) {
                    return read(into, offset, length);
                }
            }
            int count = Math.min(length, block.length - block.at);
            System.arraycopy(block.bytes, block.at, into, offset, count);
            block.at += count;
            return count;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for data");
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        boolean interrupted = false;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        in.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

package io.vedette.collector.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream that pauses, a pipe or an interface, on a thread of its own, so that whoever reads this one can let time
 * pass meanwhile: {@link #read} gives 0 bytes when there is nothing yet.
 *
 * <p>A bounded number of blocks lies between; when they are full the other side has to wait.
 */
final class WaitingStream extends Following {

    private static final int BLOCK_BYTES = 128 << 10;
    private static final int BLOCKS = 8;

    /** A stream that was told to end may still deliver what is on its way. */
    private static final long PATIENT_MILLIS = 200;

    private static final class Block {
        final byte[] bytes = new byte[BLOCK_BYTES];
        int length;
        int at;

        /** Set in the last block, if reading failed. */
        @Nullable
        IOException failure;
    }

    private final InputStream in;
    private final Runnable arrived;
    private final BlockingQueue<Block> empty = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> full = new ArrayBlockingQueue<>(BLOCKS);
    private @Nullable Block current;
    private volatile boolean ended;
    private volatile boolean patient;

    /** @param arrived is called on the reading thread whenever there is something new, the end included */
    WaitingStream(InputStream in, String name, Runnable arrived) {
        this.in = in;
        this.arrived = arrived;
        for (int i = 0; i < BLOCKS; i++) {
            empty.add(new Block());
        }
        Thread thread = new Thread(this::fill, "vedette-input " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void fill() {
        try {
            boolean more = true;
            while (more) {
                Block block = empty.take();
                block.at = 0;
                try {
                    block.length = in.read(block.bytes, 0, BLOCK_BYTES);
                } catch (IOException e) {
                    block.failure = e;
                    block.length = -1;
                }
                more = block.length >= 0;
                full.put(block);
                arrived.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks, not single bytes");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Block block = current == null ? next() : current;
        if (block == null) {
            return ended ? -1 : 0;
        }
        current = block;
        if (block.failure != null && !ended) {
            throw block.failure;
        } else if (block.length < 0) {
            return -1;
        }
        int count = Math.min(length, block.length - block.at);
        System.arraycopy(block.bytes, block.at, into, offset, count);
        block.at += count;
        if (block.at == block.length) {
            current = null;
            empty.add(block);
        }
        return count;
    }

    private @Nullable Block next() {
        try {
            if (patient) {
                Block block = null;
                while (block == null && !ended) {
                    block = full.poll(PATIENT_MILLIS, TimeUnit.MILLISECONDS);
                }
                return block;
            }
            return full.poll();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended = true;
            return null;
        }
    }

    /** Ends the stream behind what has been read by now. */
    @Override
    void end() {
        ended = true;
        arrived.run();
    }

    /** What is compressed is read by somebody who cannot do with nothing: from now on a read waits. */
    @Override
    void beforeDecompression() {
        patient = true;
    }

    @Override
    public void close() throws IOException {
        ended = true;
        in.close();
    }
}

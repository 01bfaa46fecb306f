package io.vedette.collector.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A file that somebody else is still writing: its end is where nothing more has come <i>so far</i>.
 *
 * <p>{@link #read} waits up to the given time at the end and then returns 0, so that the reader can let time pass; -1 comes
 * only after {@link #end}, and then not before the bytes that were there.
 */
final class FollowedFile extends Following {

    private final FileChannel channel;
    private final long waitNanos;
    private final CountDownLatch ended = new CountDownLatch(1);

    FollowedFile(Path path, Duration wait) throws IOException {
        channel = FileChannel.open(path);
        waitNanos = wait.toNanos();
    }

    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks, not single bytes");
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        boolean last = ended.getCount() == 0;
        int count = channel.read(ByteBuffer.wrap(into, offset, length));
        if (count > 0) {
            return count;
        } else if (last) {
            return -1;
        }
        try {
            if (ended.await(waitNanos, TimeUnit.NANOSECONDS)) {
                return 0; // one more look at what came meanwhile
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.countDown();
        }
        return 0;
    }

    @Override
    void end() {
        ended.countDown();
    }

    /** A compressed file is read to its present end. */
    @Override
    void beforeDecompression() {
        end();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

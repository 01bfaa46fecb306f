package io.vedette.collector.scan;

import io.vedette.collector.file.InputPath;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How far the reading of files has come, in bytes as they lie there, compressed or not. Any thread may ask. */
public final class ScanProgress {

    private static final long UNKNOWN = -1;

    private final AtomicLong bytesDone = new AtomicLong();
    private volatile long bytesTotal = UNKNOWN;

    /** Bytes of all inputs together; -1 if that is not known: before the start, or with a pipe among them. */
    public long bytesTotal() {
        return bytesTotal;
    }

    /** Bytes read so far. */
    public long bytesDone() {
        return bytesDone.get();
    }

    /** Begins with these inputs. */
    public void begin(List<InputPath> inputs) {
        long total = 0;
        for (InputPath input : inputs) {
            long size = size(input);
            if (size == UNKNOWN) {
                return;
            }
            total += size;
        }
        bytesTotal = total;
    }

    private static long size(InputPath input) {
        try {
            return !input.isStandardInput() && Files.isRegularFile(input.path()) ? Files.size(input.path()) : UNKNOWN;
        } catch (IOException e) {
            return 0; // it will not be read either
        }
    }

    /** Has so many bytes behind it that need not be read. */
    public void skip(long bytes) {
        bytesDone.addAndGet(bytes);
    }

    /** The same stream, whose bytes are counted as they are read. */
    public InputStream metered(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int count = in.read(into, offset, length);
                bytesDone.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }
}

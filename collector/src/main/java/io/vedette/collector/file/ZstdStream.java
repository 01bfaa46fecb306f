package io.vedette.collector.file;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureProblem;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Any number of zstd frames (RFC 8878) one after the other.
 *
 * <p>A frame may ask the reader to keep up to {@link #MAX_WINDOW_LOG} bits of what came before, outside the Java heap; one
 * that asks for more ends the stream. Belongs to one thread.
 */
final class ZstdStream extends Decompression {

    /** 128 MiB: what {@code zstd --long} and {@code --ultra -22} use, and the limit of the zstd program itself. */
    static final int MAX_WINDOW_LOG = 27;

    private final InputStream in;
    private @Nullable ZstdInputStreamNoFinalizer frames;
    private long delivered;
    private boolean ended;
    private @Nullable CaptureProblem problem;

    ZstdStream(InputStream in) {
        this.in = in;
    }

    @Override
    @Nullable
    CaptureProblem problem() {
        return problem;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (ended) {
            return -1;
        }
        try {
            if (frames == null) {
                frames = new ZstdInputStreamNoFinalizer(in);
                frames.setLongMax(MAX_WINDOW_LOG);
            }
            int count = frames.read(into, offset, length);
            if (count > 0) {
                delivered += count;
                return count;
            }
            ended = true;
        } catch (ZstdIOException e) {
            String reason = String.valueOf(e.getMessage());
            boolean cut = reason.startsWith("Truncated");
            CaptureFault fault = cut ? CaptureFault.TRUNCATED_COMPRESSION : CaptureFault.BAD_COMPRESSION;
            stop(fault, cut ? "the zstd data is cut off" : "damaged zstd data: " + reason);
        } catch (LinkageError e) {
            stop(
                    CaptureFault.UNREADABLE,
                    "the zstd library cannot be loaded here; decompress it: zstd -dc FILE | vedette scan -");
        }
        return -1;
    }

    private void stop(CaptureFault fault, String detail) {
        ended = true;
        problem = new CaptureProblem(fault, delivered, detail);
    }

    @Override
    public void close() throws IOException {
        if (frames != null) {
            frames.close();
        }
        in.close();
    }
}

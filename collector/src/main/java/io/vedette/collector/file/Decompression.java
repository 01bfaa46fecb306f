package io.vedette.collector.file;

import io.vedette.core.capture.CaptureProblem;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Compressed data as the bytes that were compressed: as many as can be had, then the reason why there are no more. */
abstract class Decompression extends InputStream {

    /** Why the stream ended before its data did, or what was found behind it; null if nothing is wrong. */
    abstract @Nullable CaptureProblem problem();

    @Override
    public int read() {
        throw new UnsupportedOperationException("read blocks, not single bytes");
    }
}

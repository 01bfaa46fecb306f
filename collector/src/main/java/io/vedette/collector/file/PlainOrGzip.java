package io.vedette.collector.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Files other than captures, plain or gzip by their first bytes, and pipes of the same. */
public final class PlainOrGzip {

    private static final int GZIP_FIRST = 0x1f;
    private static final int GZIP_SECOND = 0x8b;

    private PlainOrGzip() {}

    /** The content of a file. The caller closes it. */
    public static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(new UnaskedStream(Files.newInputStream(file)));
        try {
            in.mark(2);
            boolean gzip = in.read() == GZIP_FIRST && in.read() == GZIP_SECOND;
            in.reset();
            return gzip ? new GZIPInputStream(in) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}

package io.vedette.collector.file;

import java.io.FilterInputStream;
import java.io.InputStream;

/**
 * A stream that says that there is more until it ends. The JDK's streams ask what is available, which a pipe with a name answers
 * with an exception; and where nothing is, {@link java.util.zip.GZIPInputStream} looks for no further member.
 */
public final class UnaskedStream extends FilterInputStream {

    public UnaskedStream(InputStream in) {
        super(in);
    }

    @Override
    public int available() {
        return 1;
    }
}

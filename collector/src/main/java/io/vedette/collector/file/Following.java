package io.vedette.collector.file;

import java.io.InputStream;

/** A stream to which something is still being added: a read gives 0 bytes while there is nothing new. */
abstract class Following extends InputStream {

    /** Makes it end where it ends now; from any thread. */
    abstract void end();

    /** Prepares it for a reader that takes 0 bytes for the end. */
    abstract void beforeDecompression();
}

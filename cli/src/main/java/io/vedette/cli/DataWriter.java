package io.vedette.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Standard output for commands that write much: unlike the {@link PrintWriter} beneath, it says when nobody takes it. */
final class DataWriter extends Writer {

    private final PrintWriter out;

    DataWriter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int offset, int length) throws IOException {
        out.write(text, offset, length);
        flush();
    }

    @Override
    public void flush() throws IOException {
        if (out.checkError()) {
            throw new IOException("standard output is closed or full");
        }
    }

    @Override
    public void close() {
        out.flush();
    }
}

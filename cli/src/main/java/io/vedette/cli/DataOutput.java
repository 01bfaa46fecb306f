package io.vedette.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Standard output for data, which remembers that it could not be written; {@code System.out} would forget.
 *
 * <p>A reader that went away, as {@code head} does, is no failure: it has all it wanted.
 */
final class DataOutput extends FilterOutputStream {

    private @Nullable String failure;

    DataOutput() {
        super(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 8192));
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            throw remember(e);
        }
    }

    @Override
    public void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw remember(e);
        }
    }

    private IOException remember(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (!message.contains("Broken pipe")) {
            failure = message;
        }
        return e;
    }

    /** Why data is missing, null if none is. */
    @Nullable
    String failure() {
        return failure;
    }
}

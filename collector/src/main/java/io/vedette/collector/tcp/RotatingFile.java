package io.vedette.collector.tcp;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that lines are appended to and that is rotated before it grows beyond a size: {@code name} becomes {@code name.1},
 * {@code name.1} becomes {@code name.2}, the oldest is overwritten. It is opened with the first line, and again after a
 * failure. Belongs to one thread.
 */
final class RotatingFile implements AutoCloseable {

    private final Path path;
    private final long maxBytes;
    private final int keep;
    private @Nullable OutputStream out;
    private long size;

    /** @param keep rotated files beside the current one */
    RotatingFile(Path path, long maxBytes, int keep) {
        this.path = path;
        this.maxBytes = maxBytes;
        this.keep = keep;
    }

    Path path() {
        return path;
    }

    void append(byte[] line) throws IOException {
        OutputStream file = open();
        if (size > 0 && size + line.length > maxBytes) {
            rotate();
            file = open();
        }
        file.write(line);
        size += line.length;
    }

    void flush() throws IOException {
        if (out != null) {
            out.flush();
        }
    }

    private OutputStream open() throws IOException {
        if (out == null) {
            out = new BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
            size = Files.size(path);
        }
        return out;
    }

    private void rotate() throws IOException {
        close();
        for (int i = keep; i > 0; i--) {
            Path from = i == 1 ? path : numbered(i - 1);
            if (Files.exists(from)) {
                Files.move(from, numbered(i), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        Files.deleteIfExists(path); // only there if none are kept
    }

    private Path numbered(int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }

    /** Closes the file; the next line opens it again. */
    @Override
    public void close() throws IOException {
        OutputStream file = out;
        out = null;
        if (file != null) {
            file.close();
        }
    }
}

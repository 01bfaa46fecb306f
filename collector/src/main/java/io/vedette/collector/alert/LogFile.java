package io.vedette.collector.alert;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines, open for appending; what is found in it is kept. Whoever copies and truncates it, or renames it, is
 * respected: writes go to the end, wherever that is, and {@link #isCurrent} tells when the name means another file.
 */
final class LogFile implements Closeable {

    private final Path path;
    private final FileChannel channel;
    private final boolean regular;
    private final @Nullable Object key;
    private final Instant lastWritten;

    private LogFile(Path path, FileChannel channel, BasicFileAttributes attributes) {
        this.path = path;
        this.channel = channel;
        regular = attributes.isRegularFile();
        key = attributes.fileKey();
        lastWritten = attributes.lastModifiedTime().toInstant();
    }

    /** Opens {@code path}, and creates it, and its directory, if they are missing. */
    static LogFile open(Path path) throws IOException {
        Path directory = path.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            Files.createDirectories(directory);
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        try {
            return new LogFile(path, channel, Files.readAttributes(path, BasicFileAttributes.class));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether the path still leads to this file. */
    boolean isCurrent() throws IOException {
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            // The size as well: between open and the reading of the key the name may have passed to another file.
            return key == null ? now.size() == size() : key.equals(now.fileKey()) && now.size() == size();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Tells this file from others; null where the file system has no such key. */
    @Nullable
    Object key() {
        return key;
    }

    boolean isRegular() {
        return regular;
    }

    /** When the file was last written before it was opened here. */
    Instant lastWritten() {
        return lastWritten;
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Whether the last line has no line end: a write was cut off, here or in a former life. */
    boolean endsInsideLine() throws IOException {
        if (!regular || size() == 0) {
            return false;
        }
        try (SeekableByteChannel in = Files.newByteChannel(path, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            in.position(Math.max(0, in.size() - 1));
            return in.read(last) == 1 && last.get(0) != '\n';
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Writes all of {@code bytes}; after an exception its position tells how many went out. */
    void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /** Returns when everything written is on the disk. */
    void force() throws IOException {
        if (regular) {
            channel.force(false);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}

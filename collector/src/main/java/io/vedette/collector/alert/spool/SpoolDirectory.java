package io.vedette.collector.alert.spool;

import io.vedette.collector.file.ProcessLock;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory on disk. It is created if it is missing, also when it vanishes while it is in use. A lock on the file {@code
 * lock} keeps a second process out.
 */
final class SpoolDirectory implements SpoolStore {

    private static final Logger log = LoggerFactory.getLogger(SpoolDirectory.class);

    private final Path directory;
    private @Nullable ProcessLock lock;

    SpoolDirectory(Path directory) {
        this.directory = directory;
    }

    @Override
    public void open() throws IOException {
        Files.createDirectories(directory);
        if (lock != null) {
            return;
        }
        lock = ProcessLock.tryTake(directory.resolve("lock"));
        if (lock == null) {
            throw new IOException("spool " + directory + " is in use by another process");
        }
    }

    @Override
    public List<String> names() throws IOException {
        Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public byte[] read(String name) throws IOException {
        return Files.readAllBytes(directory.resolve(name));
    }

    @Override
    public byte[] read(String name, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try (FileChannel file = FileChannel.open(directory.resolve(name), StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (file.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException(name + " ends inside a record");
                }
            }
        }
        return bytes.array();
    }

    @Override
    public Writer create(String name) throws IOException {
        Files.createDirectories(directory);
        Path path = directory.resolve(name);
        return new DiskWriter(path, FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    @Override
    public void replace(String name, byte[] bytes) throws IOException {
        Files.createDirectories(directory);
        Path draft = directory.resolve(name + ".tmp");
        try (FileChannel file = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
            file.force(true);
        }
        Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    /** Makes the new name last, where directories can be opened. */
    private void forceDirectory() {
        try (FileChannel self = FileChannel.open(directory, StandardOpenOption.READ)) {
            self.force(true);
        } catch (IOException e) {
            log.trace("directory {} cannot be forced: {}", directory, e.toString());
        }
    }

    @Override
    public void rename(String name, String newName) throws IOException {
        Files.move(directory.resolve(name), directory.resolve(newName), StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void close() {
        if (lock != null) {
            lock.close();
        }
        lock = null;
    }

    private static void closeQuietly(FileChannel file) {
        try {
            file.close();
        } catch (IOException e) {
            log.debug("closing a file of the spool: {}", e.toString());
        }
    }

    private record DiskWriter(Path path, FileChannel file) implements Writer {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            if (Files.notExists(path)) {
                throw new NoSuchFileException(path.toString()); // else the bytes would go to a file without a name
            }
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
            file.position(size);
        }

        @Override
        public void force() throws IOException {
            file.force(false);
        }

        @Override
        public void close() {
            closeQuietly(file);
        }
    }
}

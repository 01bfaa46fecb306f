package io.vedette.collector.state;

import io.vedette.collector.file.ProcessLock;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file whose content is all of one checkpoint, whatever happens: it is written beside its place, forced to the disk, and
 * renamed. A file that is none, or damaged, is put aside and never stops a start. A lock on the file {@code lock} beside it keeps a
 * second process from taking and replacing what belongs to the first.
 */
final class StateFile {

    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    /** "VEDST" and the version of this frame; then the length of the content and its CRC-32C (RFC 3720 appendix B.4). */
    private static final long MAGIC = 0x56_45_44_53_54_00_00_01L;

    private static final int LENGTH_AT = Long.BYTES;
    private static final int CHECKSUM_AT = LENGTH_AT + Integer.BYTES;
    private static final int HEADER = CHECKSUM_AT + Integer.BYTES;
    private static final String SIZE_FAULT = "it is cut off, or larger than state.max-size";

    private final Path directory;
    private final Path file;
    private final int maxBytes;
    private @Nullable ProcessLock lock;

    StateFile(Path directory, int maxBytes) {
        this.directory = directory;
        this.file = directory.resolve("detection.state");
        this.maxBytes = maxBytes;
    }

    Path path() {
        return file;
    }

    /** The content; null if there is none, or none that can be used. */
    byte @Nullable [] read() {
        if (!take()) {
            log.error("the state in {} is not used: another process keeps its own there, starting without", directory);
            return null;
        }
        byte[] header;
        byte[] content = {};
        String fault;
        try (InputStream in = Files.newInputStream(file)) {
            header = in.readNBytes(HEADER);
            fault = fault(header);
            if (fault == null) {
                content = new byte[ByteBuffer.wrap(header).getInt(LENGTH_AT)];
                fault = fill(content, in) ? null : SIZE_FAULT;
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.error("cannot read the state of an earlier run, starting without: {}", FileTrouble.why(e));
            return null;
        }
        if (fault == null
                && ByteBuffer.wrap(header).getInt(CHECKSUM_AT) != checksum(List.of(ByteBuffer.wrap(content)))) {
            fault = "it is damaged";
        }
        if (fault != null) {
            putAside(fault);
            return null;
        }
        return content;
    }

    /**
     * Takes the lock, if it is not there yet. Where there is none to be had, on some network file systems, the state is anybody's.
     *
     * @return false if another process has it
     */
    private synchronized boolean take() {
        if (lock != null || !Files.isDirectory(directory)) {
            return true;
        }
        try {
            lock = ProcessLock.tryTake(directory.resolve("lock"));
        } catch (IOException e) {
            log.debug("{} cannot be locked: {}", directory, e.toString());
            return true;
        }
        return lock != null;
    }

    /** Lets another process have the state. */
    synchronized void release() {
        if (lock != null) {
            lock.close();
        }
        lock = null;
    }

    private @Nullable String fault(byte[] header) {
        if (header.length < HEADER) {
            return "it is cut off";
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        long magic = fields.getLong();
        if (magic != MAGIC) {
            return magic >>> 24 == MAGIC >>> 24 ? "it is of another version" : "it is no state of Vedette";
        }
        int length = fields.getInt(LENGTH_AT);
        return length < 0 || length > maxBytes ? SIZE_FAULT : null;
    }

    /** Whether there were exactly so many bytes. Read in pieces, because the JDK has each piece outside the heap as well. */
    private static boolean fill(byte[] content, InputStream in) throws IOException {
        int at = 0;
        while (at < content.length) {
            int some = Math.min(content.length - at, ByteChunks.CHUNK);
            if (in.readNBytes(content, at, some) < some) {
                return false;
            }
            at += some;
        }
        return in.read() < 0;
    }

    private static int checksum(List<ByteBuffer> chunks) {
        CRC32C checksum = new CRC32C();
        chunks.forEach(chunk -> checksum.update(chunk.duplicate()));
        return (int) checksum.getValue();
    }

    /** Keeps the file under another name, for whoever wants to know; the one that was put aside before goes. */
    void putAside(String why) {
        Path aside = file.resolveSibling(file.getFileName() + ".bad");
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            log.error("the state of an earlier run is not used: {}; it is kept as {}, starting without", why, aside);
        } catch (IOException e) {
            log.error("the state of an earlier run is not used: {}; starting without", why);
        }
    }

    /**
     * Takes the place of what was there.
     *
     * @return the length of the content
     */
    int write(List<ByteBuffer> chunks) throws IOException {
        Files.createDirectories(directory);
        if (!take()) {
            throw new IOException("another process keeps its own state there");
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        int length = chunks.stream().mapToInt(ByteBuffer::remaining).sum();
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .putLong(MAGIC)
                .putInt(length)
                .putInt(checksum(chunks))
                .flip();
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, header);
            for (ByteBuffer chunk : chunks) {
                writeAll(channel, chunk);
            }
            channel.force(true);
        } catch (IOException e) {
            giveBack(next, e);
            throw e;
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
        return length;
    }

    /** What was written of it would keep room from the alerts while the disk is full. */
    private static void giveBack(Path unfinished, IOException cause) {
        try {
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}

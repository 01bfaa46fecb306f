package io.vedette.collector.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One file whose content is all of one checkpoint, whatever happens: it is written beside its place, forced to the disk, and
 * renamed. A file that is none, or damaged, is put aside and never stops a start.
 */
final class StateFile {

    private static final Logger log = LoggerFactory.getLogger(StateFile.class);

    /** "VEDST" and the version of this frame; then the length of the content and its CRC-32C (RFC 3720 appendix B.4). */
    private static final long MAGIC = 0x56_45_44_53_54_00_00_01L;

    private static final int HEADER = Long.BYTES + Integer.BYTES + Integer.BYTES;

    private final Path directory;
    private final Path file;
    private final int maxBytes;

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
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEADER + maxBytes + 1);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            log.error("cannot read the state of an earlier run, starting without: {}", e.toString());
            return null;
        }
        String fault = fault(bytes);
        if (fault != null) {
            putAside(fault);
            return null;
        }
        return Arrays.copyOfRange(bytes, HEADER, bytes.length);
    }

    private static @Nullable String fault(byte[] bytes) {
        ByteBuffer header = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER) {
            return "it is cut off";
        }
        long magic = header.getLong();
        if (magic != MAGIC) {
            return magic >>> 24 == MAGIC >>> 24 ? "it is of another version" : "it is no state of Vedette";
        }
        int length = header.getInt();
        int checksum = header.getInt();
        if (length != bytes.length - HEADER) {
            return "it is cut off, or larger than state.max-size";
        }
        return checksum == checksum(bytes, HEADER, length) ? null : "it is damaged";
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
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

    void write(byte[] content) throws IOException {
        Files.createDirectories(directory);
        Path next = file.resolveSibling(file.getFileName() + ".new");
        ByteBuffer header = ByteBuffer.allocate(HEADER)
                .putLong(MAGIC)
                .putInt(content.length)
                .putInt(checksum(content, 0, content.length))
                .flip();
        try (FileChannel channel = FileChannel.open(
                next, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, header);
            writeAll(channel, ByteBuffer.wrap(content));
            channel.force(true);
        } catch (IOException e) {
            giveBack(next, e);
            throw e;
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
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

package io.vedette.collector.alert;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of an alert log as they are written, across rotation: what is renamed is read to its end, then the file that
 * took the name; what is truncated is read from its beginning. A file that grows beyond where it was read within one interval
 * after it was truncated cannot be told from one that only grew. One thread.
 */
public final class AlertLogTail implements Closeable {

    private static final int BLOCK = 64 << 10;

    /** A file that is being read: where, and the start of a line whose end is still to come. */
    private static final class Reading implements Closeable {

        final FileChannel channel;
        final @Nullable Object key;
        final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        Reading(Path path) throws IOException {
            channel = FileChannel.open(path);
            key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    private final Path path;
    private final AlertLogFiles files;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private @Nullable Reading current;
    /** What had the name before; its writer may not have noticed yet. */
    private @Nullable Reading former;

    public AlertLogTail(Path path) {
        this.path = path;
        files = new AlertLogFiles(path);
    }

    /** Gives all lines that have come since the last call, without their ends, to {@code taker}; at first all that are there. */
    public void poll(Consumer<String> taker) throws IOException {
        if (former != null) {
            read(former, taker);
        }
        if (current != null) {
            read(current, taker);
            if (isCurrent(current)) {
                return;
            }
            moveOn(current, taker);
        }
        try {
            Reading opened = new Reading(path);
            current = opened;
            read(opened, taker);
        } catch (NoSuchFileException e) {
            current = null; // between two files, or there is none yet
        }
    }

    /**
     * The last lines of the file that are {@code wanted}, at most so many, in their order; the next {@link #poll} gives those that
     * come after the last one. To be called before the first. Reads no more of the file than it has to.
     */
    public List<String> last(int most, Predicate<String> wanted) throws IOException {
        Deque<String> last = new ArrayDeque<>();
        try {
            Reading opened = new Reading(path);
            current = opened;
            LinesFromEnd lines = new LinesFromEnd(opened.channel, AlertLogFiles.LONGEST_LINE);
            opened.channel.position(lines.end());
            AlertLogFiles.takeLast(lines, most, wanted, last);
        } catch (NoSuchFileException e) {
            return List.of(); // not yet
        } catch (EOFException e) {
            return List.copyOf(last); // truncated meanwhile: the next poll begins anew
        }
        return List.copyOf(last);
    }

    private boolean isCurrent(Reading reading) throws IOException {
        try {
            return Objects.equals(
                    reading.key,
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Leaves {@code left}, whose name now means another file, and reads what was put aside after it, all in one interval. */
    private void moveOn(Reading left, Consumer<String> taker) throws IOException {
        if (former != null) {
            former.close();
        }
        former = left;
        current = null;
        List<Path> after = new ArrayList<>();
        boolean found = false;
        for (Path file : files.all()) {
            if (found && !file.equals(path)) {
                after.add(file);
            }
            found |= left.key != null && left.key.equals(keyOf(file));
        }
        for (Path file : after) {
            AlertLogFiles.read(file, taker);
        }
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private void read(Reading reading, Consumer<String> taker) throws IOException {
        if (reading.channel.size() < reading.channel.position()) {
            reading.channel.position(0);
            reading.begun.reset();
        }
        while (reading.channel.read(block.clear()) > 0) {
            byte[] bytes = block.array();
            int start = 0;
            for (int i = 0; i < block.position(); i++) {
                if (bytes[i] == '\n') {
                    reading.begun.write(bytes, start, i - start);
                    taker.accept(reading.begun.toString(StandardCharsets.ISO_8859_1));
                    reading.begun.reset();
                    start = i + 1;
                }
            }
            if (reading.begun.size() < AlertLogFiles.LONGEST_LINE) { // else it is no alert, and its end will show that
                reading.begun.write(bytes, start, block.position() - start);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (former != null) {
            former.close();
        }
        if (current != null) {
            current.close();
        }
    }
}

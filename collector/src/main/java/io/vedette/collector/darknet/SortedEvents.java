package io.vedette.collector.darknet;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lines in the order of time, source, port and traffic, however many there are.
 *
 * <p>What does not fit into memory is written to sorted files beside the output, which are merged at the end. They lose their
 * names as soon as they are open, where the system allows it, so that nothing of them stays however the program ends. Belongs to
 * one thread.
 */
final class SortedEvents implements Closeable {

    /** Of the heap, for lines: the sixteenth part. */
    private static final int HEAP_SHIFT = 4;

    private static final int OVERHEAD = 64;

    /** Files open at once. */
    private static final int MAX_FILES = 64;

    private static final Comparator<Line> ORDER = Comparator.comparingLong(Line::nanos)
            .thenComparing((one, other) -> Long.compareUnsigned(one.key, other.key));

    private final Path folder;
    private final long memoryBytes;
    private final List<FileChannel> spilled = new ArrayList<>();
    private List<Line> lines = new ArrayList<>();
    private long bytes;
    private long count;

    private record Line(long nanos, long key, byte[] text) {}

    /** @param folder for temporary files */
    SortedEvents(Path folder) {
        this(folder, Runtime.getRuntime().maxMemory() >> HEAP_SHIFT);
    }

    SortedEvents(Path folder, long memoryBytes) {
        this.folder = folder;
        this.memoryBytes = memoryBytes;
    }

    /** @param key orders lines of one time, as an unsigned number */
    void add(long nanos, long key, byte[] text) throws IOException {
        lines.add(new Line(nanos, key, text));
        bytes += text.length + OVERHEAD;
        count++;
        if (bytes > memoryBytes) {
            spill();
        }
    }

    long count() {
        return count;
    }

    private void spill() throws IOException {
        lines.sort(ORDER);
        DataOutputStream out = nextFile();
        for (Line line : lines) {
            write(line, out);
        }
        out.flush();
        lines = new ArrayList<>();
        bytes = 0;
        if (spilled.size() == MAX_FILES) {
            mergeSpilled();
        }
    }

    /** A new file behind those that are there; it is open until it is not needed any more. */
    private DataOutputStream nextFile() throws IOException {
        Path name = Files.createTempFile(folder, ".vedette-events-", ".tmp");
        FileChannel file = FileChannel.open(
                name, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        spilled.add(file);
        return new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16));
    }

    private static void write(Line line, DataOutputStream out) throws IOException {
        out.writeLong(line.nanos);
        out.writeLong(line.key);
        out.writeInt(line.text.length);
        out.write(line.text);
    }

    private void mergeSpilled() throws IOException {
        List<FileChannel> files = List.copyOf(spilled);
        DataOutputStream out = nextFile();
        merge(files, line -> write(line, out));
        out.flush();
        for (FileChannel file : files) {
            file.close();
            spilled.remove(file);
        }
    }

    /** Writes all lines in order, with {@code separator} between them. */
    void writeTo(OutputStream out, byte[] separator) throws IOException {
        boolean[] first = {true};
        LineSink sink = line -> {
            if (!first[0]) {
                out.write(separator);
            }
            first[0] = false;
            out.write(line.text);
        };
        if (!spilled.isEmpty()) {
            spill();
            merge(List.copyOf(spilled), sink);
            return;
        }
        lines.sort(ORDER);
        for (Line line : lines) {
            sink.accept(line);
        }
    }

    @FunctionalInterface
    private interface LineSink {
        void accept(Line line) throws IOException;
    }

    private static void merge(List<FileChannel> files, LineSink sink) throws IOException {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparing(Cursor::line, ORDER));
        for (FileChannel file : files) {
            Cursor cursor = new Cursor(file);
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
        for (Cursor cursor = cursors.poll(); cursor != null; cursor = cursors.poll()) {
            sink.accept(cursor.line);
            if (cursor.next()) {
                cursors.add(cursor);
            }
        }
    }

    private static final class Cursor {

        private static final Line NONE = new Line(0, 0, new byte[0]);

        private final DataInputStream in;
        private Line line = NONE;

        Cursor(FileChannel file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(0)), 1 << 16));
        }

        Line line() {
            return line;
        }

        boolean next() throws IOException {
            long nanos;
            try {
                nanos = in.readLong();
            } catch (EOFException e) {
                return false;
            }
            long key = in.readLong();
            byte[] text = new byte[in.readInt()];
            in.readFully(text);
            line = new Line(nanos, key, text);
            return true;
        }
    }

    /** Gives the temporary files up. */
    @Override
    public void close() throws IOException {
        for (FileChannel file : spilled) {
            file.close();
        }
    }
}

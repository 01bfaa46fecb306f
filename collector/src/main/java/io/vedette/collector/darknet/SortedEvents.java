package io.vedette.collector.darknet;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lines in the order of time, source, port and traffic, however many there are.
 *
 * <p>What does not fit into memory is written to sorted files beside the output, which are merged at the end and deleted.
 * Belongs to one thread.
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
    private final List<Path> spilled = new ArrayList<>();
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
        Path file = Files.createTempFile(folder, ".vedette-events-", ".tmp");
        spilled.add(file);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16))) {
            for (Line line : lines) {
                write(line, out);
            }
        }
        lines = new ArrayList<>();
        bytes = 0;
        if (spilled.size() == MAX_FILES) {
            mergeSpilled();
        }
    }

    private static void write(Line line, DataOutputStream out) throws IOException {
        out.writeLong(line.nanos);
        out.writeLong(line.key);
        out.writeInt(line.text.length);
        out.write(line.text);
    }

    private void mergeSpilled() throws IOException {
        List<Path> files = List.copyOf(spilled);
        Path merged = Files.createTempFile(folder, ".vedette-events-", ".tmp");
        spilled.add(merged);
        try (DataOutputStream out =
                new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(merged), 1 << 16))) {
            merge(files, line -> write(line, out));
        }
        for (Path file : files) {
            Files.delete(file);
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

    private static void merge(List<Path> files, LineSink sink) throws IOException {
        PriorityQueue<Cursor> cursors = new PriorityQueue<>(Comparator.comparing(Cursor::line, ORDER));
        List<Cursor> all = new ArrayList<>();
        try {
            for (Path file : files) {
                Cursor cursor = new Cursor(file);
                all.add(cursor);
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
        } finally {
            for (Cursor cursor : all) {
                cursor.in.close();
            }
        }
    }

    private static final class Cursor {

        private static final Line NONE = new Line(0, 0, new byte[0]);

        private final DataInputStream in;
        private Line line = NONE;

        Cursor(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
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

    /** Deletes the temporary files. */
    @Override
    public void close() throws IOException {
        for (Path file : spilled) {
            Files.deleteIfExists(file);
        }
    }
}

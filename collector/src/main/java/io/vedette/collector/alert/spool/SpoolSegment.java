package io.vedette.collector.alert.spool;

import io.vedette.core.detect.Severity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The index of one segment: where its records are and which are settled. The texts are in its file, or here in memory while
 * there is no file: see {@link #store}.
 *
 * <p>The file's name is the first sequence number in hexadecimal, a number that makes it unique, and the severity: {@code
 * 00000000000001a4-0.high}.
 */
final class SpoolSegment {

    private static final int BLOCK = 64 << 10;
    private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})-(\\d{1,6})\\.([a-z]+)");

    private long[] sequences = new long[16];
    private long[] times = new long[16];
    private int[] offsets = new int[16];
    private int[] lengths = new int[16];
    private final BitSet settled = new BitSet();
    private int count;
    private int read;
    private int outstanding;
    private int bytes;

    private @Nullable List<byte[]> texts = new ArrayList<>();
    private @Nullable String name;
    private SpoolStore.@Nullable Writer writer;
    private boolean unforced;

    /** What was last read from the file: the records behind the one that was asked for are asked for next. */
    private byte[] block = {};

    private int blockStart;

    /** A name that no file has; after damage the obvious one may be taken. */
    static String freeName(SpoolStore store, Severity severity, long first) throws IOException {
        List<String> taken = store.names();
        int distinction = 0;
        String name;
        do {
            name = String.format(Locale.ROOT, "%016x-%d.%s", first, distinction++, severity.label());
        } while (taken.contains(name));
        return name;
    }

    /** The severity in the name of a segment; null if {@code name} is none. */
    static @Nullable Severity severityOf(String name) {
        Matcher form = NAME.matcher(name);
        if (form.matches()) {
            for (Severity severity : Severity.values()) {
                if (severity.label().equals(form.group(3))) {
                    return severity;
                }
            }
        }
        return null;
    }

    /** A segment that was found on disk. */
    static SpoolSegment found(String name, int bytes) {
        SpoolSegment segment = new SpoolSegment();
        segment.name = name;
        segment.texts = null;
        segment.bytes = bytes;
        return segment;
    }

    /** Notes a record that is in the file already, and whether it was settled in an earlier life. */
    void index(SpoolRecord record, boolean isSettled) {
        note(record.sequence(), record.millis(), record.offset(), record.text().length);
        if (isSettled) {
            settled.set(count - 1);
            outstanding--;
        }
    }

    /** Adds a record; in memory, or to the file, and then if that fails it has not been added. */
    void add(long sequence, long millis, byte[] text) throws IOException {
        List<byte[]> inMemory = texts;
        if (inMemory != null) {
            inMemory.add(text);
        } else {
            write(SpoolRecord.encode(sequence, millis, text));
        }
        note(sequence, millis, bytes, text.length);
        bytes += SpoolRecord.size(text.length);
    }

    private void write(ByteBuffer record) throws IOException {
        SpoolStore.Writer open = writer;
        if (open == null) {
            throw new IllegalStateException("segment " + name + " is sealed");
        }
        try {
            unforced = true;
            open.write(record);
        } catch (IOException e) {
            try {
                open.truncate(bytes);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            seal();
            throw e;
        }
    }

    private void note(long sequence, long millis, int offset, int length) {
        if (count == sequences.length) {
            int more = count * 2;
            sequences = Arrays.copyOf(sequences, more);
            times = Arrays.copyOf(times, more);
            offsets = Arrays.copyOf(offsets, more);
            lengths = Arrays.copyOf(lengths, more);
        }
        sequences[count] = sequence;
        times[count] = millis;
        offsets[count] = offset;
        lengths[count] = length;
        count++;
        outstanding++;
    }

    /** Gives this segment a file, with all that is in memory, and keeps it open for more. */
    void store(SpoolStore store, String newName) throws IOException {
        List<byte[]> inMemory = texts;
        if (inMemory == null) {
            throw new IllegalStateException("segment " + name + " has a file");
        }
        SpoolStore.Writer opened = store.create(newName);
        try {
            for (int i = 0; i < count; i++) {
                opened.write(SpoolRecord.encode(sequences[i], times[i], inMemory.get(i)));
            }
        } catch (IOException e) {
            opened.close();
            try {
                store.delete(newName);
            } catch (IOException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
        writer = opened;
        name = newName;
        texts = null;
        unforced = true;
    }

    byte[] text(int record, SpoolStore store) throws IOException {
        List<byte[]> inMemory = texts;
        String file = name;
        if (inMemory != null) {
            return inMemory.get(record);
        }
        if (file == null) {
            throw new IllegalStateException("a segment is in memory or has a file");
        }
        int from = SpoolRecord.textOffset(offsets[record]);
        int to = from + lengths[record];
        if (from < blockStart || to > blockStart + block.length) {
            int end = Math.max(to, Math.min(bytes, from + BLOCK));
            block = store.read(file, from, end - from);
            blockStart = from;
        }
        return Arrays.copyOfRange(block, from - blockStart, to - blockStart);
    }

    /** Settles the record of {@code sequence}; false if it is not here or was settled before. */
    boolean settle(long sequence) {
        int record = Arrays.binarySearch(sequences, 0, count, sequence);
        if (record < 0 || settled.get(record)) {
            return false;
        }
        settled.set(record);
        outstanding--;
        return true;
    }

    boolean holds(long sequence) {
        int record = Arrays.binarySearch(sequences, 0, count, sequence);
        return record >= 0 && !settled.get(record);
    }

    /** The next record to read, or -1. */
    int peek() {
        read = settled.nextClearBit(read);
        if (read < count) {
            return read;
        }
        block = new byte[0];
        return -1;
    }

    void skip() {
        read++;
    }

    /** The first record that is not settled, or -1. */
    int oldest() {
        int first = settled.nextClearBit(0);
        return first < count ? first : -1;
    }

    /** The sequence numbers that are not settled. */
    long[] outstandingSequences() {
        long[] left = new long[outstanding];
        int at = 0;
        for (int i = settled.nextClearBit(0); i < count; i = settled.nextClearBit(i + 1)) {
            left[at++] = sequences[i];
        }
        return left;
    }

    long sequence(int record) {
        return sequences[record];
    }

    long millis(int record) {
        return times[record];
    }

    /** Dates all records later by {@code millis}; what is in the file stays as it is. */
    void shift(long millis) {
        for (int i = 0; i < count; i++) {
            times[i] += millis;
        }
    }

    int count() {
        return count;
    }

    int outstanding() {
        return outstanding;
    }

    /** Size of the file, or of what it would be. */
    int bytes() {
        return bytes;
    }

    boolean isInMemory() {
        return texts != null;
    }

    boolean isSealed() {
        return texts == null && writer == null;
    }

    @Nullable
    String name() {
        return name;
    }

    void force() throws IOException {
        SpoolStore.Writer open = writer;
        if (open != null && unforced) {
            unforced = false;
            open.force();
        }
    }

    /** Writes no more to the file. */
    void seal() {
        SpoolStore.Writer open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
    }
}

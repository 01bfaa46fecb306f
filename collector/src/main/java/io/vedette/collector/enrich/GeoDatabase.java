package io.vedette.collector.enrich;

import com.maxmind.db.Reader;
import com.maxmind.db.Reader.FileMode;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A file in MaxMind's format, read once and again when it was replaced.
 *
 * <p>It is held in memory, not mapped: a file that is overwritten in place would end the process with it. A replacement that
 * cannot be read leaves the old one in use. Belongs to one thread.
 */
final class GeoDatabase implements Closeable {

    private static final long CHECK_NANOS = Duration.ofSeconds(10).toNanos();

    private final Path path;
    private final LongSupplier ticker;
    private Reader reader;
    private Object identity;
    private long checkedNanos;
    private long failures;

    /**
     * @param ticker nanoseconds of some clock, to look every ten seconds whether the file was replaced
     * @throws IOException if it cannot be read or is no such file
     */
    GeoDatabase(Path path, LongSupplier ticker) throws IOException {
        this.path = path;
        this.ticker = ticker;
        this.identity = identity();
        this.reader = open();
        this.checkedNanos = ticker.getAsLong();
    }

    private Reader open() throws IOException {
        return new Reader(path.toFile(), FileMode.MEMORY);
    }

    private Object identity() throws IOException {
        BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
        return now.fileKey() + " " + now.lastModifiedTime() + " " + now.size();
    }

    /** What the file says of an address; empty if nothing or if it is damaged there. */
    Map<?, ?> find(InetAddress address) {
        checkReplaced();
        try {
            Map<?, ?> found = reader.get(address, Map.class);
            return found == null ? Map.of() : found;
        } catch (IOException | RuntimeException e) {
            failures++;
            return Map.of();
        }
    }

    private void checkReplaced() {
        long now = ticker.getAsLong();
        if (now - checkedNanos < CHECK_NANOS) {
            return;
        }
        checkedNanos = now;
        try {
            Object found = identity();
            if (!found.equals(identity)) {
                Reader replacement = open();
                reader.close();
                reader = replacement;
                identity = found;
            }
        } catch (IOException e) {
            failures++;
        }
    }

    /** Look-ups that failed because of the file, and replacements that could not be read. */
    long failures() {
        return failures;
    }

    /** The text at a path of keys; empty if it is not there or something else. */
    static String text(Map<?, ?> data, String... keys) {
        return value(data, keys) instanceof String text ? text : "";
    }

    /** The number at a path of keys; 0 if it is not there or something else. */
    static double number(Map<?, ?> data, String... keys) {
        return value(data, keys) instanceof Number number ? number.doubleValue() : 0;
    }

    private static @Nullable Object value(Map<?, ?> data, String... keys) {
        Object value = data;
        for (String key : keys) {
            value = value instanceof Map<?, ?> map ? map.get(key) : null;
        }
        return value;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

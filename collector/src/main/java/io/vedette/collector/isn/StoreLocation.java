package io.vedette.collector.isn;

import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.SqliteStore;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where counts are kept, as an operator writes it: a file.
 *
 * @param text as it was written
 */
public record StoreLocation(String text) {

    /** Opens the store for counting; it is made if it is not there. */
    public IsnStore open(@Nullable ZoneId zone) throws IOException {
        return SqliteStore.open(path(), zone);
    }

    /** Opens the store for statistics. */
    public IsnStore openExisting(@Nullable ZoneId zone) throws IOException {
        return SqliteStore.openExisting(path(), zone);
    }

    private Path path() throws IOException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException(text + ": not a file name", e);
        }
    }
}

package io.vedette.collector.isn;

import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.redis.RedisStore;
import io.vedette.collector.isn.store.CopiedChange;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.SqliteStore;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * Where counts are kept, as an operator writes it: a file, or a Redis database as {@link RedisAddress} has it.
 *
 * @param text as it was written
 */
public record StoreLocation(String text) {

    /** Opens the store for counting; it is made if it is not there. */
    public IsnStore open(@Nullable ZoneId zone) throws IOException {
        if (RedisAddress.isMeant(text)) {
            return RedisStore.open(address(), zone);
        }
        return SqliteStore.open(path(), zone);
    }

    /** Opens the store for statistics. */
    public IsnStore openExisting(@Nullable ZoneId zone) throws IOException {
        if (RedisAddress.isMeant(text)) {
            return RedisStore.openExisting(address(), zone);
        }
        return SqliteStore.openExisting(path(), zone);
    }

    /**
     * Takes over the counts of a Redis database, less what was taken over before.
     *
     * @return what was new
     * @param zone whose days are copied; null for those of the database, or, where it does not say, of this store
     * @throws IOException if this is no file, either of them cannot be used, or they count the days of different zones
     */
    public SynCount copy(RedisAddress from, @Nullable ZoneId zone) throws IOException {
        if (RedisAddress.isMeant(text)) {
            throw new IOException("counts are copied into a file; between databases, Redis has its own means");
        }
        try (RedisStore origin = RedisStore.openExisting(from, zone);
                SqliteStore into = SqliteStore.open(path(), zone == null ? origin.knownZone() : zone);
                CopiedChange change = into.beginCopy()) {
            SynCount added = origin.copyTo(change);
            change.commit();
            return added;
        }
    }

    private RedisAddress address() throws IOException {
        try {
            return RedisAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("store: " + e.getMessage(), e);
        }
    }

    private Path path() throws IOException {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new IOException(text + ": not a file name", e);
        }
    }
}

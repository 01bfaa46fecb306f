package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.ContactRoute;
import io.vedette.core.sketch.KeyedHash;
import org.jspecify.annotations.Nullable;

/** Gathers the contacts of one source by the shard of their initiator. Belongs to the source's thread. */
final class ShardRoute implements ContactRoute {

    private final ShardHost host;
    private final KeyedHash hash;
    private final @Nullable ContactBatch[] open;
    private long receivedMillis;

    ShardRoute(ShardHost host, KeyedHash hash, int shards) {
        this.host = host;
        this.hash = hash;
        this.open = new ContactBatch[shards];
    }

    /** Sets the time of receipt for batches that are begun from now on; never goes back. */
    void receivedAt(long millis) {
        receivedMillis = Math.max(receivedMillis, millis);
    }

    @Override
    public ContactBatch rowFor(long initiatorHigh, long initiatorLow) {
        int shard = shardOf(hash, initiatorHigh, initiatorLow, open.length);
        ContactBatch batch = open[shard];
        if (batch == null || batch.isFull()) {
            if (batch != null) {
                host.deliver(shard, batch);
            }
            batch = host.newBatch(receivedMillis);
            open[shard] = batch;
        }
        return batch;
    }

    /** The shard of an initiator. */
    static int shardOf(KeyedHash hash, long initiatorHigh, long initiatorLow, int shards) {
        return shards == 1
                ? 0
                : (int) Long.remainderUnsigned(hash.ofAddress(initiatorHigh, initiatorLow) >>> 32, shards);
    }

    /** Hands over what was gathered. */
    void flush() {
        for (int shard = 0; shard < open.length; shard++) {
            ContactBatch batch = open[shard];
            if (batch != null) {
                open[shard] = null;
                host.deliver(shard, batch);
            }
        }
    }
}

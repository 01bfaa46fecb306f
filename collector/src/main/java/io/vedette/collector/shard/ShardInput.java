package io.vedette.collector.shard;

import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.ContactMaker;
import io.vedette.core.contact.ContactRoute;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.sketch.KeyedHash;
import org.jspecify.annotations.Nullable;

/** One source's way into the shards: makes contacts and gathers them by shard. Belongs to the source's thread. */
final class ShardInput implements FlowInput, ContactRoute {

    private final ShardHost host;
    private final ContactMaker maker;
    private final AnalysisCounts counts;
    private final KeyedHash hash;
    private final @Nullable ContactBatch[] open;
    private long receivedMillis;
    private boolean closed;

    ShardInput(ShardHost host, ContactMaker maker, AnalysisCounts counts, KeyedHash hash, int shards) {
        this.host = host;
        this.maker = maker;
        this.counts = counts;
        this.hash = hash;
        this.open = new ContactBatch[shards];
    }

    @Override
    public void flows(FlowBatch batch) {
        receivedMillis = batch.receivedMillis();
        maker.accept(batch, this);
    }

    @Override
    public ContactBatch rowFor(long initiatorHigh, long initiatorLow) {
        int shard = open.length == 1
                ? 0
                : (int) Long.remainderUnsigned(hash.ofAddress(initiatorHigh, initiatorLow) >>> 32, open.length);
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

    @Override
    public void flush() {
        for (int shard = 0; shard < open.length; shard++) {
            ContactBatch batch = open[shard];
            if (batch != null) {
                open[shard] = null;
                host.deliver(shard, batch);
            }
        }
    }

    @Override
    public boolean ready() {
        return host.hasRoom();
    }

    @Override
    public void tick(long nowMillis) {
        receivedMillis = Math.max(receivedMillis, nowMillis);
        maker.advance(nowMillis, this);
        flush();
    }

    @Override
    public AnalysisCounts counts() {
        return counts;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            maker.finish(this);
            flush();
            host.closed(this);
        }
    }
}

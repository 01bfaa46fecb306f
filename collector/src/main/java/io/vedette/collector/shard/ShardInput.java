package io.vedette.collector.shard;

import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.contact.ContactMaker;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;

/** One source's way into the shards: makes contacts and gathers them by shard. Belongs to the source's thread. */
final class ShardInput implements FlowInput {

    /** Of so many flows one is looked at for how late it is. */
    private static final int LAG_SAMPLE = 64;

    private final ShardHost host;
    private final ContactMaker maker;
    private final AnalysisCounts counts;
    private final ShardRoute route;
    private boolean closed;

    ShardInput(ShardHost host, ContactMaker maker, AnalysisCounts counts, ShardRoute route) {
        this.host = host;
        this.maker = maker;
        this.counts = counts;
        this.route = route;
    }

    @Override
    public void flows(FlowBatch batch, int from, int to) {
        batch.arrivedAt(host.arrival(batch.receivedMillis()));
        route.receivedAt(batch.arrivedMillis());
        maker.accept(batch, from, to, route);
        for (int row = from; row < to; row += LAG_SAMPLE) {
            long end = batch.endMillis(row);
            if (end != Flow.UNKNOWN) {
                counts.lagMillis.observe(batch.receivedMillis() - end);
            }
        }
    }

    @Override
    public void flush() {
        route.flush();
    }

    @Override
    public boolean ready() {
        return host.hasRoom();
    }

    @Override
    public void tick(long nowMillis) {
        long arrival = host.arrival(nowMillis);
        route.receivedAt(arrival);
        maker.advance(arrival, route);
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
            maker.finish(route);
            flush();
            host.closed(this);
        }
    }
}

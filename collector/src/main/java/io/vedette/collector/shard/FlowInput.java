package io.vedette.collector.shard;

import io.vedette.core.contact.AnalysisCounts;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;

/**
 * The way of one source's flows into the shards. Belongs to the thread that reads the source.
 *
 * <p>Nothing that was delivered is ever dropped. When the shards cannot keep up, {@link #ready} turns false: the source
 * stops reading, so that its own sender is slowed down. What was already read may still be delivered.
 */
public interface FlowInput extends FlowSink, AutoCloseable {

    @Override
    default void flows(FlowBatch batch) {
        flows(batch, 0, batch.size());
    }

    /** Delivers the rows of {@code batch} from {@code from} on and before {@code to}. */
    void flows(FlowBatch batch, int from, int to);

    /** Hands over what was gathered; called at the end of each read. */
    void flush();

    /** Whether the source should go on reading. After {@code false}, wait for the {@code resume} of the opening call. */
    boolean ready();

    /** Lets time pass for flows that wait for their other direction; called about once a second. */
    void tick(long nowMillis);

    AnalysisCounts counts();

    /** Delivers what is still waiting for its other direction. The source is at its end. */
    @Override
    void close();
}

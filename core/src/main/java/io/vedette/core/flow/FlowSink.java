package io.vedette.core.flow;

/** Takes decoded flow records, a batch at a time. */
@FunctionalInterface
public interface FlowSink {

    /**
     * Consumes every row of {@code batch} before it returns; the caller clears and reuses the batch afterwards.
     *
     * @param batch at least one row
     */
    void flows(FlowBatch batch);
}

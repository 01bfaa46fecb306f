package io.vedette.core.flow.json;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectionSink;

/** One stream of nProbe JSON records. */
public final class FlowStream {

    public FlowStream(StreamLimits limits, IntakeCounts counts, RejectionSink rejections) {}

    /**
     * Takes the next bytes of the stream, in whatever pieces they come.
     *
     * @param batch scratch rows, lent for the call: given to {@code sink} whenever full and before this returns; empty
     *     again afterwards
     */
    public void feed(byte[] bytes, int from, int to, FlowBatch batch, FlowSink sink) {}

    /** Ends the stream: a last record without a line end counts if it is complete. */
    public void end(FlowBatch batch, FlowSink sink) {}

    /** Bytes of an unfinished record that are being kept, 0 between records. */
    public int pending() {
        return 0;
    }
}

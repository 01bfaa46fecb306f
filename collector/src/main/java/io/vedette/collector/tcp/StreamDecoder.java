package io.vedette.collector.tcp;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectionSink;
import io.vedette.core.flow.json.FlowStream;
import io.vedette.core.flow.json.StreamLimits;

/** What turns the bytes of one connection into flows; the calls are those of {@link FlowStream}. */
interface StreamDecoder {

    void feed(byte[] bytes, int from, int to, FlowBatch batch, FlowSink sink);

    void end(FlowBatch batch, FlowSink sink);

    int pending();

    /** Makes a decoder for a new connection. */
    @FunctionalInterface
    interface Factory {
        StreamDecoder open(IntakeCounts counts, RejectionSink rejections);
    }

    /** nProbe JSON. */
    static Factory json(StreamLimits limits) {
        return (counts, rejections) -> {
            FlowStream stream = new FlowStream(limits, counts, rejections);
            return new StreamDecoder() {
                @Override
                public void feed(byte[] bytes, int from, int to, FlowBatch batch, FlowSink sink) {
                    stream.feed(bytes, from, to, batch, sink);
                }

                @Override
                public void end(FlowBatch batch, FlowSink sink) {
                    stream.end(batch, sink);
                }

                @Override
                public int pending() {
                    return stream.pending();
                }
            };
        };
    }
}

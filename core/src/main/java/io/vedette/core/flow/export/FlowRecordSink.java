package io.vedette.core.flow.export;

/** Takes flow records, in the order in which a probe would send them. */
@FunctionalInterface
public interface FlowRecordSink {

    void export(FlowRecord flow);
}

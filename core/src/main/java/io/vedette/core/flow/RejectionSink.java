package io.vedette.core.flow;

/** Takes what could not be decoded. Called once for each rejected record, after it was counted. */
@FunctionalInterface
public interface RejectionSink {
    void rejected(Rejection rejection);
}

package io.vedette.collector.alert;

/** Why a sink did not get an alert, or did not get rid of it. */
public enum DropReason {
    /** The queue of a best-effort sink had reached its limit. */
    QUEUE_FULL,
    /** A best-effort sink failed to deliver, or the alert made the sink throw. */
    FAILED,
    /** The sink's output is gone for good, such as a closed pipe. */
    GONE,
    /** It was raised after the sink had been closed. */
    CLOSED
}

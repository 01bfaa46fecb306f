package io.vedette.collector.alert;

/** What a sink promises about an alert that was raised; its delivery class. */
public enum Guarantee {
    /** It arrives, perhaps twice; receivers tell repetitions by the alert's id. A full queue makes the raiser wait. */
    AT_LEAST_ONCE,
    /** It arrives if the sink keeps up and works. A full queue or a failure drops it, with a count. */
    BEST_EFFORT
}

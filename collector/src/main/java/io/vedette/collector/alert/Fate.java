package io.vedette.collector.alert;

/** What a sink did with an alert it was given. After this the dispatcher has forgotten the alert. */
public enum Fate {
    /** It has arrived: for a file, it is written. */
    DELIVERED,
    /** A rule of the operator kept it back. */
    SUPPRESSED,
    /** It is in the sink's own spool, on disk unless that refuses; the spool's counts answer for it from here on. */
    SPOOLED,
    /** The receiver refused it for good; it was put aside for a person to look at. */
    DEAD_LETTERED
}

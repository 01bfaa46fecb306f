package io.vedette.collector.alert.spool;

/** How an alert left the spool. */
public enum SpoolFate {
    /** The receiver has it. */
    DELIVERED,
    /** Counted into a message about the same thing, for which the receiver was told already. */
    FOLDED,
    /** The receiver refused it for good; it is in the dead letters. */
    DEAD_LETTERED,
    /** Dropped: the spool had reached its size. */
    OVERFLOW,
    /** Dropped: it was tried for as long as the operator allows. */
    EXPIRED,
    /** Lost: it was in the cursor's books, but its bytes are damaged or gone. */
    LOST,
    /** Lost: the disk refused it, and the process ended before it was delivered from memory. */
    ABANDONED
}

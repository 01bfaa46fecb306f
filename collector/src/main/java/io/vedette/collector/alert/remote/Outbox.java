package io.vedette.collector.alert.remote;

import io.vedette.collector.alert.spool.SpooledAlert;
import org.jspecify.annotations.Nullable;

/** Decides what is sent together, and when. One thread. */
public interface Outbox {

    /** Whether it wants more alerts now; what it does not take stays in the spool. */
    boolean hasRoom();

    /**
     * Takes an alert.
     *
     * @return false if there will be no notification for it: the receiver knows, and it is only counted
     */
    boolean take(SpooledAlert alert, long nowNanos);

    /** The next notification that is due; null if there is none yet. */
    @Nullable
    Notification next(long nowNanos);

    /** Makes everything due at once, because the process ends. */
    void hurry();
}

package io.vedette.collector.alert.spool;

import io.vedette.core.detect.Alert;

/**
 * An alert in the spool.
 *
 * @param ticket what {@link Spool#settle} wants; unique within a spool, across restarts too
 * @param spooledMillis when it came into the spool, milliseconds since 1970 UTC
 */
public record SpooledAlert(long ticket, Alert alert, long spooledMillis) {}

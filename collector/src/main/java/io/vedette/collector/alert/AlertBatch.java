package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import java.util.Collections;
import java.util.List;

/**
 * The first alerts of a sink's queue, and the cursor of the sink in them. An alert stays in the queue until it is settled.
 * Belongs to the sink's thread, and to one call of {@link Sink#deliver}.
 */
public final class AlertBatch {

    private final SinkQueue queue;
    private List<Alert> alerts;
    private List<String> suppressions;

    /** @param suppressions for each alert the id of the suppression that keeps it back, empty if none does */
    AlertBatch(SinkQueue queue, List<Alert> alerts, List<String> suppressions) {
        this.queue = queue;
        this.alerts = alerts;
        this.suppressions = suppressions;
    }

    public boolean isEmpty() {
        return alerts.isEmpty();
    }

    /** The alerts that are not settled, oldest first. */
    public List<Alert> alerts() {
        return Collections.unmodifiableList(alerts);
    }

    /**
     * For each of {@link #alerts} the id of the suppression that keeps it back from people, empty if none does. Only a sink that
     * {@linkplain Sink#isRecord is a record} ever sees one.
     */
    List<String> suppressions() {
        return Collections.unmodifiableList(suppressions);
    }

    /** Says what became of the first {@code count} alerts that are not settled. */
    public void settle(int count, Fate fate) {
        forget(count);
        queue.settle(count, fate);
    }

    void drop(int count, DropReason reason) {
        forget(count);
        queue.drop(count, reason);
    }

    private void forget(int count) {
        alerts = alerts.subList(count, alerts.size());
        suppressions = suppressions.subList(count, suppressions.size());
    }
}

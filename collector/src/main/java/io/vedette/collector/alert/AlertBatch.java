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

    AlertBatch(SinkQueue queue, List<Alert> alerts) {
        this.queue = queue;
        this.alerts = alerts;
    }

    public boolean isEmpty() {
        return alerts.isEmpty();
    }

    /** The alerts that are not settled, oldest first. */
    public List<Alert> alerts() {
        return Collections.unmodifiableList(alerts);
    }

    /** Says what became of the first {@code count} alerts that are not settled. */
    public void settle(int count, Fate fate) {
        alerts = alerts.subList(count, alerts.size());
        queue.settle(count, fate);
    }

    void drop(int count, DropReason reason) {
        alerts = alerts.subList(count, alerts.size());
        queue.drop(count, reason);
    }
}

package io.vedette.collector;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts alerts by stage on their way to the sinks. Any thread may raise. */
final class AlertTally implements AlertSink, MetricSource {

    private final AlertSink next;
    private final AtomicLongArray raised = new AtomicLongArray(Stage.values().length);

    AlertTally(AlertSink next) {
        this.next = next;
    }

    @Override
    public void raise(Alert alert) {
        raised.incrementAndGet(alert.stage().ordinal());
        next.raise(alert);
    }

    long raised(Stage stage) {
        return raised.get(stage.ordinal());
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        for (Stage stage : Stage.values()) {
            String label = stage.name().toLowerCase(Locale.ROOT);
            writer.counter("alerts", "Alerts raised, by stage of their incident.", "stage", label, raised(stage));
        }
    }
}

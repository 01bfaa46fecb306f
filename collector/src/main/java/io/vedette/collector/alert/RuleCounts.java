package io.vedette.collector.alert;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Rules;
import io.vedette.core.detect.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;

/** Counts alerts by their rule and severity. Any thread may raise. */
final class RuleCounts implements MetricSource {

    /** For a rule that nobody has declared: labels come from a fixed set. */
    private static final String OTHER = "other";

    private static final Severity[] SEVERITIES = Severity.values();
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        Rules.ALL.forEach(rule -> NUMBERS.put(rule, NUMBERS.size()));
    }

    private final AtomicLongArray raised = new AtomicLongArray((Rules.ALL.size() + 1) * SEVERITIES.length);
    private final AtomicLongArray suppressed = new AtomicLongArray(Rules.ALL.size() + 1);

    void raised(Alert alert, boolean isSuppressed) {
        int rule = NUMBERS.getOrDefault(alert.rule(), Rules.ALL.size());
        raised.incrementAndGet(rule * SEVERITIES.length + alert.severity().ordinal());
        if (isSuppressed) {
            suppressed.incrementAndGet(rule);
        }
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        for (int rule = 0; rule <= Rules.ALL.size(); rule++) {
            for (Severity severity : SEVERITIES) {
                long count = raised.get(rule * SEVERITIES.length + severity.ordinal());
                if (rule < Rules.ALL.size() || count > 0) {
                    writer.counter(
                            "alerts_raised",
                            "Alerts raised by detectors.",
                            "rule",
                            name(rule),
                            "severity",
                            severity.label(),
                            count);
                }
            }
        }
        for (int rule = 0; rule <= Rules.ALL.size(); rule++) {
            if (rule < Rules.ALL.size() || suppressed.get(rule) > 0) {
                String help = "Alerts that suppressions kept back from people.";
                writer.counter("alerts_suppressed", help, "rule", name(rule), suppressed.get(rule));
            }
        }
    }

    private static String name(int rule) {
        return rule < Rules.ALL.size() ? Rules.ALL.get(rule) : OTHER;
    }
}

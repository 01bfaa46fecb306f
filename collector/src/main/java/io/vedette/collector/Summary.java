package io.vedette.collector;

import io.vedette.core.detect.Alert.Stage;
import java.util.Locale;
import java.util.Map;

/**
 * How a run of the collector ended.
 *
 * @param text the one line that tells it: what was read, what became of it, and which bounds were reached
 * @param balance the counting equations with their numbers, one line each
 * @param balanced whether they hold
 * @param finished whether everything that was read was judged in time
 * @param undelivered alerts that are left, by sink; only sinks that promised to deliver
 */
public record Summary(String text, String balance, boolean balanced, boolean finished, Map<String, Long> undelivered) {

    public Summary {
        undelivered = Map.copyOf(undelivered);
    }

    /** Whether nothing is left: all was judged and all alerts are where they should be. */
    public boolean isComplete() {
        return finished && undelivered.isEmpty();
    }

    static String text(Balance balance, AlertTally alerts, ReachedLimits limits, Map<String, Long> undelivered) {
        var intake = balance.totals().intake;
        var analysis = balance.totals().analysis;
        long left = undelivered.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%d records = %d flows + %d rejected; flows = %d analysed + %d filtered + %d held; %d contacts; "
                        + "%d incidents, %d matches; %d alerts undelivered; limits reached: %s",
                intake.records.get(),
                intake.flows.get(),
                intake.rejected.total(),
                analysis.analysed.get(),
                analysis.filtered.total(),
                balance.totals().held(),
                analysis.contacts.get(),
                alerts.raised(Stage.OPENED),
                alerts.raised(Stage.MATCHED),
                left,
                limits.text());
    }
}

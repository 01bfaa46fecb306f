package io.vedette.collector;

import io.vedette.collector.alert.suppress.Suppressions;
import io.vedette.core.detect.Alert.Stage;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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

    /** Suppressions that the one line names. */
    private static final int MOST_NAMED = 5;

    public Summary {
        undelivered = Map.copyOf(undelivered);
    }

    /** Whether nothing is left: all was judged and all alerts are where they should be. */
    public boolean isComplete() {
        return finished && undelivered.isEmpty();
    }

    static String text(
            Balance balance,
            AlertTally alerts,
            Suppressions suppressions,
            ReachedLimits limits,
            Map<String, Long> undelivered) {
        var intake = balance.totals().intake;
        var analysis = balance.totals().analysis;
        long left = undelivered.values().stream().mapToLong(Long::longValue).sum();
        return String.format(
                Locale.ROOT,
                "%d records = %d flows + %d rejected; flows = %d analysed + %d filtered + %d held; %d contacts; "
                        + "%d incidents, %d matches; %s%d alerts undelivered; limits reached: %s",
                intake.records.get(),
                intake.flows.get(),
                intake.rejected.total(),
                analysis.analysed.get(),
                analysis.filtered.total(),
                balance.totals().held(),
                analysis.contacts.get(),
                alerts.raised(Stage.OPENED),
                alerts.raised(Stage.MATCHED),
                suppressed(suppressions),
                left,
                limits.text());
    }

    /** The busiest suppressions with their counts; empty if nothing was kept back. */
    private static String suppressed(Suppressions suppressions) {
        if (suppressions.total() == 0) {
            return "";
        }
        String each = suppressions.hits().stream()
                .filter(hits -> hits.count() > 0)
                .sorted(Comparator.comparingLong(Suppressions.Hits::count).reversed())
                .limit(MOST_NAMED)
                .map(hits -> hits.suppression().id() + " " + hits.count())
                .collect(Collectors.joining(", "));
        return suppressions.total() + " alerts suppressed" + (each.isEmpty() ? "" : " (" + each + ")") + "; ";
    }
}

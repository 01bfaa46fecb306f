package io.vedette.collector;

import io.vedette.collector.alert.Fate;
import io.vedette.collector.alert.SinkCounts;
import io.vedette.collector.alert.spool.SpoolCounts;
import io.vedette.collector.alert.spool.SpoolFate;
import io.vedette.collector.tcp.ProbeTotals;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The counting equations of the whole way, with their numbers:
 *
 * <ul>
 *   <li>records = flows + rejected
 *   <li>flows = analysed + filtered + held
 *   <li>for each sink: raised = delivered + suppressed + spooled + dead-lettered + dropped + queued
 *   <li>for each spool: accepted + recovered = the sum of all fates + waiting
 * </ul>
 *
 * <p>Exact once the inputs are closed. While flows arrive the first may be off by what came between reading two counters.
 *
 * @param spools the accounts of each spool, by its sink
 */
record Balance(ProbeTotals totals, List<SinkCounts> sinks, Map<String, SpoolCounts> spools) {

    /** Whether nothing was lost or counted twice. */
    boolean holds() {
        return totals.intake.imbalance() == 0
                && totals.held() >= 0
                && sinks.stream().allMatch(sink -> sink.imbalance() == 0)
                && spools.values().stream().allMatch(spool -> spool.imbalance() == 0);
    }

    /** One line for each equation. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(
                text,
                totals.intake.imbalance(),
                "records %d = flows %d + rejected %d",
                totals.intake.records.get(),
                totals.intake.flows.get(),
                totals.intake.rejected.total());
        line(
                text,
                Math.min(0, totals.held()),
                "flows %d = analysed %d + filtered %d + held %d",
                totals.intake.flows.get(),
                totals.analysis.analysed.get(),
                totals.analysis.filtered.total(),
                totals.held());
        for (SinkCounts sink : sinks) {
            line(
                    text,
                    sink.imbalance(),
                    "%s: raised %d = delivered %d + suppressed %d + spooled %d + dead-lettered %d + dropped %d + queued %d",
                    sink.sink(),
                    sink.raised(),
                    sink.settled(Fate.DELIVERED),
                    sink.settled(Fate.SUPPRESSED),
                    sink.settled(Fate.SPOOLED),
                    sink.settled(Fate.DEAD_LETTERED),
                    sink.droppedTotal(),
                    sink.queued());
        }
        spools.forEach((sink, spool) -> line(text, spool.imbalance(), "%s", spoolText(sink, spool)));
        return text.toString();
    }

    private static String spoolText(String sink, SpoolCounts spool) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "%s's spool: accepted %d + recovered %d =", sink, spool.accepted(), spool.recovered()));
        for (SpoolFate fate : SpoolFate.values()) {
            text.append(String.format(Locale.ROOT, " %s %d +", word(fate), spool.of(fate)));
        }
        return text.append(" waiting ").append(spool.waiting()).toString();
    }

    private static String word(SpoolFate fate) {
        return fate.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static void line(StringBuilder text, long imbalance, String equation, Object... numbers) {
        text.append(String.format(Locale.ROOT, equation, numbers))
                .append(imbalance == 0 ? "  holds" : "  off by " + imbalance)
                .append('\n');
    }
}

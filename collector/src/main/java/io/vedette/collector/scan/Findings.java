package io.vedette.collector.scan;

import io.vedette.collector.alert.suppress.Suppressor;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a scan of files found: one alert for each incident, the closing one, and in reference mode each match.
 *
 * <p>They are sorted by first contact, then source, so that the order does not depend on the shards. Beyond the limit the
 * earliest are kept and the others are counted. Thread-safe.
 */
public final class Findings implements AlertSink {

    /** About 2 KiB each. */
    public static final int DEFAULT_LIMIT = 50_000;

    private static final Comparator<Alert> ORDER = Comparator.comparingLong(Alert::firstMillis)
            .thenComparing(Alert::subject)
            .thenComparing(Alert::id);

    private final int limit;
    private final PriorityQueue<Alert> latestFirst = new PriorityQueue<>(ORDER.reversed());
    private final long[] bySeverity = new long[Severity.values().length];
    private long beyondLimit;
    private final Suppressor suppressor;
    private final Map<String, Long> suppressed = new TreeMap<>();

    /** @param limit how many findings are kept; 0 keeps none and counts them all, which then are not beyond a limit */
    public Findings(int limit) {
        this(limit, Suppressor.NONE);
    }

    /** @param suppressor findings that it keeps back are counted and nothing else */
    public Findings(int limit, Suppressor suppressor) {
        this.suppressor = suppressor;
        if (limit < 0) {
            throw new IllegalArgumentException("limit " + limit + ", expected 0 or more");
        }
        this.limit = limit;
    }

    @Override
    public synchronized void raise(Alert alert) {
        if (alert.stage() != Stage.CLOSED && alert.stage() != Stage.MATCHED || alert.partOf() != null) {
            return; // what is part of another finding is told there
        }
        String suppression = suppressor.suppress(alert);
        if (suppression != null) {
            suppressed.merge(suppression, 1L, Long::sum);
            return;
        }
        bySeverity[alert.severity().ordinal()]++;
        latestFirst.add(alert);
        if (latestFirst.size() > limit) {
            latestFirst.remove();
            beyondLimit++;
        }
    }

    /** Findings that suppressions kept back. */
    public synchronized long suppressed() {
        return suppressed.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same by suppression, in a sentence. */
    public synchronized String suppressedText() {
        return suppressed() + " more suppressed: "
                + suppressed.entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining(", "));
    }

    /** The findings that were kept, in order. */
    public synchronized List<Alert> inOrder() {
        List<Alert> all = new ArrayList<>(latestFirst);
        all.sort(ORDER);
        return all;
    }

    /** All findings, kept or not. */
    public synchronized long count() {
        return latestFirst.size() + beyondLimit;
    }

    /** Findings for which there was no room, although some are kept. */
    public synchronized long beyondLimit() {
        return limit == 0 ? 0 : beyondLimit;
    }

    /** Whether there is a finding that matters at least so much, kept or not. */
    public synchronized boolean reach(Severity severity) {
        long count = 0;
        for (int i = severity.ordinal(); i < bySeverity.length; i++) {
            count += bySeverity[i];
        }
        return count > 0;
    }
}

package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.spool.SpooledAlert;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one source does by one rule: what the receiver was told about it, and what it is to be told next. An incident stays
 * with the rule that it began with.
 *
 * <p>An alert is news if it opens an incident, says that a known one has grown or is over, is more severe than what was told,
 * or of another technique. All else is more of the same: it is counted, and told when the repeat interval is over.
 */
final class Group {

    /** The most alerts that are shown of one group. */
    static final int SAMPLE = 16;

    private static final Comparator<SpooledAlert> BY_SEVERITY =
            Comparator.comparing(spooled -> spooled.alert().severity());

    private static final int MOST_INCIDENTS = 256;

    private final String key;
    private final boolean mixed;

    private final List<SpooledAlert> sample = new ArrayList<>();
    private final List<Long> tickets = new ArrayList<>();
    private final Map<Technique, Long> techniques = new EnumMap<>(Technique.class);
    private long total;
    private long pendingSinceNanos;

    private boolean told;
    private long toldNanos;
    private Severity toldSeverity = Severity.INFO;
    private final Set<Technique> toldTechniques = EnumSet.noneOf(Technique.class);
    private final Set<String> openIncidents = new HashSet<>();
    private boolean hasIncidents;
    private boolean over;
    private boolean openAtReceiver;
    private @Nullable Alert last;
    private long lastNanos;
    private long foldedTotal;

    private Group(String key, boolean mixed) {
        this.key = key;
        this.mixed = mixed;
    }

    static Group of(String key) {
        return new Group(key, false);
    }

    /** A group for whatever has none of its own: everything in it is news, and only the digest tells of it. */
    static Group mixed(String key) {
        return new Group(key, true);
    }

    String key() {
        return key;
    }

    /** Takes {@code spooled}; false if it is more of the same. */
    boolean take(SpooledAlert spooled, long nowNanos) {
        Alert alert = spooled.alert();
        boolean news = isNews(alert);
        follow(alert);
        last = alert;
        lastNanos = nowNanos;
        if (!news && told && tickets.isEmpty()) {
            foldedTotal++;
            return false;
        }
        if (tickets.isEmpty()) {
            pendingSinceNanos = nowNanos;
        }
        over = false;
        tickets.add(spooled.ticket());
        if (addToSample(spooled)) {
            total++;
            techniques.merge(alert.technique(), 1L, Long::sum);
        }
        return true;
    }

    private boolean isNews(Alert alert) {
        if (mixed || !told || over || alert.severity().compareTo(toldSeverity) > 0) {
            return true;
        }
        return switch (alert.stage()) {
            case OPENED -> !openIncidents.contains(alert.incident());
            case UPDATED, CLOSED -> true;
            case MATCHED -> !toldTechniques.contains(alert.technique());
        };
    }

    private void follow(Alert alert) {
        if (mixed) {
            return;
        }
        switch (alert.stage()) {
            case OPENED, UPDATED -> {
                hasIncidents = true;
                if (openIncidents.size() < MOST_INCIDENTS) {
                    openIncidents.add(alert.incident());
                }
            }
            case CLOSED -> {
                hasIncidents = true;
                openIncidents.remove(alert.incident());
            }
            case MATCHED -> {}
        }
    }

    /** Of each incident only the last word; of more than fit, the most severe. False if it stands for an earlier word. */
    private boolean addToSample(SpooledAlert spooled) {
        Alert alert = spooled.alert();
        boolean repeats = alert.stage() != Alert.Stage.MATCHED
                && sample.removeIf(shown -> shown.alert().incident().equals(alert.incident()));
        sample.add(spooled);
        if (!repeats && sample.size() > SAMPLE) {
            sample.remove(sample.stream().min(BY_SEVERITY).orElseThrow());
        }
        return !repeats;
    }

    /** Whether there is something to tell, and it has waited long enough. */
    boolean isDue(long nowNanos, GroupingConfig config) {
        if (!tickets.isEmpty()) {
            return hasPassed(pendingSinceNanos, config.groupWait(), nowNanos)
                    && (!told || mixed || hasPassed(toldNanos, config.groupInterval(), nowNanos));
        }
        return foldedTotal > 0 && hasPassed(toldNanos, config.repeatInterval(), nowNanos) || isQuiet(nowNanos, config);
    }

    /** Whether it consists of alerts that nobody ever closes, and there were none for long. */
    private boolean isQuiet(long nowNanos, GroupingConfig config) {
        return told && !mixed && !over && !hasIncidents && hasPassed(lastNanos, config.quiet(), nowNanos);
    }

    /** Whether it may be forgotten: the receiver knows that it is over. */
    boolean isDone(long nowNanos, GroupingConfig config) {
        return tickets.isEmpty()
                && foldedTotal == 0
                && (over || mixed)
                && hasPassed(toldNanos, config.groupInterval(), nowNanos);
    }

    boolean isPending() {
        return !tickets.isEmpty();
    }

    long lastNanos() {
        return lastNanos;
    }

    Severity severity() {
        return sample.stream()
                .max(BY_SEVERITY)
                .map(most -> most.alert().severity())
                .orElse(toldSeverity);
    }

    /** Whether the receiver had a message about this group alone, and none that it is over. */
    boolean isOpenAtReceiver() {
        return openAtReceiver;
    }

    /** Whether {@code incident} is open, and what is said about it belongs here. */
    boolean follows(String incident) {
        return openIncidents.contains(incident);
    }

    /** The incidents that it follows; at most {@value #MOST_INCIDENTS}. */
    Set<String> openIncidents() {
        return Set.copyOf(openIncidents);
    }

    /** Whether what is to be told now is that everything in the group is over. */
    boolean ends(long nowNanos, GroupingConfig config) {
        return tickets.isEmpty() && isQuiet(nowNanos, config) || hasIncidents && openIncidents.isEmpty();
    }

    /** What is to be told in a message about this group alone; from now on it was. */
    Notification tell(long nowNanos, GroupingConfig config) {
        Notification notification = tellInDigest(nowNanos, config);
        openAtReceiver = !over;
        return notification;
    }

    /** What is to be told in a message about many groups; from now on it was. */
    Notification tellInDigest(long nowNanos, GroupingConfig config) {
        Alert latest = last;
        if (latest == null) {
            throw new IllegalStateException("group " + key + " has nothing to tell");
        }
        over = ends(nowNanos, config);
        sample.sort(BY_SEVERITY.reversed());
        List<Alert> shown = sample.isEmpty()
                ? List.of(latest)
                : sample.stream().map(SpooledAlert::alert).toList();
        for (SpooledAlert one : sample) {
            tickets.remove((Long) one.ticket());
            tickets.add(one.ticket());
        }
        Map<Technique, Long> counts = new EnumMap<>(Technique.class);
        counts.putAll(techniques.isEmpty() ? Map.of(latest.technique(), 1L) : techniques);
        Notification notification = new Notification(
                key,
                over ? Notification.Kind.OVER : Notification.Kind.ONGOING,
                shown,
                Math.max(shown.size(), total + foldedTotal),
                1,
                counts,
                List.copyOf(tickets));
        told = true;
        toldNanos = nowNanos;
        for (Alert alert : shown) {
            toldTechniques.add(alert.technique());
            toldSeverity = alert.severity().compareTo(toldSeverity) > 0 ? alert.severity() : toldSeverity;
        }
        toldTechniques.addAll(counts.keySet());
        sample.clear();
        tickets.clear();
        techniques.clear();
        total = 0;
        foldedTotal = 0;
        return notification;
    }

    private static boolean hasPassed(long sinceNanos, Duration time, long nowNanos) {
        return nowNanos - sinceNanos >= time.toNanos();
    }
}

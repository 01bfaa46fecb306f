package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Outbox;
import io.vedette.collector.alert.spool.SpooledAlert;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes few messages of many alerts, in the words of Prometheus Alertmanager: group-wait, group-interval, repeat-interval.
 *
 * <p>In any minute there are at most {@code max-per-minute} messages. When more groups are due than may still be told, one
 * digest tells of all of them. At most {@value #MOST_GROUPS} groups are remembered; beyond that, the one that was quiet
 * longest is forgotten, and if all have something to tell, further sources go to the digest unseen.
 */
final class Grouping implements Outbox {

    static final int MOST_GROUPS = 1_000;

    private static final int MOST_SOURCES = 65_536;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final GroupingConfig config;
    private final long gapNanos;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private Group others = Group.mixed("others");
    private final Set<IpAddress> otherSources = new HashSet<>();
    private final ArrayDeque<Long> sentNanos = new ArrayDeque<>();
    private boolean hurried;

    /** @param gap the shortest time between two messages, whatever they are about */
    Grouping(GroupingConfig config, Duration gap) {
        this.config = config;
        gapNanos = gap.toNanos();
    }

    @Override
    public boolean hasRoom() {
        return true; // an alert is a ticket and a count; the spool bounds how many there are
    }

    @Override
    public boolean take(SpooledAlert alert, long nowNanos) {
        Group group = groupOf(alert.alert());
        if (group == others && otherSources.size() < MOST_SOURCES) {
            otherSources.add(alert.alert().subject());
        }
        return group.take(alert, nowNanos);
    }

    private Group groupOf(Alert alert) {
        String key = alert.rule() + ':' + alert.subject();
        Group known = groups.get(key);
        if (known != null) {
            return known;
        }
        if (groups.size() >= MOST_GROUPS && !forgetQuietest()) {
            return others;
        }
        Group group = Group.of(key);
        groups.put(key, group);
        return group;
    }

    private boolean forgetQuietest() {
        Group quietest = null;
        for (Group group : groups.values()) {
            if (!group.isPending() && (quietest == null || group.lastNanos() - quietest.lastNanos() < 0)) {
                quietest = group;
            }
        }
        return quietest != null && groups.remove(quietest.key()) != null;
    }

    @Override
    public void hurry() {
        hurried = true;
    }

    @Override
    public @Nullable Notification next(long nowNanos) {
        groups.values().removeIf(group -> group.isDone(nowNanos, config));
        int allowed = allowed(nowNanos);
        if (allowed < 1) {
            return null;
        }
        List<Group> due = new ArrayList<>();
        for (Group group : groups.values()) {
            if (hurried ? group.isPending() : group.isDue(nowNanos, config)) {
                due.add(group);
            }
        }
        boolean othersToo = hurried ? others.isPending() : others.isDue(nowNanos, config);
        if (othersToo) {
            due.add(others);
        }
        if (due.isEmpty()) {
            return null;
        }
        sentNanos.addLast(nowNanos);
        if (othersToo || due.size() > allowed) {
            return digest(due, nowNanos);
        }
        due.sort(Comparator.comparing(Group::severity).reversed());
        return due.get(0).tell(nowNanos, config);
    }

    /** How many messages may be sent now. */
    private int allowed(long nowNanos) {
        while (!sentNanos.isEmpty() && nowNanos - sentNanos.getFirst() >= MINUTE_NANOS) {
            sentNanos.removeFirst();
        }
        boolean tooSoon = !sentNanos.isEmpty() && nowNanos - sentNanos.getLast() < gapNanos;
        return tooSoon && !hurried ? 0 : config.maxPerMinute() - sentNanos.size();
    }

    private Notification digest(List<Group> due, long nowNanos) {
        List<Alert> alerts = new ArrayList<>();
        List<Long> tickets = new ArrayList<>();
        Map<Technique, Long> techniques = new EnumMap<>(Technique.class);
        long total = 0;
        long sources = 0;
        for (Group group : due) {
            Notification part = group.tell(nowNanos, config);
            alerts.addAll(part.alerts());
            tickets.addAll(part.tickets());
            part.techniques().forEach((technique, count) -> techniques.merge(technique, count, Long::sum));
            total += part.total();
            sources += group == others ? otherSources.size() : 1;
        }
        if (due.contains(others)) {
            others = Group.mixed("others");
            otherSources.clear();
        }
        alerts.sort(Comparator.comparing(Alert::severity)
                .thenComparing(Alert::couples)
                .reversed());
        List<Alert> shown = alerts.subList(0, Math.min(Group.SAMPLE, alerts.size()));
        return new Notification("digest", Notification.Kind.DIGEST, shown, total, sources, techniques, tickets);
    }
}

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
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes few messages of many alerts, in the words of Prometheus Alertmanager: group-wait, group-interval, repeat-interval.
 *
 * <p>In any minute there are at most {@code max-per-minute} messages. When more groups are due than may still be told, one
 * digest tells of all of them. At most {@value #MOST_GROUPS} groups are remembered; beyond that, the one that was quiet
 * longest is forgotten, and if all have something to tell, further sources go to the digest unseen.
 *
 * <p>A receiver that has an incident open for a group waits for its end. So an incident keeps its group when its rule changes,
 * the end of a group that was told alone is told alone, however long that takes, and such a group is the last to be forgotten.
 */
final class Grouping implements Outbox {

    static final int MOST_GROUPS = 1_000;

    private static final int MOST_SOURCES = 65_536;
    private static final long MINUTE_NANOS = Duration.ofMinutes(1).toNanos();

    private final GroupingConfig config;
    private final long gapNanos;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    /** Which group an open incident belongs to; exactly what the groups follow. */
    private final Map<String, Group> homes = new HashMap<>();

    private Group others = Group.mixed("others");
    private final Set<IpAddress> otherSources = new HashSet<>();
    private final ArrayDeque<Long> sentNanos = new ArrayDeque<>();
    private boolean hurried;
    private boolean lastWasEnd;

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
        boolean toBeTold = group.take(alert, nowNanos);
        String incident = alert.alert().incident();
        if (group.follows(incident)) {
            homes.put(incident, group);
        } else {
            homes.remove(incident, group);
        }
        return toBeTold;
    }

    private Group groupOf(Alert alert) {
        Group home = homes.get(alert.incident());
        if (home != null) {
            return home;
        }
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
            if (!group.isPending() && (quietest == null || isForgottenBefore(group, quietest))) {
                quietest = group;
            }
        }
        if (quietest == null) {
            return false;
        }
        quietest.openIncidents().forEach(homes::remove);
        groups.remove(quietest.key());
        return true;
    }

    private static boolean isForgottenBefore(Group one, Group other) {
        return one.isOpenAtReceiver() == other.isOpenAtReceiver()
                ? one.lastNanos() - other.lastNanos() < 0
                : other.isOpenAtReceiver();
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
        List<Group> news = new ArrayList<>();
        List<Group> ends = new ArrayList<>();
        for (Group group : groups.values()) {
            if (hurried ? group.isPending() : group.isDue(nowNanos, config)) {
                boolean awaited = group.isOpenAtReceiver() && group.ends(nowNanos, config);
                (awaited ? ends : news).add(group);
            }
        }
        boolean othersToo = hurried ? others.isPending() : others.isDue(nowNanos, config);
        if (othersToo) {
            news.add(others);
        }
        if (news.isEmpty() && ends.isEmpty()) {
            return null;
        }
        sentNanos.addLast(nowNanos);
        boolean crowded = news.size() + ends.size() > allowed; // then they take turns
        lastWasEnd = !ends.isEmpty() && (news.isEmpty() || crowded && !lastWasEnd);
        if (lastWasEnd) {
            return mostSevere(ends).tell(nowNanos, config);
        }
        if (othersToo || news.size() > allowed) {
            return digest(news, nowNanos);
        }
        return mostSevere(news).tell(nowNanos, config);
    }

    private static Group mostSevere(List<Group> due) {
        return Collections.max(due, Comparator.comparing(Group::severity));
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
        Map<Alert, Long> ticketOf = new IdentityHashMap<>();
        Map<Technique, Long> techniques = new EnumMap<>(Technique.class);
        long total = 0;
        long sources = 0;
        for (Group group : due) {
            Notification part = group.tellInDigest(nowNanos, config);
            alerts.addAll(part.alerts());
            tickets.addAll(part.tickets());
            int hidden = part.tickets().size() - part.alerts().size(); // less than 0 if it only counts what was folded
            for (int i = 0; hidden >= 0 && i < part.alerts().size(); i++) {
                ticketOf.put(part.alerts().get(i), part.tickets().get(hidden + i));
            }
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
        List<Long> ofShown =
                shown.stream().map(ticketOf::get).filter(Objects::nonNull).toList();
        tickets.removeAll(new HashSet<>(ofShown));
        tickets.addAll(ofShown);
        return new Notification("digest", Notification.Kind.DIGEST, shown, total, sources, techniques, tickets);
    }
}

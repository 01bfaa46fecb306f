package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.flow.IpAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Scans that many sources share. Belongs to the judge. */
final class Crowds {

    /** A slow scan stays open for this many times the mean pause between its probes. */
    private static final int PAUSES = 5;

    /** Groups that are looked at when one must make room. */
    private static final int CANDIDATES = 16;

    private final VictimSettings settings;
    private final CrowdAlerts reports = new CrowdAlerts();
    private final Map<Group.Key, Group> groups = new LinkedHashMap<>();
    private final Map<IpAddress, Set<Group.Key>> bySource = new HashMap<>();
    private final Set<Group.Key> open = new TreeSet<>();
    private final Set<Group.Key> touched = new TreeSet<>();
    private long nextPurgeMillis;
    private long overLimit;

    Crowds(VictimSettings settings) {
        this.settings = settings;
    }

    /** Takes probes, in order. */
    void take(List<Probe> probes, long nowMillis) {
        for (Probe probe : probes) {
            Group.Key key = Group.Key.of(probe);
            Group group = groups.get(key);
            if (group == null) {
                if (!hasRoom()) {
                    continue;
                }
                group = new Group(key);
                groups.put(key, group);
            }
            bySource.computeIfAbsent(probe.source(), source -> new TreeSet<>()).add(key);
            group.add(probe, nowMillis);
            touched.add(key);
        }
    }

    /** Raises what the probes since the last call make. */
    void judge(long nowMillis, AlertSink alerts) {
        for (Group.Key key : touched) {
            Group group = groups.get(key);
            if (group != null) {
                judge(group, alerts);
            }
        }
        touched.clear();
        if (nowMillis >= nextPurgeMillis) {
            purge(nowMillis);
            nextPurgeMillis = nowMillis + settings.window().toMillis() / 4;
        }
    }

    private void judge(Group group, AlertSink alerts) {
        CrowdIncident incident = group.incident;
        if (incident == null) {
            group.forgetBefore(group.lastMillis - settings.window().toMillis());
        }
        Figure figure = Figure.of(group, settings);
        if (figure == null) {
            return;
        }
        if (incident == null) {
            incident = new CrowdIncident(CrowdAlerts.idOf(group.key, group.firstMillis), figure);
            group.incident = incident;
            open.add(group.key);
            incident.nextUpdate = 2 * figure.extent();
            reports.raise(group, incident, Stage.OPENED, alerts);
            return;
        }
        incident.grow(figure);
        if (figure.extent() >= incident.nextUpdate) {
            incident.nextUpdate = 2 * figure.extent();
            reports.raise(group, incident, Stage.UPDATED, alerts);
        }
    }

    /** Notes the latest word on a source's own incident, before anything is judged. */
    void ownAlert(Alert alert, long nowMillis) {
        for (Group.Key key : keysOf(alert)) {
            Group group = groups.get(key);
            Prober prober = group == null ? null : group.probers.get(alert.subject());
            if (group == null || prober == null) {
                continue;
            }
            prober.scanning = true;
            if (key.covers(alert)) {
                prober.own = OwnIncident.of(alert);
                if (group.incident != null) {
                    group.touchedMillis = Math.max(group.touchedMillis, nowMillis);
                    group.lastMillis = Math.max(group.lastMillis, alert.lastMillis());
                }
            }
            if (group.incident != null) {
                touched.add(key);
            }
        }
    }

    /** The open incident that a source's own alert belongs to. */
    @Nullable
    Group belongsTo(Alert alert) {
        for (Group.Key key : keysOf(alert)) {
            Group group = groups.get(key);
            CrowdIncident incident = group == null ? null : group.incident;
            if (incident != null && incident.members.contains(alert.subject()) && key.covers(alert)) {
                return group;
            }
        }
        return null;
    }

    private Set<Group.Key> keysOf(Alert alert) {
        return bySource.getOrDefault(alert.subject(), Set.of());
    }

    /** Closes what was quiet for long. */
    void close(long nowMillis, AlertSink alerts) {
        for (Group.Key key : List.copyOf(open)) {
            Group group = groups.get(key);
            CrowdIncident incident = group == null ? null : group.incident;
            if (group == null || incident == null) {
                open.remove(key);
            } else if (incident.folded.isEmpty() && group.touchedMillis + quiet(group) <= nowMillis) {
                end(group, incident, alerts);
            }
        }
    }

    private long quiet(Group group) {
        long pause = (group.lastMillis - group.firstMillis) / Math.max(1, group.couples + group.beyond() - 1);
        return Math.max(settings.quiet().toMillis(), PAUSES * pause);
    }

    /** Closes everything: the input is over. */
    void finish(AlertSink alerts) {
        for (Group.Key key : List.copyOf(open)) {
            Group group = groups.get(key);
            if (group != null && group.incident != null) {
                end(group, group.incident, alerts);
            }
        }
    }

    private void end(Group group, CrowdIncident incident, AlertSink alerts) {
        reports.raise(group, incident, Stage.CLOSED, alerts);
        open.remove(group.key);
        remove(group);
    }

    private void remove(Group group) {
        groups.remove(group.key);
        forgetSources(group);
    }

    private void forgetSources(Group group) {
        for (IpAddress source : group.probers.keySet()) {
            Set<Group.Key> keys = bySource.get(source);
            if (keys != null) {
                keys.remove(group.key);
                if (keys.isEmpty()) {
                    bySource.remove(source);
                }
            }
        }
    }

    private boolean hasRoom() {
        if (groups.size() < settings.maxTargets()) {
            return true;
        }
        overLimit++;
        List<Group> candidates = new ArrayList<>();
        for (Iterator<Group> all = groups.values().iterator(); all.hasNext() && candidates.size() < CANDIDATES; ) {
            Group group = all.next();
            if (group.incident == null) {
                candidates.add(group);
            }
        }
        Group least = candidates.stream()
                .min((a, b) -> Integer.compare(a.probers.size(), b.probers.size()))
                .orElse(null);
        if (least == null) {
            return false;
        }
        remove(least);
        // Who was spared goes to the end, so that the next search sees others.
        for (Group spared : candidates) {
            if (spared != least) {
                groups.remove(spared.key);
                groups.put(spared.key, spared);
            }
        }
        return true;
    }

    private void purge(long nowMillis) {
        long before = nowMillis - settings.window().toMillis();
        Set<Group> old = new HashSet<>();
        for (Group group : groups.values()) {
            if (group.incident == null && group.touchedMillis < before) {
                old.add(group);
            }
        }
        old.forEach(this::remove);
        bySource.values().forEach(keys -> keys.retainAll(groups.keySet()));
        bySource.values().removeIf(Set::isEmpty);
    }

    /** Groups with an incident, or those without. */
    List<Group> groups(boolean withIncident) {
        return groups.values().stream()
                .filter(group -> (group.incident != null) == withIncident)
                .toList();
    }

    /** Takes over a group of an earlier run. */
    void restore(Group group) {
        if (groups.size() >= settings.maxTargets()) {
            overLimit++;
            return;
        }
        groups.put(group.key, group);
        group.probers
                .keySet()
                .forEach(source -> bySource.computeIfAbsent(source, unused -> new TreeSet<>())
                        .add(group.key));
        if (group.incident != null) {
            open.add(group.key);
        }
    }

    long nextPurgeMillis() {
        return nextPurgeMillis;
    }

    void purgeAt(long millis) {
        nextPurgeMillis = millis;
    }

    int watched() {
        return groups.size();
    }

    int open() {
        return open.size();
    }

    long overLimit() {
        return overLimit;
    }
}

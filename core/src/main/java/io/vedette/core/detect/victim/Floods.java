package io.vedette.core.detect.victim;

import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.flow.IpAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Targets that are flooded, or whose answers to forged questions go astray, and clients that ask for what is not there.
 * Belongs to the judge.
 *
 * <p>The floor of backscatter is that of Moore, Shannon, Brown, Voelker, Savage (Inferring Internet Denial-of-Service
 * Activity, ACM TOCS 2006) as Corsaro applies it to a /8: 25 packets, 60 s, 30 packets in some minute, which are 128 packets
 * a second at the victim. It is scaled to the addresses that are seen: 30·N/2^24 are expected at the floor, and what may be
 * a Poisson number of that mean passes (its lower 5 % quantile, μ − 1.645·√μ, which is below 1 for N under 2.2 million).
 */
final class Floods {

    private static final long MIN_DURATION_MILLIS = 60_000;
    private static final double FLOOR_AT_SLASH_8 = 30;
    private static final double SLASH_8 = 1 << 24;

    /** Unfinished contacts for each finished one from which a target no longer copes, or nobody means it to. */
    private static final int UNFINISHED = 4;

    /** Forged sources come once, or hardly more often. */
    private static final int PER_FORGED_SOURCE = 2;

    /** Of the 64 residues of ports so many must be hit: about 44 ports. */
    private static final int SPREAD_PORTS = 32;

    private static final long MISCONFIGURED_MILLIS = 600_000;
    private static final int MISCONFIGURED_CONTACTS = 10;
    private static final int CANDIDATES = 16;

    /** Watches up to which the peers of all are counted exactly: at most 16 MiB. */
    private static final int EXACT_WATCHES = 1024;

    private final VictimSettings settings;
    private final double floorPerMinute;
    private final FloodAlerts reports = new FloodAlerts();
    private final Map<Watch.Key, Watch> watches = new LinkedHashMap<>();
    private final TreeSet<Watch.Key> open = new TreeSet<>();
    private Heat heat = new Heat();
    private long nextPurgeMillis;
    private long misconfigured;
    private long overLimit;

    Floods(VictimSettings settings) {
        this.settings = settings;
        double mean = FLOOR_AT_SLASH_8 * settings.monitoredAddresses() / SLASH_8;
        this.floorPerMinute = mean - 1.645 * Math.sqrt(mean);
    }

    void take(List<TargetSide> sides, long nowMillis, AlertSink alerts) {
        heat.advanceTo(nowMillis);
        sides.forEach(side -> side.failures().warmAll(heat));
        Map<Watch.Key, List<Tally>> fresh = new TreeMap<>();
        for (TargetSide side : sides) {
            side.failures().keep(heat);
            TallyTable tallies = side.failures().tallies();
            for (int i = 0; i < tallies.size(); i++) {
                Tally tally = tallies.get(i);
                fresh.computeIfAbsent(
                                new Watch.Key(tally.kind, new IpAddress(tally.high, tally.low)),
                                key -> new ArrayList<>(sides.size()))
                        .add(tally);
            }
        }
        for (Watch watch : watches.values()) {
            if (watch.key.kind() == Tally.Kind.ANSWERS && !fresh.containsKey(watch.key)) {
                watch.others += others(sides, watch.key);
            }
        }
        fresh.forEach((key, tallies) -> {
            Watch watch = watches.get(key);
            if (watch != null && isNoLongerAlone(watch, tallies)) {
                end(watch, alerts);
                watch = null;
            }
            if (watch == null) {
                if (!hasRoom()) {
                    return;
                }
                watch = new Watch(key);
                watches.put(key, watch);
            }
            watch.add(tallies, others(sides, key), settings.floodSources(), watches.size() <= EXACT_WATCHES, nowMillis);
            judge(watch, alerts);
        });
        if (nowMillis >= nextPurgeMillis) {
            purge(nowMillis);
            nextPurgeMillis = nowMillis + settings.window().toMillis() / 4;
        }
    }

    private static long others(List<TargetSide> sides, Watch.Key key) {
        IpAddress target = key.target();
        boolean answers = key.kind() == Tally.Kind.ANSWERS;
        long others = 0;
        for (TargetSide side : sides) {
            others += answers ? side.asked(target.high(), target.low()) : side.finished(target.high(), target.low());
        }
        return others;
    }

    /** Whether others ask too what was told of as one client's dead service: a flood of it is no fault of that client. */
    private static boolean isNoLongerAlone(Watch watch, List<Tally> tallies) {
        IpAddress client = watch.incident == null ? null : watch.incident.client;
        return client != null && !tallies.stream().allMatch(tally -> tally.isOnlyOf(client));
    }

    private void judge(Watch watch, AlertSink alerts) {
        Watch.Incident incident = watch.incident;
        if (incident != null) {
            if (watch.contacts >= incident.nextUpdate) {
                incident.nextUpdate = 2 * watch.contacts;
                reports.raise(watch, incident, Stage.UPDATED, alerts);
            }
        } else if (watch.key.kind() == Tally.Kind.ANSWERS ? isBackscatter(watch) : isFlood(watch)) {
            open(watch, null, alerts);
        } else if (!watch.misconfigured && isMisconfigured(watch)) {
            watch.misconfigured = true;
            misconfigured++;
            if (settings.misconfiguredAlerts()) {
                open(watch, watch.peer, alerts);
            }
        }
    }

    private void open(Watch watch, @Nullable IpAddress client, AlertSink alerts) {
        Watch.Incident incident = new Watch.Incident(FloodAlerts.idOf(watch), client);
        incident.nextUpdate = 2 * watch.contacts;
        watch.incident = incident;
        open.add(watch.key);
        reports.raise(watch, incident, Stage.OPENED, alerts);
    }

    private boolean isBackscatter(Watch watch) {
        return watch.peers.count() >= settings.backscatterHosts()
                && watch.durationMillis() >= MIN_DURATION_MILLIS
                && watch.others * UNFINISHED <= watch.contacts
                && watch.peakPackets >= floorPerMinute;
    }

    private boolean isFlood(Watch watch) {
        if (watch.minuteContacts < UNFINISHED * watch.minuteOthers) {
            return false;
        }
        boolean crowd = watch.minutePeers >= settings.floodSources()
                && watch.minuteContacts <= PER_FORGED_SOURCE * watch.minutePeers
                && watch.minutePackets <= PER_FORGED_SOURCE * watch.minuteContacts;
        boolean rate = watch.minutePackets >= settings.floodPackets();
        return switch (watch.key.kind()) {
            case HALF_OPEN, OTHER -> crowd || rate;
            // Nobody answers a log server either: its clients are the same each minute, and keep to its port.
            case DATAGRAMS ->
                crowd && watch.crowdedMinutes > 0 || rate && Long.bitCount(watch.portBits) >= SPREAD_PORTS;
            case ANSWERS -> false;
        };
    }

    private static boolean isMisconfigured(Watch watch) {
        return watch.key.kind() != Tally.Kind.ANSWERS
                && watch.onePort()
                && watch.contacts >= MISCONFIGURED_CONTACTS
                && watch.durationMillis() >= MISCONFIGURED_MILLIS
                && watch.peers.count() == 1;
    }

    /** Closes what was quiet for long. */
    void close(long nowMillis, AlertSink alerts) {
        for (Watch.Key key : List.copyOf(open)) {
            Watch watch = watches.get(key);
            if (watch == null) {
                open.remove(key);
                continue;
            }
            long pause = watch.durationMillis() / Math.max(1, watch.contacts - 1);
            if (watch.touchedMillis + Math.max(settings.quiet().toMillis(), 5 * pause) <= nowMillis) {
                end(watch, alerts);
            }
        }
    }

    /** Closes everything: the input is over. */
    void finish(AlertSink alerts) {
        for (Watch.Key key : List.copyOf(open)) {
            Watch watch = watches.get(key);
            if (watch != null) {
                end(watch, alerts);
            }
        }
    }

    private void end(Watch watch, AlertSink alerts) {
        if (watch.incident != null) {
            reports.raise(watch, watch.incident, Stage.CLOSED, alerts);
        }
        open.remove(watch.key);
        watches.remove(watch.key);
    }

    private boolean hasRoom() {
        if (watches.size() < settings.maxTargets()) {
            return true;
        }
        overLimit++;
        List<Watch> candidates = new ArrayList<>();
        for (Iterator<Watch> all = watches.values().iterator(); all.hasNext() && candidates.size() < CANDIDATES; ) {
            Watch watch = all.next();
            if (watch.incident == null) {
                candidates.add(watch);
            }
        }
        Watch least = null;
        for (Watch candidate : candidates) {
            least = least == null || candidate.contacts < least.contacts ? candidate : least;
        }
        if (least == null) {
            return false;
        }
        // Who was spared goes to the end, so that the next search sees others.
        for (Watch candidate : candidates) {
            watches.remove(candidate.key);
            if (candidate != least) {
                watches.put(candidate.key, candidate);
            }
        }
        return true;
    }

    private void purge(long nowMillis) {
        long before = nowMillis - settings.window().toMillis();
        watches.values().removeIf(watch -> watch.incident == null && watch.touchedMillis < before);
    }

    /** Watches with an incident, or those without. */
    List<Watch> watches(boolean withIncident) {
        return watches.values().stream()
                .filter(watch -> (watch.incident != null) == withIncident)
                .toList();
    }

    Heat heat() {
        return heat;
    }

    /** Takes over what an earlier run knew of all targets. */
    void restore(Heat ofEarlier) {
        heat = ofEarlier;
    }

    /** Takes over a watch of an earlier run. */
    void restore(Watch watch) {
        if (watches.size() >= settings.maxTargets()) {
            overLimit++;
            return;
        }
        watches.put(watch.key, watch);
        if (watch.incident != null) {
            open.add(watch.key);
        }
    }

    long nextPurgeMillis() {
        return nextPurgeMillis;
    }

    void purgeAt(long millis) {
        nextPurgeMillis = millis;
    }

    int watched() {
        return watches.size();
    }

    int open() {
        return open.size();
    }

    /** Clients that kept asking for a dead service. */
    long misconfigured() {
        return misconfigured;
    }

    long overLimit() {
        return overLimit;
    }
}

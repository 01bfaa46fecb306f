package io.vedette.core.detect.victim;

import io.vedette.core.detect.Shape;
import io.vedette.core.flow.Prefix;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the probes of several sources lie to each other.
 *
 * <p>Sources that share a scan either divide the couples among them or repeat the same list. Clients of a service that is
 * gone, peers of a swarm, mail servers that try again do something between: popular couples have many askers, others few.
 *
 * @param members the sources that belong to it
 * @param couples distinct couples of all of them
 * @param pairs couples of each, added up
 */
record Figure(Shape shape, List<Prober> members, int couples, int pairs) {

    /** From this share of couples that only one source tried, the work is divided. */
    private static final double DIVIDED = 0.5;

    /** The same for networks, where clients of different hosts divide couples too. */
    private static final double CLEARLY_DIVIDED = 0.8;

    /** From this mean overlap (Jaccard's index of two sources' couples) on, the list is repeated. */
    private static final double REPEATED = 0.5;

    /** How probable a figure of a network may be among strangers, at most, to be called a shared scan. */
    private static final double BY_CHANCE = 0.001;

    /** Networks with more host bits are not swept by chance. */
    private static final int LARGEST_CHOICE_BITS = 24;

    private static final int ADDRESS_BITS = 128;

    private static final int FEW_SUCCESSES = 4;
    private static final int HARDLY_ANY_SUCCESS = 10;

    /** Couples that a decoy must have probed in step: as many as make a single source a scanner. */
    private static final int DECOY_COUPLES = 8;

    /** Where no privileged port is tried, a source must try so many: peers of a swarm keep to the ports above. */
    private static final int COUPLES_WITHOUT_LOW_PORTS = 6;

    private static final int FIRST_USER_PORT = 1024;
    private static final int COMPARED = 64;

    /** The figure of the group's probes, if it is one of a scan. */
    static @Nullable Figure of(Group group, VictimSettings settings) {
        return switch (group.key.scope()) {
            case HOST -> ofHost(group, settings);
            case NET -> ofNet(group, settings);
            case SITE -> ofSite(group, settings);
        };
    }

    private static @Nullable Figure ofHost(Group group, VictimSettings settings) {
        List<Prober> members = new ArrayList<>();
        for (Prober prober : group.probers.values()) {
            if (prober.scanning || prober.failsBut(FEW_SUCCESSES)) {
                members.add(prober);
            }
        }
        List<Prober> inStep = inStep(group);
        if (inStep.size() >= settings.minDecoys() && inStep.size() * 2 >= members.size()) {
            return figure(Shape.DECOYED, inStep);
        }
        Figure figure = figure(Shape.DISTRIBUTED, members);
        boolean spread = figure.share() >= DIVIDED || overlap(members) >= REPEATED;
        boolean enough = members.size() >= settings.minSources() && figure.couples >= settings.minCouples();
        return enough && spread && (hasLowPort(members) || insist(members, settings)) ? figure : null;
    }

    private static @Nullable Figure ofNet(Group group, VictimSettings settings) {
        List<Prober> members = new ArrayList<>();
        for (Prober prober : group.probers.values()) {
            if (prober.failsBut(FEW_SUCCESSES)) {
                members.add(prober);
            }
        }
        Figure figure = figure(Shape.DISTRIBUTED, members);
        return members.size() >= settings.minSources()
                        && figure.couples >= settings.minCouples()
                        && figure.share() >= CLEARLY_DIVIDED
                        && (group.incident != null || figure.isNoChance(group.key.network(), settings))
                ? figure
                : null;
    }

    /**
     * Whether sources that choose hosts of a network on their own, whenever they like, would hardly look like this.
     *
     * <p>The Internet's background reaches every network: within an hour five strangers ask a few of its hosts for the same
     * port each, and seldom for the same host. Two things tell those apart who work together: more couples without a
     * coincidence than chance allows, and a beginning at one time.
     */
    private boolean isNoChance(Prefix network, VictimSettings settings) {
        int hostBits = ADDRESS_BITS - network.bits();
        if (hostBits > LARGEST_CHOICE_BITS) {
            return true; // nobody finds hosts of such a network by chance
        }
        double squares = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Prober member : members) {
            squares += (double) member.size() * member.size();
            first = Math.min(first, member.firstMillis);
            last = Math.max(last, member.firstMillis);
        }
        double meetings = ((double) pairs * pairs - squares) / 2 / (1 << hostBits);
        double span = (double) (last - first) / settings.window().toMillis();
        return Chance.ofAtMost(pairs - couples, meetings) * Chance.ofSpan(members.size(), span) <= BY_CHANCE;
    }

    private static @Nullable Figure ofSite(Group group, VictimSettings settings) {
        List<Prober> members = new ArrayList<>();
        for (Prober prober : group.probers.values()) {
            if (!prober.scanning && prober.isMostlyHere() && prober.failsBut(HARDLY_ANY_SUCCESS)) {
                members.add(prober);
            }
        }
        Figure figure = figure(Shape.SCATTERED, members);
        return members.size() >= settings.minScatterSources() && figure.share() >= CLEARLY_DIVIDED ? figure : null;
    }

    private static Figure figure(Shape shape, List<Prober> members) {
        Set<Long> union = new HashSet<>();
        int pairs = 0;
        for (Prober member : members) {
            pairs += member.size();
            for (int i = 0; i < member.size(); i++) {
                union.add(member.couple(i));
            }
        }
        return new Figure(shape, List.copyOf(members), union.size(), pairs);
    }

    /** Distinct couples among all that were tried: 1 if no two sources tried the same. */
    double share() {
        return pairs == 0 ? 0 : (double) couples / pairs;
    }

    /** Largest set of sources that go in step with one of the first. */
    private static List<Prober> inStep(Group group) {
        List<Prober> candidates = group.probers.values().stream()
                .filter(prober -> prober.size() >= DECOY_COUPLES)
                .limit(COMPARED)
                .toList();
        List<Prober> best = List.of();
        for (int i = 0; i < candidates.size() && best.size() * 2 < candidates.size(); i++) {
            Prober reference = candidates.get(i);
            List<Prober> with = candidates.stream()
                    .filter(prober -> prober == reference || prober.inStepWith(reference))
                    .toList();
            best = with.size() > best.size() ? with : best;
        }
        return best;
    }

    /** Mean of Jaccard's index over neighbours in the order of addresses. */
    private static double overlap(List<Prober> members) {
        double sum = 0;
        int compared = 0;
        for (int i = 1; i < members.size(); i++) {
            Prober one = members.get(i - 1);
            Prober other = members.get(i);
            int shared = one.shared(other);
            sum += (double) shared / (one.size() + other.size() - shared);
            compared++;
        }
        return compared == 0 ? 0 : sum / compared;
    }

    private static boolean hasLowPort(List<Prober> members) {
        for (Prober member : members) {
            for (int i = 0; i < member.size(); i++) {
                if (Prober.portOf(member.couple(i)) < FIRST_USER_PORT) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean insist(List<Prober> members, VictimSettings settings) {
        return members.stream()
                        .filter(member -> member.size() >= COUPLES_WITHOUT_LOW_PORTS)
                        .count()
                >= settings.minSources();
    }

    /** Couples of each, added up; where a source has an incident of its own, as that counts them. */
    long extent() {
        long extent = 0;
        for (Prober member : members) {
            extent += member.own == null ? member.size() : Math.max(member.size(), member.own.couples());
        }
        return extent;
    }

    int hosts() {
        return distinct(true);
    }

    int ports() {
        return distinct(false);
    }

    private int distinct(boolean hosts) {
        Set<Long> seen = new HashSet<>();
        for (Prober member : members) {
            for (int i = 0; i < member.size(); i++) {
                long couple = member.couple(i);
                seen.add(hosts ? Prober.hostOf(couple) : Prober.portOf(couple));
            }
        }
        return seen.size();
    }
}

package io.vedette.core.detect.victim;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.HexId;
import io.vedette.core.detect.Rules;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.sketch.KeyedHash;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Puts scans by many sources into words and numbers. */
final class CrowdAlerts {

    private static final KeyedHash IDS = new KeyedHash(5);

    /** The same for the same target and first probe. */
    static String idOf(Group.Key key, long firstMillis) {
        long target = IDS.ofCouple(
                key.network().high(),
                key.network().low(),
                key.port(),
                key.network().bits());
        return HexId.of(IDS.ofBoth(target, firstMillis));
    }

    void raise(Group group, CrowdIncident incident, Stage stage, AlertSink alerts) {
        Figure figure = incident.figure;
        List<Prober> members = figure.members();
        long ports = figure.ports();
        long couples = figure.couples();
        Results sum = new Results();
        for (Prober member : members) {
            if (member.own != null && group.key.scope() == Scope.HOST) {
                ports = Math.max(ports, member.own.ports());
                couples = Math.max(couples, member.own.couples());
            }
            sum.add(member, figure.shape() == Shape.DECOYED);
            if (member.own != null && member.own.severity().compareTo(incident.severity) > 0) {
                incident.severity = member.own.severity();
                incident.attack = member.own.attack();
            }
        }
        Technique technique = technique(members);
        long refused = Math.min(sum.refused, couples);
        long answered = Math.min(sum.answered, couples - refused);
        String id = switch (stage) {
            case OPENED, MATCHED -> incident.id;
            case UPDATED -> incident.id + "-" + figure.extent();
            case CLOSED -> incident.id + "-end";
        };
        alerts.raise(new Alert(
                id,
                incident.id,
                stage,
                figure.shape() == Shape.DECOYED ? Rules.DECOYED_SCAN : Rules.DISTRIBUTED_SCAN,
                incident.severity,
                confidence(figure),
                null,
                technique,
                figure.shape(),
                group.key.scope() == Scope.HOST ? 1 : figure.hosts(),
                ports,
                couples,
                sum.contacts,
                refused,
                Math.min(sum.silent, couples - refused - answered),
                answered,
                group.firstMillis,
                group.lastMillis,
                group.sample,
                why(group, incident),
                incident.attack,
                null,
                new Crowd(group.key.network(), incident.members.size(), listed(members), forged(figure, technique)),
                null));
    }

    /** What came of the couples, added up over sources that divide them, the most of one where all repeat them. */
    private static final class Results {

        long contacts;
        long refused;
        long silent;
        long answered;

        void add(Prober member, boolean repeated) {
            long[] counts = new long[Outcome.values().length];
            for (int i = 0; i < member.size(); i++) {
                counts[member.outcome(i).ordinal()]++;
            }
            OwnIncident own = member.own;
            boolean known = own != null && own.couples() >= member.size();
            contacts += known ? own.contacts() : member.size();
            long itsRefused = known ? own.refused() : counts[Outcome.REFUSED.ordinal()];
            long itsSilent = known ? own.silent() : counts[Outcome.SILENT.ordinal()];
            long itsAnswered = known ? own.answered() : counts[Outcome.ANSWERED.ordinal()];
            refused = repeated ? Math.max(refused, itsRefused) : refused + itsRefused;
            silent = repeated ? Math.max(silent, itsSilent) : silent + itsSilent;
            answered = repeated ? Math.max(answered, itsAnswered) : answered + itsAnswered;
        }
    }

    private static Technique technique(List<Prober> members) {
        int[] counts = new int[Technique.values().length];
        int most = 0;
        for (Prober member : members) {
            for (int i = 0; i < member.size(); i++) {
                int technique = member.technique(i).ordinal();
                counts[technique]++;
                most = counts[technique] > counts[most] ? technique : most;
            }
        }
        return Technique.values()[most];
    }

    /** The earliest first. */
    private static List<IpAddress> listed(List<Prober> members) {
        return members.stream()
                .sorted(Comparator.comparingLong((Prober member) -> member.firstMillis)
                        .thenComparing(member -> member.source))
                .limit(Crowd.LISTED)
                .map(member -> member.source)
                .toList();
    }

    private static boolean forged(Figure figure, Technique technique) {
        return figure.shape() == Shape.DECOYED || technique != Technique.CONNECT;
    }

    /** Logistic in the doublings of what was tried together beyond one source's share. */
    private static double confidence(Figure figure) {
        double doublings = Math.log(Math.max(1, figure.extent()) / 8.0) / Math.log(2);
        return Math.round(1000 / (1 + Math.exp(-doublings))) / 1000.0;
    }

    private static String why(Group group, CrowdIncident incident) {
        Figure figure = incident.figure;
        String how = switch (figure.shape()) {
            case DECOYED ->
                "all tried the same couples within a second of each other, as one scanner does that forges the addresses of"
                        + " the others";
            case SCATTERED -> "few tried the same couple, and hardly any succeeded: chance, not a list of peers";
            default ->
                figure.share() >= 0.5
                        ? "they divide the couples between them: " + percent(figure.share())
                                + " were tried by one of them only"
                        : "they repeat the same couples";
        };
        boolean more = figure.members().stream().anyMatch(Prober::isFull);
        return String.format(
                Locale.ROOT,
                "%d sources failed at %d distinct couples of %s, %d in all%s; %s%s%s",
                figure.members().size(),
                figure.couples(),
                CrowdAlerts.name(group),
                figure.pairs(),
                more ? " (of each the first " + Prober.MAX_COUPLES + " are compared)" : "",
                how,
                incident.foldedEver > 0
                        ? "; incidents of single sources folded into this one: " + incident.foldedEver
                        : "",
                group.beyond() > 0 ? "; further sources are not counted" : "");
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    private static String name(Group group) {
        return new Crowd(group.key.network(), 0, List.of(), false).name();
    }
}

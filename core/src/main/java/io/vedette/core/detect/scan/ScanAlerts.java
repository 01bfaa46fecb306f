package io.vedette.core.detect.scan;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.HexId;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Rules;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.sketch.KeyedHash;
import java.util.Locale;
import java.util.StringJoiner;

/** Puts incidents into words and numbers. */
final class ScanAlerts {

    private static final double LOG_MILLION = Math.log(1e6);

    private static final KeyedHash IDS = new KeyedHash(2);

    private final ScanSettings settings;
    private final PrefixSet home;

    ScanAlerts(ScanSettings settings, PrefixSet home) {
        this.settings = settings;
        this.home = home;
    }

    /** The same for the same source and first contact. */
    String incidentId(ScanState state, long firstMillis) {
        return HexId.of(IDS.ofBoth(IDS.ofAddress(state.high, state.low), firstMillis));
    }

    boolean atHome(long high, long low) {
        return home.contains(high, low);
    }

    private IncidentReading read(ScanState state, Incident incident) {
        return new IncidentReading(settings, state, incident, atHome(state.high, state.low));
    }

    /** Raises an update if the incident matters more than was said. */
    void raiseIfGraver(ScanState state, Incident incident, AlertSink alerts) {
        if (read(state, incident).severity().compareTo(incident.raised) > 0) {
            raise(state, incident, Stage.UPDATED, alerts);
        }
    }

    void raise(ScanState state, Incident incident, Stage stage, AlertSink alerts) {
        IncidentReading reading = read(state, incident);
        Technique technique = reading.technique;
        Profile profile = reading.profile();
        Severity severity = reading.severity();
        incident.raised = severity.compareTo(incident.raised) > 0 ? severity : incident.raised;
        incident.nextUpdate = 2 * incident.couples();
        incident.toldMillis = incident.lastMillis;
        String id = switch (stage) {
            case OPENED, MATCHED -> incident.id;
            case UPDATED -> incident.id + "-" + incident.couples() + (incident.used() > 0 ? "-used" : "");
            case CLOSED -> incident.id + "-end";
        };
        alerts.raise(new Alert(
                id,
                incident.id,
                stage,
                rule(technique),
                severity,
                reading.confidence(),
                new IpAddress(state.high, state.low),
                technique,
                reading.shape,
                incident.hosts(),
                incident.ports(),
                incident.couples(),
                incident.contacts,
                incident.refused(),
                incident.silent(),
                incident.answered(),
                incident.firstMillis,
                incident.lastMillis,
                incident.sample().targets(),
                why(incident, reading, profile),
                reading.attack(),
                profile,
                null,
                null));
    }

    private static String rule(Technique technique) {
        return switch (technique) {
            case UDP -> Rules.UDP_SCAN;
            case ICMP -> Rules.ICMP_SWEEP;
            case PROTOCOL -> Rules.PROTOCOL_SCAN;
            default -> Rules.TCP_SCAN;
        };
    }

    /** What hosts were asked for. */
    private static String asked(Incident incident, Technique technique) {
        String only = incident.by(technique) == incident.noted() ? "" : "port or ";
        return switch (technique) {
            case ICMP -> only + "request";
            case PROTOCOL -> only + "protocol";
            default -> "port";
        };
    }

    private static String plural(long count, String noun) {
        return count + " " + (count == 1 ? noun : noun.replace(" or ", "s or ") + "s");
    }

    /** A weight of evidence, a natural log-likelihood ratio, as people bet: two digits are all that it is good for. */
    static String odds(double weight) {
        if (weight > LOG_MILLION) {
            return "more than a million to 1";
        }
        double odds = Math.exp(Math.max(0, weight));
        double unit = Math.pow(10, Math.max(0, Math.floor(Math.log10(odds)) - 1));
        return Math.round(odds / unit) * Math.round(unit) + " to 1";
    }

    private String why(Incident incident, IncidentReading reading, Profile profile) {
        StringJoiner why = new StringJoiner("; ");
        String asked = asked(incident, reading.technique);
        why.add(String.format(
                Locale.ROOT,
                "%s%d distinct couples of host and %s (%s, %s) in %d contacts: %d refused, %d silent or unknown, %d answered",
                incident.isExact() ? "" : "about ",
                incident.couples(),
                asked,
                plural(incident.hosts(), "host"),
                plural(incident.ports(), asked),
                incident.contacts,
                incident.refused(),
                incident.silent(),
                incident.answered()));
        if (profile.used() > 0) {
            why.add(profile.used() + " of the answered ones then carried data");
        }
        Tool tool = profile.tool();
        if (tool != null) {
            why.add(tool.title() + " marks " + tool.matches() + " of " + tool.trials() + " probes");
        }
        if (reading.stubborn()) {
            why.add("each was tried again and again: perhaps a client whose servers are gone");
        }
        why.add("judged at odds of " + odds(incident.evidence) + ", "
                + odds(settings.minScore() + incident.credit) + " were asked for"
                + (incident.credit > 0 ? " because of what it did get answers to" : ""));
        if (profile.spoofable()) {
            why.add("no handshake was completed, so the address may be forged");
        }
        return why.toString();
    }
}

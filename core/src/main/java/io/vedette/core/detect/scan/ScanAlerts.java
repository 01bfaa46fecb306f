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
                incident.sample,
                why(incident, reading, profile),
                reading.attack(),
                profile));
    }

    private static String rule(Technique technique) {
        return switch (technique) {
            case UDP -> Rules.UDP_SCAN;
            case ICMP -> Rules.ICMP_SWEEP;
            case PROTOCOL -> Rules.PROTOCOL_SCAN;
            default -> Rules.TCP_SCAN;
        };
    }

    private String why(Incident incident, IncidentReading reading, Profile profile) {
        StringJoiner why = new StringJoiner("; ");
        why.add(String.format(
                Locale.ROOT,
                "%s%d distinct couples of host and port (%d hosts, %d ports) in %d contacts: %d refused, %d silent or unknown,"
                        + " %d answered",
                incident.isExact() ? "" : "about ",
                incident.couples(),
                incident.hosts(),
                incident.ports(),
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
        why.add(String.format(
                Locale.ROOT,
                "evidence at the verdict %.1f, asked for %.1f%s",
                incident.evidence,
                settings.minScore() + incident.credit,
                incident.credit > 0 ? String.format(Locale.ROOT, " (%.1f of it for successes)", incident.credit) : ""));
        if (profile.spoofable()) {
            why.add("no handshake was completed, so the address may be forged");
        }
        return why.toString();
    }
}

package io.vedette.core.detect.scan;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.HexId;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.sketch.KeyedHash;
import java.util.List;
import java.util.Locale;

/** Puts incidents into words and numbers. */
final class ScanAlerts {

    /** Network Service Discovery: somebody inside looks around. */
    private static final String ATTACK_INSIDE = "T1046";

    /** Active Scanning, Scanning IP Blocks: somebody outside does. */
    private static final String ATTACK_OUTSIDE = "T1595.001";

    /** Private and link-local address space: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291. */
    private static final List<Prefix> INSIDE = List.of(
            Prefix.parse("10.0.0.0/8"),
            Prefix.parse("172.16.0.0/12"),
            Prefix.parse("192.168.0.0/16"),
            Prefix.parse("100.64.0.0/10"),
            Prefix.parse("169.254.0.0/16"),
            Prefix.parse("fc00::/7"),
            Prefix.parse("fe80::/10"));

    private static final KeyedHash IDS = new KeyedHash(2);

    private static final int FEW_HOSTS = 3;
    private static final int FEW_PORTS = 2;

    private final ScanSettings settings;

    ScanAlerts(ScanSettings settings) {
        this.settings = settings;
    }

    /** The same for the same source and first contact. */
    String incidentId(ScanState state, long firstMillis) {
        return HexId.of(IDS.ofBoth(IDS.ofAddress(state.high, state.low), firstMillis));
    }

    void raise(ScanState state, Incident incident, Stage stage, AlertSink alerts) {
        Technique technique = incident.technique();
        Shape shape = shape(incident);
        IpAddress source = state.source();
        boolean inside = INSIDE.stream().anyMatch(prefix -> prefix.contains(source));
        String id = switch (stage) {
            case OPENED, MATCHED -> incident.id;
            case UPDATED -> incident.id + "-" + incident.couples();
            case CLOSED -> incident.id + "-end";
        };
        alerts.raise(new Alert(
                id,
                incident.id,
                stage,
                rule(technique),
                inside ? Severity.HIGH : Severity.MEDIUM,
                confidence(incident),
                source,
                technique,
                shape,
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
                why(incident),
                inside ? ATTACK_INSIDE : ATTACK_OUTSIDE));
    }

    private static String rule(Technique technique) {
        return switch (technique) {
            case UDP -> "udp-scan";
            case ICMP -> "icmp-sweep";
            case PROTOCOL -> "protocol-scan";
            default -> "tcp-scan";
        };
    }

    private static Shape shape(Incident incident) {
        long hosts = incident.hosts();
        long ports = incident.ports();
        if (hosts <= FEW_HOSTS && ports > hosts) {
            return Shape.VERTICAL;
        }
        return ports <= FEW_PORTS || incident.technique() == Technique.ICMP ? Shape.HORIZONTAL : Shape.BLOCK;
    }

    /** Logistic in the evidence beyond what was asked for, and in the doublings of the fan-out beyond its threshold. */
    private double confidence(Incident incident) {
        double beyond = incident.evidence - incident.credit - settings.minScore();
        double doublings =
                Math.log((double) Math.max(incident.hosts(), incident.ports()) / settings.minTargets()) / Math.log(2);
        double confidence = 1 / (1 + Math.exp(-(beyond + 2 * doublings)));
        return Math.round(confidence * 1000) / 1000.0;
    }

    private String why(Incident incident) {
        String about = incident.isExact() ? "" : "about ";
        return String.format(
                Locale.ROOT,
                "%s%d distinct couples of host and port (%d hosts, %d ports) in %d contacts: %d refused, %d silent or unknown,"
                        + " %d answered; evidence at the verdict %.1f, asked for %.1f%s",
                about,
                incident.couples(),
                incident.hosts(),
                incident.ports(),
                incident.contacts,
                incident.refused(),
                incident.silent(),
                incident.answered(),
                incident.evidence,
                settings.minScore() + incident.credit,
                incident.credit > 0 ? String.format(Locale.ROOT, " (%.1f of it for successes)", incident.credit) : "");
    }
}

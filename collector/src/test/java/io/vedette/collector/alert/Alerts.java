package io.vedette.collector.alert;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Alerts for tests. */
public final class Alerts {

    public static final long FIRST = Instant.parse("2026-11-01T02:14:03Z").toEpochMilli();

    private Alerts() {}

    public static List<Alert> numbered(int from, int to) {
        return IntStream.range(from, to).mapToObj(Alerts::numbered).toList();
    }

    public static Alert numbered(int n) {
        return with(
                "alert-" + n,
                Stage.OPENED,
                Severity.HIGH,
                Technique.SYN,
                Shape.VERTICAL,
                "213 ports refused or silent",
                213 + n);
    }

    public static Alert with(String id, Stage stage, Severity severity, Technique technique, Shape shape, String why) {
        return with(id, stage, severity, technique, shape, why, 213);
    }

    private static Alert with(
            String id, Stage stage, Severity severity, Technique technique, Shape shape, String why, int ports) {
        return new Alert(
                id,
                "incident-1",
                stage,
                "tcp-scan",
                severity,
                0.97,
                IpAddress.parse("203.0.113.66"),
                technique,
                shape,
                1,
                ports,
                ports,
                ports + 7,
                ports - 15,
                15,
                0,
                FIRST,
                FIRST + 4_000,
                List.of(
                        new Target(IpAddress.parse("198.18.1.38"), 22, IpProtocol.TCP, Outcome.REFUSED),
                        new Target(IpAddress.parse("198.18.1.38"), 8080, IpProtocol.TCP, Outcome.SILENT)),
                why,
                "T1046");
    }

    /** An alert of {@code source}; its id is that of its incident and its stage. */
    public static Alert of(String source, Stage stage, String incident, Severity severity, Technique technique) {
        return of("tcp-scan", source, stage, incident, severity, technique);
    }

    /** The same by {@code rule}. */
    public static Alert of(
            String rule, String source, Stage stage, String incident, Severity severity, Technique technique) {
        Alert model = with(incident + "-" + stage, stage, severity, technique, Shape.VERTICAL, "213 ports refused");
        return new Alert(
                model.id(),
                incident,
                stage,
                rule,
                severity,
                model.confidence(),
                IpAddress.parse(source),
                technique,
                model.shape(),
                model.hosts(),
                model.ports(),
                model.couples(),
                model.contacts(),
                model.refused(),
                model.silent(),
                model.answered(),
                model.firstMillis(),
                model.lastMillis(),
                model.targets(),
                model.why(),
                model.attack());
    }

    /** How a severity is written where there is little room. */
    public static String shortSeverity(Severity severity) {
        return AlertSentence.severity(severity);
    }

    /** An alert whose every text tries to act on a terminal or to forge a line. */
    public static Alert hostile() {
        return with(
                "id\u001b]52;c;cm0gLXJm\u0007",
                Stage.OPENED,
                Severity.HIGH,
                Technique.SYN,
                Shape.VERTICAL,
                "a\r\n02:14:07 CRIT   forged \u009b31m \u202e \u2028 \u007f \ud83d end");
    }
}

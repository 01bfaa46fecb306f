package io.vedette.core.detect.json;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Direction;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.Prefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One alert of each technique and stage, with the extremes of every field among them. */
public final class SampleAlerts {

    private static final long FIRST = Instant.parse("2026-11-01T02:14:03.250Z").toEpochMilli();

    private SampleAlerts() {}

    /** In the order of the lines of {@code golden.ndjson}. */
    public static List<Alert> all() {
        List<Alert> alerts = new ArrayList<>();
        for (Technique technique : Technique.values()) {
            alerts.add(opened(technique));
        }
        Alert first = alerts.get(0);
        alerts.add(later(first, Stage.UPDATED, 2, FIRST + 30_000, Severity.HIGH));
        alerts.add(later(first, Stage.CLOSED, 5, FIRST + 354_000, Severity.CRITICAL));
        alerts.add(matched());
        alerts.add(crowd(first, Shape.DISTRIBUTED, "198.18.1.38/32", 12, List.of("203.0.113.66", "2001:db8::1")));
        alerts.add(crowd(first, Shape.SCATTERED, "198.18.0.0/16", 256, List.of()));
        alerts.add(crowd(first, Shape.DECOYED, "2001:db8:1::/64", 3, List.of("203.0.113.66")));
        alerts.add(crowd(alerts.get(Technique.BACKSCATTER.ordinal()), Shape.VICTIM, "198.18.1.38/32", 0, List.of()));
        alerts.add(first.as(Stage.CLOSED, "id-0-end", "id-1"));
        alerts.add(hostile());
        return alerts;
    }

    private static Alert opened(Technique technique) {
        int n = technique.ordinal();
        IpAddress source = IpAddress.parse(n % 2 == 0 ? "203.0.113." + (66 + n) : "2001:db8::" + n);
        return new Alert(
                "id-" + n,
                "id-" + n,
                Stage.OPENED,
                technique == Technique.UDP ? "udp-scan" : "tcp-scan",
                Severity.values()[n % 5],
                0.123456 * (n % 9),
                source,
                technique,
                Shape.values()[n % 3],
                n + 1,
                213,
                213L * (n + 1),
                220L * (n + 1),
                198,
                15,
                0,
                FIRST,
                FIRST + 4_000,
                List.of(target(technique, 0, Outcome.REFUSED), target(technique, 1, Outcome.SILENT)),
                "213 ports of one host in 4 s, of which 198 refused and 15 silent",
                n % 2 == 0 ? "T1595.001" : "T1046",
                profile(technique),
                null,
                null);
    }

    private static Profile profile(Technique technique) {
        int n = technique.ordinal();
        return new Profile(
                Direction.values()[n % 4],
                n % 3 == 0,
                n % 2 == 1,
                n,
                n % 5 == 4 ? List.of(Technique.UDP, Technique.SERVICE) : List.of(),
                technique == Technique.SYN ? Map.of("S", 213L) : Map.of(),
                n % 4 == 0 ? new Tool("nmap", "Nmap", 198, 200 + n) : null);
    }

    private static Target target(Technique technique, int n, Outcome outcome) {
        IpAddress address = IpAddress.ofIpv4(0xc612_0126 + n);
        return switch (technique) {
            case UDP -> new Target(address, 161 + n, IpProtocol.UDP, outcome);
            case ICMP -> new Target(address, 8 << 8 | n, IpProtocol.ICMP, outcome);
            case PROTOCOL -> new Target(address, -1, 47 + n, outcome);
            default -> new Target(address, 22 + n, IpProtocol.TCP, outcome, label(outcome), 1.4);
        };
    }

    private static String label(Outcome outcome) {
        return outcome == Outcome.REFUSED ? "refused" : "unanswered";
    }

    private static Alert later(Alert opening, Stage stage, int factor, long lastMillis, Severity severity) {
        return new Alert(
                opening.id() + "-" + factor,
                opening.incident(),
                stage,
                opening.rule(),
                severity,
                0.97,
                opening.source(),
                opening.technique(),
                opening.shape(),
                opening.hosts(),
                opening.ports() * factor,
                opening.couples() * factor,
                opening.contacts() * factor,
                opening.refused() * factor,
                opening.silent() * factor,
                factor,
                opening.firstMillis(),
                lastMillis,
                opening.targets(),
                opening.why(),
                opening.attack(),
                opening.profile(),
                null,
                null);
    }

    private static Alert crowd(Alert like, Shape shape, String target, long count, List<String> sources) {
        return new Alert(
                "crowd-" + like.id() + "-" + shape.label(),
                "crowd-" + like.id() + "-" + shape.label(),
                Stage.OPENED,
                "distributed-scan",
                Severity.MEDIUM,
                0.9,
                null,
                like.technique(),
                shape,
                like.hosts(),
                like.ports(),
                like.couples(),
                like.contacts(),
                like.refused(),
                like.silent(),
                like.answered(),
                like.firstMillis(),
                like.lastMillis(),
                like.targets(),
                like.why(),
                "T1499.001",
                null,
                new Crowd(
                        Prefix.parse(target),
                        count,
                        sources.stream().map(IpAddress::parse).toList(),
                        shape != Shape.DISTRIBUTED),
                null);
    }

    private static Alert matched() {
        return new Alert(
                "match-1",
                "match-1",
                Stage.MATCHED,
                "tcp-scan",
                Severity.LOW,
                1,
                IpAddress.parse("203.0.113.66"),
                Technique.XMAS,
                Shape.SINGLE,
                1,
                1,
                1,
                3,
                0,
                0,
                0,
                FIRST,
                FIRST,
                List.of(new Target(IpAddress.parse("198.18.1.38"), 443, IpProtocol.TCP, Outcome.UNKNOWN)),
                "TCP flags 41 (FPU) are those of an Xmas scan",
                "T1046");
    }

    /** Every text and number at an edge: what a line must survive. */
    private static Alert hostile() {
        return new Alert(
                "id\"\\/\u0000",
                "\u001b]52;c;cm0gLXJm\u0007",
                Stage.OPENED,
                "tcp-scan",
                Severity.INFO,
                Double.NaN,
                IpAddress.parse("::"),
                Technique.SYN,
                Shape.BLOCK,
                Long.MAX_VALUE,
                0,
                Long.MAX_VALUE,
                0,
                0,
                0,
                Long.MAX_VALUE,
                0,
                253_402_300_799_999L,
                List.of(),
                "line\r\nend \u007f \u009b31m \u202e \u2028 é 日本 \ud83d\ude00 \ud83d <script>",
                "T1046",
                null,
                null,
                null);
    }
}

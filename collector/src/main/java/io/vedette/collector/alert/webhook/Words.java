package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.AlertSentence;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.text.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A notification in words, for chat and paging services.
 *
 * <p>The headline is complete in itself: it is all that a telephone shows. Text that may come from the network is printable,
 * names nobody ({@code @} becomes its full-width form) and is no link ({@code ://} becomes {@code [:]//}). Times are in UTC.
 */
final class Words {

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int TARGETS = 5;

    private Words() {}

    static String headline(Notification notification) {
        Alert first = notification.alerts().get(0);
        String said = switch (notification.kind()) {
            case TEST -> "Test, nothing happened. " + AlertSentence.of(first);
            case DIGEST -> digest(notification);
            case OVER, ONGOING ->
                isEndOfMatches(notification)
                        ? "OVER " + AlertSentence.of(first)
                        : AlertSentence.of(first) + more(notification.total() - 1);
        };
        return inert(said);
    }

    /** Whether a group of alerts that have no end of their own is over. */
    private static boolean isEndOfMatches(Notification notification) {
        return notification.kind() == Notification.Kind.OVER
                && notification.alerts().get(0).stage() == Alert.Stage.MATCHED;
    }

    private static String more(long count) {
        return count < 1 ? "" : " (+" + count + " more)";
    }

    private static String digest(Notification notification) {
        String techniques = notification.techniques().entrySet().stream()
                .sorted(Map.Entry.<Technique, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(4)
                .map(entry -> entry.getValue() + " " + entry.getKey().title())
                .collect(Collectors.joining(", "));
        return AlertSentence.severity(notification.severity()) + ' ' + notification.total() + " alerts about "
                + notification.sources() + (notification.sources() == 1 ? " source: " : " sources: ") + techniques;
    }

    /** What else there is to say, a line each. */
    static List<String> details(Notification notification) {
        List<String> lines = new ArrayList<>();
        List<Alert> alerts = notification.alerts();
        Alert first = alerts.get(0);
        if (notification.kind() == Notification.Kind.DIGEST) {
            alerts.forEach(alert -> lines.add(AlertSentence.of(alert)));
        } else {
            if (first.shape() != Shape.VICTIM) { // else the headline has said it
                lines.add("Targets: " + targets(first));
            }
            lines.add("Why: " + first.why());
            alerts.subList(1, alerts.size()).forEach(alert -> lines.add(AlertSentence.of(alert)));
            lines.add(when(first) + confidence(first) + ", ATT&CK " + first.attack());
            if (notification.kind() != Notification.Kind.TEST) {
                lines.add("Rule " + first.rule() + ", incident " + first.incident());
                lines.add("Not again: " + suppression(first));
            }
        }
        long hidden = notification.total() - alerts.size();
        if (hidden > 0) {
            lines.add(hidden + " more in the alert log");
        }
        return lines.stream().map(Words::inert).toList();
    }

    /** First and last contact; the date of the second only if it is another. */
    private static String when(Alert alert) {
        Instant first = Instant.ofEpochMilli(alert.firstMillis());
        Instant last = Instant.ofEpochMilli(alert.lastMillis());
        String from = DATE.format(first) + ' ' + TIME.format(first);
        if (first.getEpochSecond() == last.getEpochSecond()) {
            return from + " UTC";
        }
        boolean sameDay = DATE.format(first).equals(DATE.format(last));
        return from + " to " + (sameDay ? "" : DATE.format(last) + ' ') + TIME.format(last) + " UTC";
    }

    /** Nothing is certain, and a rule that matches single flows does not say how sure it is. */
    private static String confidence(Alert alert) {
        return alert.stage() == Alert.Stage.MATCHED
                ? ""
                : ", confidence " + Math.min(99, Math.round(alert.confidence() * 100)) + " %";
    }

    /** The command that keeps such alerts back; its reason is for whoever enters it. */
    private static String suppression(Alert alert) {
        String about = alert.source() == null
                ? "--target " + Objects.requireNonNull(alert.crowd()).name()
                : "--source " + alert.source();
        return "vedette suppress add " + about + " --rule " + alert.rule() + " --for 7d --reason \u2026";
    }

    static String targets(Alert alert) {
        String shown =
                alert.targets().stream().limit(TARGETS).map(Words::target).collect(Collectors.joining(", "));
        long hidden = alert.couples() - Math.min(TARGETS, alert.targets().size());
        return shown + (hidden > 0 ? " (+" + hidden + ")" : "");
    }

    private static String target(Target target) {
        String address = target.address().toString();
        boolean icmp = target.protocol() == IpProtocol.ICMP || target.protocol() == IpProtocol.ICMPV6;
        String place = address;
        if (target.port() >= 0 && !icmp) {
            place = (target.address().isIpv4() ? address : "[" + address + "]") + ':' + target.port();
        }
        return target.outcome() == Outcome.UNKNOWN
                ? place
                : place + ' ' + target.outcome().name().toLowerCase(Locale.ROOT);
    }

    /** {@code text} as one printable line that mentions nobody and links nowhere. */
    static String inert(String text) {
        return Printable.of(text).replace('@', '\uff20').replace("://", "[:]//");
    }
}

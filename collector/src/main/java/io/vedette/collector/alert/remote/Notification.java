package io.vedette.collector.alert.remote;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Technique;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * What is sent at once: one alert, several of one group, or a digest of many groups.
 *
 * @param group what its alerts have in common, {@code rule:source}; stable over the life of a group, also when the rule of
 *     an incident changes
 * @param alerts a sample, the one to show first in front; at least one
 * @param total how many alerts it stands for: those that were folded into it included, earlier words on an incident not
 * @param sources how many initiators they have
 * @param techniques how many alerts there are of each technique
 * @param tickets of the alerts in the spool; those of the alerts that are shown come last, in the same order
 */
public record Notification(
        String group,
        Kind kind,
        List<Alert> alerts,
        long total,
        long sources,
        Map<Technique, Long> techniques,
        List<Long> tickets) {

    /** What a notification is about. */
    public enum Kind {
        /** Something begins or goes on. */
        ONGOING,
        /** Everything in the group is over. */
        OVER,
        /** Many groups in one. */
        DIGEST,
        /** Nothing: somebody wants to see whether it arrives. */
        TEST
    }

    public Notification {
        if (alerts.isEmpty()) {
            throw new IllegalArgumentException("notification without alerts");
        }
        alerts = List.copyOf(alerts);
        techniques = Map.copyOf(techniques);
        tickets = List.copyOf(tickets);
    }

    /** A notification about {@code alert} alone. */
    public static Notification of(Alert alert, Kind kind, List<Long> tickets) {
        String group = alert.rule() + ':' + alert.subject();
        return new Notification(group, kind, List.of(alert), 1, 1, Map.of(alert.technique(), 1L), tickets);
    }

    public Severity severity() {
        return alerts.stream().map(Alert::severity).max(Severity::compareTo).orElseThrow();
    }

    /** The same for the same alerts, so that a receiver can drop repetitions: 32 hexadecimal digits of a SHA-256. */
    public String id() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((kind + " " + total).getBytes(StandardCharsets.UTF_8));
            for (Alert alert : alerts) {
                digest.update((byte) 0);
                digest.update(alert.id().getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }

    /** Two notifications of half the alerts each; the first keeps what is only counted. */
    List<Notification> halves() {
        int middle = alerts.size() / 2;
        int ticketsOfSecond = Math.min(tickets.size(), alerts.size() - middle);
        int border = tickets.size() - ticketsOfSecond;
        List<Notification> halves = new ArrayList<>();
        halves.add(new Notification(
                group,
                kind,
                alerts.subList(0, middle),
                total - (alerts.size() - middle),
                sources,
                techniques,
                tickets.subList(0, border)));
        halves.add(new Notification(
                group,
                kind,
                alerts.subList(middle, alerts.size()),
                alerts.size() - middle,
                sources,
                techniques,
                tickets.subList(border, tickets.size())));
        return halves;
    }
}

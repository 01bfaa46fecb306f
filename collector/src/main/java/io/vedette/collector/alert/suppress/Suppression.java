package io.vedette.collector.alert.suppress;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * One thing that nobody wants to hear about, until when, and why. All conditions that are given must hold; at least one is.
 *
 * <p>An alert names at most ten targets. A condition on targets or ports holds if it holds for each of these, so an alert that
 * shows one target outside is never kept back; what it does not show cannot be looked at.
 *
 * @param id unlike that of any other suppression in the file
 * @param source the initiator is in this block
 * @param target all targets shown are in this block
 * @param ports all ports shown are of these
 * @param rule the rule that raised the alert
 * @param technique the technique of the alert
 * @param until the first moment at which it is over
 * @param reason why, for whoever wonders later
 * @param who added it
 * @param created when
 */
public record Suppression(
        String id,
        @Nullable Prefix source,
        @Nullable Prefix target,
        @Nullable PortRange ports,
        @Nullable String rule,
        @Nullable Technique technique,
        Instant until,
        String reason,
        String who,
        Instant created) {

    /** The longest reason, in characters. */
    public static final int LONGEST_TEXT = 500;

    public Suppression {
        if (source == null && target == null && ports == null && rule == null && technique == null) {
            throw new IllegalArgumentException(
                    "no condition, expected at least one of source, target, port, rule and technique");
        }
        if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
            throw new IllegalArgumentException(
                    "id \"" + id + "\", expected up to 32 lower-case letters, digits and hyphens");
        }
        if (reason.isBlank()) {
            throw new IllegalArgumentException("no reason");
        }
        if (reason.length() > LONGEST_TEXT || who.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("a text of more than " + LONGEST_TEXT + " characters");
        }
    }

    /** Whether it is over at {@code nowMillis}, since 1970 UTC. */
    public boolean isOver(long nowMillis) {
        return nowMillis >= until.toEpochMilli();
    }

    /** Whether all its conditions hold for {@code alert}; whether it is over is another question. */
    public boolean covers(Alert alert) {
        return (technique == null || technique == alert.technique())
                && (rule == null || rule.equals(alert.rule()))
                && (source == null || coversSources(source, alert))
                && (target == null && ports == null || coversTargets(alert));
    }

    /** Of many sources all must be listed and covered: one that is not may be the one that matters. */
    private static boolean coversSources(Prefix block, Alert alert) {
        if (alert.source() != null) {
            return block.contains(alert.source());
        }
        Crowd crowd = alert.crowd();
        List<IpAddress> accused = alert.accused();
        return !accused.isEmpty()
                && (crowd == null || crowd.count() == accused.size())
                && accused.stream().allMatch(block::contains);
    }

    private boolean coversTargets(Alert alert) {
        Crowd crowd = alert.crowd();
        if (crowd != null && ports == null) {
            return crowd.isHost() && Objects.requireNonNull(target).contains(crowd.address());
        }
        for (Target shown : alert.targets()) {
            if (target != null && !target.contains(shown.address()) || ports != null && !ports.contains(shown.port())) {
                return false;
            }
        }
        return !alert.targets().isEmpty();
    }

    Suppression endingAt(Instant end) {
        return new Suppression(id, source, target, ports, rule, technique, end, reason, who, created);
    }

    /** The conditions, for people: {@code source 192.0.2.66, port 22}. */
    public String conditions() {
        StringJoiner text = new StringJoiner(", ");
        if (source != null) {
            text.add("source " + source);
        }
        if (target != null) {
            text.add("target " + target);
        }
        if (ports != null) {
            text.add("port " + ports);
        }
        if (rule != null) {
            text.add("rule " + rule);
        }
        if (technique != null) {
            text.add("technique " + technique.label());
        }
        return text.toString();
    }
}

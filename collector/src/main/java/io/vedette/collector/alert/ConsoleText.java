package io.vedette.collector.alert;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Crowd;
import io.vedette.core.detect.Profile;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Target;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.Tool;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.text.Printable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/**
 * An alert in words.
 *
 * <pre>
 * 02:14:07 HIGH   SYN scan (like nmap -sS) from 203.0.113.66: 213 ports of 198.18.1.38 in 4 s, 198 refused, 15 silent
 * 02:14:37 HIGH   + SYN scan from 203.0.113.66 so far: 426 ports of 198.18.1.38 in 34 s, 396 refused, 30 silent
 * 02:20:01 HIGH   - SYN scan from 203.0.113.66 is over: 1000 ports of 198.18.1.38 in 5 min 54 s, 985 refused, 15 silent
 * </pre>
 *
 * <p>The first line of an alert is complete in itself. Times are those of the last contact, in UTC. The time, the severity
 * and the words are in fixed columns; a line that begins with a blank belongs to the one above. A {@link Stage#MATCHED}
 * alert is printed as {@link ReferenceLine} says. Nothing here depends on locale or time zone.
 */
public final class ConsoleText {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE_AND_TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String INDENT = "         ";

    private final Palette palette;
    private final boolean verbose;

    /** @param verbose whether the reasons and a sample of the targets follow below each alert */
    public ConsoleText(Palette palette, boolean verbose) {
        this.palette = palette;
        this.verbose = verbose;
    }

    /** Appends the line or lines of {@code alert}, each with its LF. */
    public void append(Alert alert, StringBuilder lines) {
        if (alert.stage() == Stage.MATCHED) {
            ReferenceLine.append(alert, lines);
        } else {
            String severity = severity(alert.severity());
            lines.append(time(TIME, alert.lastMillis())).append(' ');
            lines.append(palette.severity(alert.severity(), severity));
            lines.append(" ".repeat(7 - severity.length()));
            String said = sentence(alert);
            lines.append(alert.stage() == Stage.OPENED ? said : palette.faint(said));
        }
        lines.append('\n');
        if (verbose) {
            appendDetails(alert, lines);
        }
    }

    /** Six letters at most, to keep the columns. */
    private static String severity(Severity severity) {
        return severity == Severity.CRITICAL ? "CRIT" : severity.name();
    }

    static String sentence(Alert alert) {
        Technique technique = alert.technique();
        StringBuilder said = new StringBuilder(120);
        Crowd crowd = alert.crowd();
        if (crowd != null) {
            return CrowdSentence.of(alert, crowd);
        }
        switch (alert.stage()) {
            case UPDATED -> said.append("+ ").append(technique.title());
            case CLOSED -> said.append("- ").append(technique.title());
            default -> {
                said.append(technique.title());
                if (!technique.nmapOption().isEmpty()) {
                    said.append(" (like ").append(technique.nmapOption()).append(')');
                }
            }
        }
        said.append(" from ").append(alert.source());
        switch (alert.stage()) {
            case UPDATED -> said.append(" so far");
            case CLOSED -> said.append(" is over");
            default -> {}
        }
        said.append(": ").append(extent(alert));
        said.append(" in ").append(duration(Math.max(0, alert.lastMillis() - alert.firstMillis())));
        appendCount(said, alert.refused(), " refused");
        appendCount(said, alert.silent(), " silent");
        appendCount(said, alert.answered(), " answered");
        if (alert.profile() != null) {
            appendProfile(alert.profile(), said);
        }
        return said.toString();
    }

    private static void appendProfile(Profile profile, StringBuilder said) {
        if (profile.used() > 0) {
            said.append("; THEN DATA FLOWED on ").append(profile.used()).append(" of them");
        }
        Tool tool = profile.tool();
        if (tool != null) {
            Printable.append(said.append("; sent by "), tool.title());
        }
        if (profile.slow()) {
            said.append("; slow");
        }
    }

    static void appendCount(StringBuilder said, long count, String word) {
        if (count > 0) {
            said.append(", ").append(count).append(word);
        }
    }

    /** What was probed: {@code 213 ports of 198.18.1.38}, {@code port 22 of 254 hosts}. */
    private static String extent(Alert alert) {
        Target sample = alert.targets().isEmpty() ? null : alert.targets().get(0);
        String hosts =
                alert.hosts() == 1 && sample != null ? sample.address().toString() : plural(alert.hosts(), "host");
        return switch (alert.technique()) {
            case ICMP -> hosts;
            case PROTOCOL -> protocols(alert) + " of " + hosts;
            default -> {
                String ports = alert.ports() == 1 && sample != null && sample.port() >= 0
                        ? "port " + sample.port()
                        : plural(alert.ports(), "port");
                String couples = alert.shape() == Shape.BLOCK ? ", " + plural(alert.couples(), "couple") + "," : "";
                yield ports + " of " + hosts + couples;
            }
        };
    }

    /** {@code 37 protocols}; or {@code 31 sctp ports} where it was one protocol that has ports. */
    private static String protocols(Alert alert) {
        List<Target> targets = alert.targets();
        boolean portsOfOne = targets.stream().map(Target::protocol).distinct().count() == 1
                && targets.stream()
                                .mapToInt(Target::port)
                                .filter(port -> port > 0)
                                .distinct()
                                .count()
                        > 1;
        return portsOfOne
                ? plural(alert.ports(), IpProtocol.name(targets.get(0).protocol()) + " port")
                : plural(alert.couples(), "protocol");
    }

    static String plural(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }

    /** Two units at most: {@code 0.4 s}, {@code 34 s}, {@code 5 min 54 s}, {@code 2 h 5 min}, {@code 3 d 4 h}. */
    static String duration(long millis) {
        if (millis == 0) {
            return "under 1 s"; // time stamps of flows are often whole seconds
        }
        long seconds = millis / 1_000;
        if (millis < 1_000) {
            return millis < 100 ? millis + " ms" : "0." + millis / 100 + " s";
        }
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min" + rest(seconds % 60, " s");
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h" + rest(seconds % 3_600 / 60, " min");
        }
        return seconds / 86_400 + " d" + rest(seconds % 86_400 / 3_600, " h");
    }

    private static String rest(long count, String unit) {
        return count == 0 ? "" : " " + count + unit;
    }

    private static void appendDetails(Alert alert, StringBuilder lines) {
        Printable.append(lines.append(INDENT).append("why: "), alert.why()).append('\n');
        lines.append(INDENT).append("from ").append(time(DATE_AND_TIME, alert.firstMillis()));
        lines.append(" to ").append(time(DATE_AND_TIME, alert.lastMillis())).append(" UTC, confidence ");
        lines.append(Math.round(alert.confidence() * 100)).append(" %, ");
        Printable.append(lines, alert.attack()).append(", incident ");
        Printable.append(lines, alert.incident());
        if (alert.partOf() != null) {
            Printable.append(lines.append(", part of "), alert.partOf());
        }
        lines.append('\n');
        Crowd crowd = alert.crowd();
        if (crowd != null && !crowd.sources().isEmpty()) {
            lines.append(INDENT).append("sources ");
            StringJoiner sources = new StringJoiner(", ");
            crowd.sources().forEach(source -> sources.add(source.toString()));
            lines.append(sources).append('\n');
        }
        for (Target target : alert.targets()) {
            appendTarget(target, lines.append(INDENT));
        }
    }

    private static void appendTarget(Target target, StringBuilder lines) {
        lines.append(target.address()).append(' ').append(IpProtocol.name(target.protocol()));
        if (target.port() >= 0) {
            if (target.protocol() == IpProtocol.ICMP || target.protocol() == IpProtocol.ICMPV6) {
                lines.append(" type ")
                        .append(target.port() >> 8)
                        .append(" code ")
                        .append(target.port() & 0xff);
            } else {
                lines.append(" port ").append(target.port());
            }
        }
        if (target.outcome() != Outcome.UNKNOWN) {
            lines.append(' ').append(target.outcome().name().toLowerCase(Locale.ROOT));
        }
        lines.append('\n');
    }

    private static String time(DateTimeFormatter format, long millis) {
        return format.format(Instant.ofEpochMilli(millis));
    }
}

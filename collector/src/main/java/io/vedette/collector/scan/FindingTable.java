package io.vedette.collector.scan;

import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Crowd;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Findings in columns, as wide as what stands in them; times in UTC. */
final class FindingTable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final List<String> HEADER = List.of(
            "FIRST SEEN",
            "LAST SEEN",
            "SEVERITY",
            "SOURCE",
            "TECHNIQUE",
            "SHAPE",
            "HOSTS",
            "PORTS",
            "REFUSED",
            "SILENT",
            "ANSWERED");

    /** From this column on there are numbers, which end in line. */
    private static final int FIRST_NUMBER = 6;

    private FindingTable() {}

    static void write(List<Alert> findings, Appendable out) throws IOException {
        if (findings.isEmpty()) {
            return;
        }
        int[] widths = HEADER.stream().mapToInt(String::length).toArray();
        for (Alert finding : findings) {
            List<String> row = row(finding);
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        write(HEADER, widths, out);
        for (Alert finding : findings) {
            write(row(finding), widths, out);
        }
    }

    private static List<String> row(Alert alert) {
        return List.of(
                TIME.format(Instant.ofEpochMilli(alert.firstMillis())),
                TIME.format(Instant.ofEpochMilli(alert.lastMillis())),
                alert.severity().name(),
                subject(alert),
                alert.technique().title(),
                alert.shape().label(),
                Long.toString(alert.hosts()),
                Long.toString(alert.ports()),
                Long.toString(alert.refused()),
                Long.toString(alert.silent()),
                Long.toString(alert.answered()));
    }

    /** The source; of what many do to one, the victim, said to be one. */
    private static String subject(Alert alert) {
        Crowd crowd = alert.crowd();
        if (crowd == null) {
            return alert.subject().toString();
        }
        return "victim " + crowd.name() + (crowd.count() > 0 ? " of " + crowd.count() : "");
    }

    private static void write(List<String> row, int[] widths, Appendable out) throws IOException {
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String padding = " ".repeat(widths[i] - cell.length());
            if (i >= FIRST_NUMBER) {
                out.append("  ").append(padding).append(cell);
            } else {
                out.append(i == 0 ? "" : "  ").append(cell).append(padding);
            }
        }
        out.append('\n');
    }
}

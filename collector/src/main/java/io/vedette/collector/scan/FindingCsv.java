package io.vedette.collector.scan;

import io.vedette.core.detect.Alert;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Findings as CSV (RFC 4180) that is safe to open in a spreadsheet.
 *
 * <p>A cell that a spreadsheet would take for a formula gets an apostrophe in front: OWASP, "CSV Injection".
 */
final class FindingCsv {

    private static final String HEADER =
            "first_seen,last_seen,severity,source,technique,shape,hosts,ports,couples,contacts,"
                    + "refused,silent,answered,confidence,rule,attack,incident,why,victim,sources\n";

    private FindingCsv() {}

    static void write(List<Alert> findings, Appendable out) throws IOException {
        out.append(HEADER);
        for (Alert finding : findings) {
            String separator = "";
            for (Object value : values(finding)) {
                out.append(separator).append(cell(value.toString()));
                separator = ",";
            }
            out.append('\n');
        }
    }

    private static List<Object> values(Alert alert) {
        return List.of(
                Instant.ofEpochMilli(alert.firstMillis()),
                Instant.ofEpochMilli(alert.lastMillis()),
                alert.severity().label(),
                alert.source() == null ? "" : alert.source(),
                alert.technique().label(),
                alert.shape().label(),
                alert.hosts(),
                alert.ports(),
                alert.couples(),
                alert.contacts(),
                alert.refused(),
                alert.silent(),
                alert.answered(),
                String.format(Locale.ROOT, "%.3f", alert.confidence()),
                alert.rule(),
                alert.attack(),
                alert.incident(),
                alert.why(),
                alert.crowd() == null ? "" : alert.crowd().name(),
                alert.crowd() == null ? "" : alert.crowd().count());
    }

    /** One cell: without control characters, no formula, quoted where needed. */
    static String cell(String value) {
        String text = Printable.of(value);
        // Tab and carriage return count by what stood there: escaped, they begin with a backslash.
        if (!value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0) {
            text = "'" + text;
        }
        return text.indexOf(',') < 0 && text.indexOf('"') < 0 ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}

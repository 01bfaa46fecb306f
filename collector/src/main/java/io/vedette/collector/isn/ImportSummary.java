package io.vedette.collector.isn;

import io.vedette.collector.scan.ScanSummary;
import io.vedette.core.text.Printable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/** What was counted and what was not, in lines for people. */
public final class ImportSummary {

    private final ImportReport report;

    public ImportSummary(ImportReport report) {
        this.report = report;
    }

    /** What could not be read, one line each. */
    public List<String> problems() {
        return report.problems().stream().map(Printable::of).toList();
    }

    /** What may be worth knowing, one line each. */
    public List<String> notes() {
        return report.notes().stream().map(Printable::of).toList();
    }

    /** The run in a few lines. */
    public List<String> lines(Duration took) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "counted %d capture%s, %d frames, %s in %.2f s%s",
                report.counted(),
                report.counted() == 1 ? "" : "s",
                report.frames(),
                ScanSummary.bytes(report.bytes()),
                took.toNanos() / 1e9,
                left()));
        lines.add("SYNs: " + report.syns() + ", " + report.matching() + " with ISN=DST"
                + (report.ipv6() == 0 ? "" : "; " + report.ipv6() + " over IPv6 left out"));
        return lines;
    }

    private String left() {
        StringJoiner left = new StringJoiner(", ", "; ", "");
        left.setEmptyValue("");
        int before = report.known() + report.unchanged();
        if (before > 0) {
            left.add(before + " counted before");
        }
        if (report.inQueue() > 0) {
            left.add(report.inQueue() + " left to the queue");
        }
        return left.toString();
    }
}

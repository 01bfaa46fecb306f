package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LiveRun;
import io.vedette.collector.alert.Console;
import io.vedette.collector.alert.JsonLines;
import io.vedette.collector.alert.Palette;
import io.vedette.collector.alert.Palette.Medium;
import io.vedette.collector.alert.Sink;
import io.vedette.collector.alert.suppress.Suppressor;
import io.vedette.collector.scan.FindingFormat;
import io.vedette.collector.scan.Findings;
import io.vedette.collector.scan.ScanReport;
import io.vedette.collector.scan.ScanSummary;
import io.vedette.core.detect.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What a command on traffic that goes on writes to standard output, and how it ends. */
final class LiveOutput {

    private final LiveFormat format;
    private final Findings findings;
    private final Suppressor suppressor;

    /**
     * @param wanted the word of {@code -o}; null for text on a terminal, else JSON lines
     * @param suppressor of alerts that nobody wants
     */
    LiveOutput(@Nullable String wanted, Suppressor suppressor, CommandLine command) {
        this.suppressor = suppressor;
        if (wanted == null) {
            format = StandardOutput.medium() == Medium.TERMINAL ? LiveFormat.TEXT : LiveFormat.NDJSON;
        } else {
            format = new Choices(command).of(LiveFormat.class, "--output", wanted);
        }
        findings = new Findings(isAtTheEnd() ? Findings.DEFAULT_LIMIT : 0, suppressor);
    }

    /** Whether nothing is written before the end, so that a progress line disturbs nobody. */
    boolean isAtTheEnd() {
        return format == LiveFormat.TABLE || format == LiveFormat.CSV;
    }

    Findings findings() {
        return findings;
    }

    Suppressor suppressor() {
        return suppressor;
    }

    List<Sink> sinks(CollectorConfig config) {
        return switch (format) {
            case TEXT -> {
                var console = config.alerts().console();
                Palette palette = Palette.choose(console.color(), StandardOutput.medium(), System.getenv());
                yield List.of(new Console(console, palette, StandardOutput.channel()));
            }
            case NDJSON -> List.of(new JsonLines(StandardOutput.channel()));
            case TABLE, CSV -> List.of();
        };
    }

    /** Writes what was kept for the end. */
    void finish(PrintWriter out) {
        if (isAtTheEnd()) {
            try {
                (format == LiveFormat.CSV ? FindingFormat.CSV : FindingFormat.TABLE).write(findings.inOrder(), out);
            } catch (IOException e) {
                throw new AssertionError(e); // a PrintWriter throws none
            }
            out.flush();
        }
    }

    /** Says what went wrong, and unless quiet what was seen. */
    void summarise(ScanSummary summary, List<String> seen, boolean quiet, CommandLine command) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        summary.missing().forEach(problem -> err.println(name + ": " + problem));
        if (!quiet) {
            summary.notes().forEach(note -> err.println(name + ": " + note));
            seen.forEach(err::println);
            err.println(summary.findings(findings));
            if (findings.suppressed() > 0) {
                err.println(findings.suppressedText());
            }
        }
        err.flush();
    }

    int exitCode(LiveRun run, ScanReport report, @Nullable Severity threshold) {
        if (threshold != null && findings.reach(threshold)) {
            return ExitCode.FINDINGS;
        }
        if (!run.undelivered().isEmpty()) {
            return ExitCode.UNDELIVERED;
        }
        return report.problems().isEmpty() && findings.beyondLimit() == 0 ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}

package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.isn.CaptureFinder;
import io.vedette.collector.isn.ImportReport;
import io.vedette.collector.isn.ImportRun;
import io.vedette.collector.isn.ImportSettings;
import io.vedette.collector.isn.ImportSummary;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Counts captures into a store. */
@Command(
        name = "import",
        description = "Count the SYNs of captures by day and port, each capture once.",
        footerHeading = "%n",
        footer = {
            "vedette isn import --store isn.db /var/spool/telescope",
            "zstd -dc hour.pcap.zst | vedette isn import -",
            "",
            "A capture is recognised by its content, wherever it lies and whatever it is compressed with.",
            "One that has grown is counted from where it ended. Counts and the mark of their capture are in",
            "the store together or not at all, whatever ends the program: run it again.",
            "",
            "Exit code 0: all was counted, now or before. 1: nothing could be. 4: part of it could not."
        })
final class IsnImportCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private IsnStoreOptions store;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Captures: files, folders with everything beneath, quoted patterns; - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            description = "Names of captures in folders (*.cap* and *.pcap*); may be repeated.")
    private List<String> patterns = List.of();

    @Option(names = "--again", description = "Count captures that were counted before once more, on top.")
    private boolean again;

    @Option(names = "--ipv6", description = "Count SYNs over IPv6 as well; they never have ISN=DST.")
    private boolean ipv6;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "" + Integer.MAX_VALUE,
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER,
            description = "Count N captures at most.")
    private int limit;

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Show progress on standard error: auto (on a terminal), always or never.")
    private String progress = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but what could not be read.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        if (files.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected a capture, a folder or -");
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + ", expected at least 1");
        }
        ProgressChoice shown = quiet
                ? ProgressChoice.NEVER
                : new Choices(spec.commandLine()).of(ProgressChoice.class, "--progress", progress);
        CaptureFinder finder = finder();
        Logging.choose(LogLevel.WARN);
        long begun = System.nanoTime();
        ImportReport report = new ImportReport();
        try (IsnStore opened = store.open(spec.commandLine())) {
            files.forEach(finder::add);
            ImportSettings settings = new ImportSettings(again, ipv6, limit, ImportSettings.DEFAULT.maxBytes());
            ImportRun run = new ImportRun(opened, settings, report);
            Signals signals = new Signals();
            signals.onFirst(run::stop);
            signals.install();
            ProgressLine line =
                    ProgressLine.start(shown, run.progress(), spec.commandLine().getErr());
            try {
                run.count(finder.found(), System.in);
            } finally {
                line.close();
            }
        } catch (IOException e) {
            throw IsnStoreOptions.failure(e);
        }
        tell(report, finder.problems(), Duration.ofNanos(System.nanoTime() - begun));
        int counted = report.counted() + report.known() + report.unchanged();
        boolean well = report.problems().isEmpty() && finder.problems().isEmpty();
        return well ? ExitCode.DONE : counted == 0 ? ExitCode.FAILURE : ExitCode.PARTIAL;
    }

    private CaptureFinder finder() {
        try {
            return new CaptureFinder(patterns.isEmpty() ? CaptureFinder.DEFAULT_PATTERNS : patterns);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--pattern: " + e.getMessage());
        }
    }

    private void tell(ImportReport report, List<String> missing, Duration took) {
        PrintWriter err = spec.commandLine().getErr();
        ImportSummary summary = new ImportSummary(report);
        missing.forEach(problem -> err.println(spec.qualifiedName() + ": " + Printable.of(problem)));
        summary.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
        if (!quiet) {
            summary.notes().forEach(note -> err.println(spec.qualifiedName() + ": " + note));
            summary.lines(took).forEach(err::println);
        }
        err.flush();
    }
}

package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.file.InputPath;
import io.vedette.collector.isn.CaptureFinder;
import io.vedette.collector.isn.ImportReport;
import io.vedette.collector.isn.ImportRun;
import io.vedette.collector.isn.ImportSettings;
import io.vedette.collector.isn.ImportSummary;
import io.vedette.collector.isn.redis.CaptureQueue;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.SynCount;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
            "vedette isn import --copy-from redis://127.0.0.1:6379/1 --tz Europe/Luxembourg",
            "vedette isn import --queue redis://127.0.0.1:6380/2 --enqueue /var/spool/telescope",
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

    @Mixin
    private IsnQueueOptions queue;

    @Option(
            names = "--enqueue",
            description = "Put the paths of captures into --queue, for a watcher, instead of counting them.")
    private boolean enqueue;

    @Option(
            names = "--copy-from",
            paramLabel = "REDIS",
            description =
                    "Take over the counts of D4's ISN analyser, as far as they are new; its senders are not known.")
    private @Nullable String copyFrom;

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

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Override
    public Integer call() throws InterruptedException {
        check();
        RedisAddress address = queue.address(spec.commandLine());
        CaptureFinder finder = finder(patterns, spec.commandLine());
        Logging.choose(LogLevel.WARN);
        try {
            if (copyFrom != null) {
                return copy(IsnQueueOptions.parse("--copy-from", copyFrom, spec.commandLine()));
            }
            files.forEach(finder::add);
            if (address == null) {
                return count(finder, Set.of());
            }
            try (CaptureQueue waiting = CaptureQueue.open(address, queue.key())) {
                return enqueue ? enqueue(finder, waiting) : count(finder, waiting.waiting());
            }
        } catch (IOException e) {
            throw IsnStoreOptions.failure(e);
        }
    }

    private void check() {
        if (files.isEmpty() == (copyFrom == null)) {
            throw new ParameterException(spec.commandLine(), "expected a capture, a folder or -, or --copy-from");
        }
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit " + limit + ", expected at least 1");
        }
        if (enqueue && !queue.isGiven()) {
            throw new ParameterException(spec.commandLine(), "--enqueue needs --queue");
        }
        if (enqueue && files.contains("-")) {
            throw new ParameterException(
                    spec.commandLine(), "--enqueue: standard input has no path to put into a queue");
        }
    }

    private int count(CaptureFinder finder, Set<String> waiting) throws IOException, InterruptedException {
        ProgressChoice shown = progress.choice(spec.commandLine());
        long begun = System.nanoTime();
        ImportReport report = new ImportReport();
        List<InputPath> inputs = new ArrayList<>(finder.found());
        inputs.removeIf(input -> waiting.contains(input.path().toAbsolutePath().toString()));
        report.leftToQueue(finder.found().size() - inputs.size());
        try (IsnStore opened = store.open(spec.commandLine())) {
            ImportRun run = new ImportRun(
                    opened, new ImportSettings(again, ipv6, limit, ImportSettings.DEFAULT.maxBytes()), report);
            Signals signals = new Signals();
            signals.onFirst(run::stop);
            signals.install();
            ProgressLine line =
                    ProgressLine.start(shown, run.progress(), spec.commandLine().getErr());
            try {
                run.count(inputs, System.in);
            } finally {
                line.close();
            }
        }
        tell(report, finder.problems(), Duration.ofNanos(System.nanoTime() - begun));
        int counted = report.counted() + report.known() + report.unchanged() + report.inQueue();
        boolean well = report.problems().isEmpty() && finder.problems().isEmpty();
        return well ? ExitCode.DONE : counted == 0 ? ExitCode.FAILURE : ExitCode.PARTIAL;
    }

    private int enqueue(CaptureFinder finder, CaptureQueue into) throws IOException {
        Set<String> waiting = into.waiting();
        List<String> found = finder.found().stream()
                .map(input -> input.path().toAbsolutePath().toString())
                .toList();
        List<String> paths = found.stream()
                .filter(path -> !waiting.contains(path))
                .limit(limit)
                .toList();
        into.add(paths);
        PrintWriter err = spec.commandLine().getErr();
        finder.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + Printable.of(problem)));
        if (!progress.isQuiet()) {
            err.println("put " + paths.size() + " captures into the queue; "
                    + found.stream().filter(waiting::contains).count() + " wait there already");
        }
        err.flush();
        return finder.problems().isEmpty() ? ExitCode.DONE : found.isEmpty() ? ExitCode.FAILURE : ExitCode.PARTIAL;
    }

    private int copy(RedisAddress from) throws IOException {
        SynCount copied = store.copy(from, spec.commandLine());
        if (!progress.isQuiet()) {
            spec.commandLine()
                    .getErr()
                    .println("copied " + copied.all() + " SYNs, " + copied.matching() + " with ISN=DST");
        }
        return ExitCode.DONE;
    }

    /** A finder for names that are wanted, or for those that captures have. */
    static CaptureFinder finder(List<String> patterns, CommandLine command) {
        try {
            return new CaptureFinder(patterns.isEmpty() ? CaptureFinder.DEFAULT_PATTERNS : patterns);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    command, "--pattern: " + e.getMessage().lines().findFirst().orElse("no pattern"));
        }
    }

    private void tell(ImportReport report, List<String> missing, Duration took) {
        PrintWriter err = spec.commandLine().getErr();
        ImportSummary summary = new ImportSummary(report);
        missing.forEach(problem -> err.println(spec.qualifiedName() + ": " + Printable.of(problem)));
        summary.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
        if (!progress.isQuiet()) {
            summary.notes().forEach(note -> err.println(spec.qualifiedName() + ": " + note));
            summary.lines(took).forEach(err::println);
        }
        err.flush();
    }
}

package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LiveRun;
import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.Palette.Medium;
import io.vedette.collector.alert.suppress.Suppression;
import io.vedette.collector.alert.suppress.SuppressionFile;
import io.vedette.collector.alert.suppress.Suppressions;
import io.vedette.collector.alert.suppress.Suppressor;
import io.vedette.collector.config.ConfigInputs.Flag;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.scan.FileScan;
import io.vedette.collector.scan.FindingFormat;
import io.vedette.collector.scan.Findings;
import io.vedette.collector.scan.LiveLimits;
import io.vedette.collector.scan.ScanReport;
import io.vedette.collector.scan.ScanSummary;
import io.vedette.collector.scan.TrafficChoice;
import io.vedette.core.contact.PacketContactSettings;
import io.vedette.core.detect.Severity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells who scans in saved traffic. */
@Command(
        name = "scan",
        description = "Read captures and flow records, and tell who scans in them.",
        footerHeading = "%n",
        footer = {
            "What a file is shows in its content: pcap, pcapng or flows in JSON, plain, gzip or zstd. Folders are",
            "read with all beneath, in the order of their first packets. Each incident is one row on standard",
            "output, sorted by first contact; what was read and what was not is on standard error.",
            "",
            "Exit code 0: all was read. 1: nothing could be read. 3: findings of --fail-on, whether or not",
            "something is missing. 4: part of the input is missing.",
            "",
            "vedette scan --follow growing.pcap   incidents as they are found, until SIGINT"
        })
final class ScanCommand implements Callable<Integer> {

    /**
     * Of the hashes by which state is found. The same for all runs: what is remembered approximately then errs in the same
     * places, and the same files give the same result. Who makes files that collide makes their own scan coarser, no more.
     */
    private static final long SEED = 0x76_6564_6574_7465L;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Captures or flow records: files, folders, quoted patterns; - for standard input.")
    private List<String> files = List.of();

    @Mixin
    private ConfigOptions config;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, ndjson, csv, ecs, ocsf or cef; by default a table on a terminal, else ndjson. With"
                    + " --follow also text.")
    private @Nullable String output;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit with 3 if there is a finding of info, low, medium, high or critical, or above.")
    private @Nullable String failOn;

    @Mixin
    private SensitivityOption sensitivity = new SensitivityOption();

    @Option(
            names = {"-F", "--follow"},
            description =
                    "Go on with what is being added to the last file, and with new files of a folder, until SIGINT.")
    private boolean follow;

    @Option(
            names = "--suppressions",
            paramLabel = "FILE",
            description = "A file of \"vedette suppress\": findings that it covers are left out and counted.")
    private @Nullable Path suppressions;

    @Mixin
    private TrafficOptions traffic;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that read and judge; the result is the same. 1 for a single one; by default as many as"
                            + " there are processors, at least 2.")
    private @Nullable Integer threads;

    @Override
    public Integer call() throws InterruptedException {
        Choices choices = new Choices(spec.commandLine());
        if (follow) {
            return follow(choices);
        }
        FindingFormat format = output == null ? usualFormat() : choices.of(FindingFormat.class, "--output", output);
        Severity threshold = failOn == null ? null : choices.of(Severity.class, "--fail-on", failOn);
        ProgressChoice shown = traffic.progress(spec.commandLine());
        TrafficChoice choice = traffic.choice(spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        Logging.choose(LogLevel.WARN);
        CollectorConfig effective = config.require(System.getenv(), sensitivity.flags(), err);

        Findings findings = new Findings(Findings.DEFAULT_LIMIT, suppressor(err));
        long heap = Runtime.getRuntime().maxMemory();
        FileScan scan = new FileScan(
                effective.detect(),
                effective.shards().forMemory(heap),
                PacketContactSettings.defaults().forMemory(heap),
                choice,
                threads(effective),
                findings,
                InstantSource.system(),
                SEED);
        long begun = System.nanoTime();
        ScanReport report;
        ProgressLine line = ProgressLine.start(shown, scan.progress(), err);
        try {
            report = scan.run(InputPaths.of(files), System.in);
        } finally {
            line.close();
        }
        write(format, findings);
        summarise(new ScanSummary(report), findings, Duration.ofNanos(System.nanoTime() - begun), err);
        return exitCode(report, findings, threshold);
    }

    private int follow(Choices choices) throws InterruptedException {
        LiveOutput live = new LiveOutput(output, suppressor(spec.commandLine().getErr()), spec.commandLine());
        Severity threshold = failOn == null ? null : choices.of(Severity.class, "--fail-on", failOn);
        TrafficChoice choice = traffic.choice(spec.commandLine());
        Logging.choose(LogLevel.WARN);
        List<Flag> all = new ArrayList<>(sensitivity.flags());
        all.add(new Flag("--follow", "alerts.log.enabled", "false"));
        all.add(new Flag("--follow", "web.enabled", "false"));
        CollectorConfig effective =
                config.require(System.getenv(), all, spec.commandLine().getErr());
        LiveRun run = new LiveRun(
                effective,
                Version.number(),
                live.sinks(effective),
                choice,
                LiveLimits.NONE,
                live.findings(),
                live.suppressor());
        Signals signals = new Signals();
        signals.onFirst(run::stop);
        signals.install();
        long begun = System.nanoTime();
        ScanReport report;
        try {
            report = run.follow(files, System.in);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
        live.finish(spec.commandLine().getOut());
        ScanSummary summary = new ScanSummary(report);
        live.summarise(
                summary,
                summary.input(Duration.ofNanos(System.nanoTime() - begun)),
                traffic.isQuiet(),
                spec.commandLine());
        int exitCode = live.exitCode(run, report, threshold);
        return exitCode == ExitCode.PARTIAL && report.files() == 0 ? ExitCode.FAILURE : exitCode;
    }

    private Suppressor suppressor(PrintWriter err) {
        Path file = suppressions;
        if (file == null) {
            return Suppressor.NONE;
        }
        if (!Files.isReadable(file)) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot read " + file);
        }
        List<Suppression> known =
                SuppressCommand.read(new SuppressionFile(file), err).suppressions();
        long now =
                System.currentTimeMillis(); // once: the verdict on a finding must not depend on how long the scan takes
        return alert -> {
            Suppression found = Suppressions.covering(known, alert, now);
            return found == null ? null : found.id();
        };
    }

    private static FindingFormat usualFormat() {
        return StandardOutput.medium() == Medium.TERMINAL ? FindingFormat.TABLE : FindingFormat.NDJSON;
    }

    private int threads(CollectorConfig effective) {
        if (threads == null) {
            return effective.shards().threads() + 1;
        }
        if (threads < 1 || threads > 256) {
            throw new ParameterException(spec.commandLine(), "--threads " + threads + ", expected 1 to 256");
        }
        return threads;
    }

    private void write(FindingFormat format, Findings findings) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            format.write(findings.inOrder(), out);
        } catch (IOException e) {
            throw new AssertionError(e); // a PrintWriter throws none
        }
        out.flush();
    }

    private void summarise(ScanSummary summary, Findings findings, Duration took, PrintWriter err) {
        summary.missing().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
        if (!traffic.isQuiet()) {
            summary.notes().forEach(note -> err.println(spec.qualifiedName() + ": " + note));
            summary.input(took).forEach(err::println);
            err.println(summary.findings(findings));
            if (findings.suppressed() > 0) {
                err.println(findings.suppressedText());
            }
        }
        err.flush();
    }

    private static int exitCode(ScanReport report, Findings findings, @Nullable Severity threshold) {
        if (threshold != null && findings.reach(threshold)) {
            return ExitCode.FINDINGS;
        }
        if (report.problems().isEmpty() && findings.beyondLimit() == 0) {
            return ExitCode.DONE;
        }
        return report.files() == 0 ? ExitCode.FAILURE : ExitCode.PARTIAL;
    }
}

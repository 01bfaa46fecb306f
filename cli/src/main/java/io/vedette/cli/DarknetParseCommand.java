package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.darknet.DarknetReport;
import io.vedette.collector.darknet.DarknetRun;
import io.vedette.collector.darknet.DarknetSummary;
import io.vedette.collector.darknet.LiveFrames;
import io.vedette.collector.darknet.RunOutputs;
import io.vedette.collector.enrich.AnnotationSources;
import io.vedette.collector.file.InputPaths;
import io.vedette.collector.pcap.CaptureConfig;
import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.CaptureWatch;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.setting.ByteSize;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
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

/** Makes events of captures. */
@Command(
        name = "parse",
        description = "Make events of captures: what one source sends to one port with one kind of packet.",
        footerHeading = "%n",
        footer = {
            "vedette darknet parse --threshold 624 --samples 3 --uniques 10 --rate 10 \\",
            "  --eventout events.json --cacheout open.state --pcap \"00.pcap.gz 01.pcap.gz\"",
            "",
            "vedette darknet parse --threshold auto --samples 3 --darknet 192.0.2.0/24 \\",
            "  --eventout events.json --cacheout open.state --live eth1",
            "",
            "SIGINT and SIGTERM end a run in order: events are written and the cache is kept.",
            "All files are one stream, in the given order. Exit code 0: all was read. 1: something named is",
            "missing, or nothing could be read. 4: part of the input is missing."
        })
final class DarknetParseCommand implements Callable<Integer> {

    /** The snap length of the reference; the bytes of events are those that were captured. */
    private static final CaptureConfig CAPTURE =
            new CaptureConfig(1600, true, ByteSize.mib(256), Duration.ofMillis(100), false, Duration.ofMinutes(1));

    @Spec
    private CommandSpec spec;

    @Mixin
    private DarknetOptions options;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Captures: files, folders, quoted patterns; - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = {"--pcap", "-pcap"},
            paramLabel = "FILES",
            description = "Captures with blanks between. May be repeated.")
    private List<String> pcaps = List.of();

    @Option(
            names = {"--live", "-live", "--interface", "-interface"},
            paramLabel = "NAME",
            description = "Take packets from this interface, until SIGINT or SIGTERM, instead of captures.")
    private @Nullable String live;

    @Option(
            names = {"--eventout", "-eventout"},
            paramLabel = "FILE",
            description = "Write the events that ended here. Needed.")
    private @Nullable Path eventOut;

    @Option(
            names = {"--ongoingout", "-ongoingout"},
            paramLabel = "FILE",
            description = "Write the events that are open at the end here.")
    private @Nullable Path ongoingOut;

    @Option(
            names = "--victimout",
            paramLabel = "FILE",
            description = "Write the victims of floods here, one JSON object per line.")
    private @Nullable Path victimOut;

    @Option(
            names = {"--cachein", "-cachein"},
            paramLabel = "FILE",
            description = "Go on with the open events of an earlier run.")
    private @Nullable Path cacheIn;

    @Option(
            names = {"--cacheout", "-cacheout"},
            paramLabel = "FILE",
            description = "Keep open events here for a later run, instead of ending them.")
    private @Nullable Path cacheOut;

    @Option(
            names = {"--asnin", "-asnin"},
            paramLabel = "FILE",
            description = "MaxMind's ASN database.")
    private @Nullable Path asnIn;

    @Option(
            names = {"--geoin", "-geoin"},
            paramLabel = "FILE",
            description = "MaxMind's City database.")
    private @Nullable Path geoIn;

    @Option(
            names = {"--pfx2asin", "-pfx2asin"},
            paramLabel = "FILE",
            description = "CAIDA's prefix-to-AS table, plain or gzip.")
    private @Nullable Path prefixesIn;

    @Option(
            names = {"--cpu", "-cpu"},
            paramLabel = "FILE",
            description = "Record where time goes, for JDK Mission Control or the jfr tool.")
    private @Nullable Path cpu;

    @Option(
            names = {"--mem", "-mem"},
            paramLabel = "FILE",
            description = "Record where memory goes.")
    private @Nullable Path memory;

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    @Override
    public Integer call() throws InterruptedException {
        DarknetSettings settings = options.settings(spec.commandLine());
        if (eventOut == null) {
            throw new ParameterException(spec.commandLine(), "Must specify a location to write event data to.");
        }
        List<String> inputs = inputs();
        if (inputs.isEmpty() == (live == null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    live == null ? "Must specify at least one pcap file." : "--live takes no captures besides");
        }
        ProgressChoice shown = progress.choice(spec.commandLine());
        AnnotationSources sources = options.sources(spec.commandLine(), asnIn, geoIn, prefixesIn);
        RunOutputs outputs =
                new RunOutputs(eventOut, ongoingOut, victimOut, cacheIn, cacheOut, options.layout(), options.fields());
        Logging.choose(LogLevel.WARN);
        try {
            Profiles profiles = Profiles.start(cpu, memory);
            try {
                return live == null
                        ? parse(settings, sources, outputs, inputs, shown)
                        : capture(settings, sources, outputs, live, shown);
            } finally {
                profiles.close();
            }
        } catch (CaptureException e) {
            throw TrafficOptions.failure(e, spec.commandLine());
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private int parse(
            DarknetSettings settings,
            AnnotationSources sources,
            RunOutputs outputs,
            List<String> inputs,
            ProgressChoice shown)
            throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        long begun = System.nanoTime();
        DarknetReport report;
        InputPaths paths = InputPaths.of(inputs);
        DarknetRun.check(paths, outputs);
        Signals signals = new Signals();
        signals.install();
        try (DarknetRun run = open(settings, sources, outputs)) {
            onSignal(signals, run::stop);
            ProgressLine line = ProgressLine.start(shown, run.progress(), err);
            try {
                report = run.run(paths, System.in);
            } finally {
                line.close();
            }
        }
        return tell(report, settings, begun, List.of());
    }

    private int capture(
            DarknetSettings settings, AnnotationSources sources, RunOutputs outputs, String name, ProgressChoice shown)
            throws IOException, InterruptedException, CaptureException {
        PrintWriter err = spec.commandLine().getErr();
        outputs.requireApart(List.of());
        // First, because to open the outputs empties them.
        LiveCapture capture = LiveCapture.open(name, CAPTURE, null);
        CaptureWatch watch = new CaptureWatch(List.of(capture));
        Signals signals = new Signals();
        signals.install();
        long begun = System.nanoTime();
        DarknetReport report;
        try (capture;
                DarknetRun run = open(settings, sources, outputs);
                LiveFrames frames = new LiveFrames(capture, run.captures())) {
            onSignal(signals, frames::stop);
            if (!progress.isQuiet()) {
                err.println("capturing on " + Printable.of(name));
                err.flush();
            }
            ProgressLine line = ProgressLine.start(shown, () -> String.join("; ", watch.lines()), err);
            try {
                report = run.run(frames);
            } finally {
                line.close();
            }
        }
        return tell(report, settings, begun, watch.lines());
    }

    private DarknetRun open(DarknetSettings settings, AnnotationSources sources, RunOutputs outputs)
            throws IOException {
        return new DarknetRun(settings, options.prefixes(spec.commandLine()), sources, outputs, System::nanoTime);
    }

    private int tell(DarknetReport report, DarknetSettings settings, long begun, List<String> captured) {
        PrintWriter err = spec.commandLine().getErr();
        DarknetSummary summary = new DarknetSummary(report, settings);
        summary.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
        if (!progress.isQuiet()) {
            summary.notes().forEach(note -> err.println(spec.qualifiedName() + ": " + note));
            summary.lines(Duration.ofNanos(System.nanoTime() - begun)).forEach(err::println);
            captured.forEach(err::println);
        }
        err.flush();
        if (report.problems().isEmpty()) {
            return ExitCode.DONE;
        }
        return report.files() == 0 ? ExitCode.FAILURE : ExitCode.PARTIAL;
    }

    /** The first signal ends the run in order, so that what was read is not lost; the second one ends the process. */
    private static void onSignal(Signals signals, Runnable stop) {
        Thread waiting = new Thread(
                () -> {
                    try {
                        signals.await();
                        stop.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "signals");
        waiting.setDaemon(true);
        waiting.start();
    }

    /** The files of {@code --pcap}, which may be several in one argument, and those behind the options. */
    private List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        for (String text : pcaps) {
            if (exists(text)) {
                inputs.add(text);
                continue;
            }
            for (String name : text.split(" ")) {
                if (!name.isEmpty()) {
                    inputs.add(name);
                }
            }
        }
        inputs.addAll(files);
        return inputs;
    }

    private static boolean exists(String name) {
        try {
            return Files.exists(Path.of(name));
        } catch (InvalidPathException e) {
            return false;
        }
    }
}

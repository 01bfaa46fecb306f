package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.config.DurationText;
import io.vedette.collector.isn.CaptureFinder;
import io.vedette.collector.isn.ImportReport;
import io.vedette.collector.isn.ImportRun;
import io.vedette.collector.isn.ImportSettings;
import io.vedette.collector.isn.ImportSummary;
import io.vedette.collector.isn.IsnWatch;
import io.vedette.collector.isn.LiveWatch;
import io.vedette.collector.isn.QueueWatch;
import io.vedette.collector.isn.SpoolWatch;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.pcap.CaptureConfig;
import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.LiveCapture;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
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

/** Counts what comes, until a signal. */
@Command(
        name = "watch",
        description = "Count captures as they appear in folders or in a queue, or what an interface sees.",
        footerHeading = "%n",
        footer = {
            "vedette isn watch /var/spool/telescope",
            "vedette isn watch --queue redis://127.0.0.1:6380/2",
            "sudo vedette isn watch -i eth1",
            "",
            "One of the three. Captures are counted once, as by import. A path that is taken from the queue waits",
            "beside it, under KEY:taken, until its counts are stored; what cannot be counted goes to KEY:failed.",
            "SIGINT and SIGTERM end it in order. What an interface saw since the last --every is lost by a kill."
        })
final class IsnWatchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private IsnStoreOptions store;

    @Mixin
    private IsnQueueOptions queue;

    @Parameters(paramLabel = "FOLDER", arity = "0..*", description = "Folders with captures, with everything beneath.")
    private List<String> folders = List.of();

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "NAME",
            description = "An interface to capture from; vedette capture --list shows them.")
    private @Nullable String networkInterface;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            description = "With -i: only packets for which this holds, as tcpdump takes it.")
    private @Nullable String filter;

    @Option(
            names = "--pattern",
            paramLabel = "GLOB",
            description = "Names of captures in folders (*.cap* and *.pcap*); may be repeated.")
    private List<String> patterns = List.of();

    @Option(
            names = "--settle",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "Count a file in a folder when nobody has written to it for so long (${DEFAULT-VALUE}).")
    private String settle = "";

    @Option(
            names = "--poll",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Look into the folders so often (${DEFAULT-VALUE}).")
    private String poll = "";

    @Option(
            names = "--every",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "With -i: put counts into the store so often (${DEFAULT-VALUE}).")
    private String every = "";

    @Option(names = "--ipv6", description = "Count SYNs over IPv6 as well; they never have ISN=DST.")
    private boolean ipv6;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but what is wrong.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        int sources = (folders.isEmpty() ? 0 : 1) + (queue.isGiven() ? 1 : 0) + (networkInterface == null ? 0 : 1);
        if (sources != 1) {
            throw new ParameterException(spec.commandLine(), "expected one of: folders, --queue, -i");
        }
        Duration settled = time("--settle", settle, Duration.ZERO);
        Duration polled = time("--poll", poll, Duration.ofMillis(10));
        Duration stored = time("--every", every, Duration.ofMillis(10));
        RedisAddress address = queue.address(spec.commandLine());
        IsnImportCommand.finder(patterns, spec.commandLine()); // refuses what is no pattern
        Logging.choose(quiet ? LogLevel.WARN : LogLevel.INFO);
        ImportSettings settings = new ImportSettings(false, ipv6, Integer.MAX_VALUE, ImportSettings.DEFAULT.maxBytes());
        ImportReport report = new ImportReport();
        long begun = System.nanoTime();
        try (IsnStore opened = store.open(spec.commandLine())) {
            ImportRun run = new ImportRun(opened, settings, report);
            IsnWatch watch;
            if (address != null) {
                watch = new QueueWatch(address, queue.key(), run, report);
            } else if (networkInterface != null) {
                LiveCapture capture = capture(networkInterface);
                watch = new LiveWatch(capture, opened, settings, stored, report, System::nanoTime);
            } else {
                watch = new SpoolWatch(
                        folders,
                        patterns.isEmpty() ? CaptureFinder.DEFAULT_PATTERNS : patterns,
                        settled,
                        polled,
                        InstantSource.system(),
                        run,
                        report);
            }
            Signals signals = new Signals();
            signals.onFirst(watch::stop);
            signals.install();
            watch.run();
        } catch (IOException e) {
            throw IsnStoreOptions.failure(e);
        }
        return tell(report, Duration.ofNanos(System.nanoTime() - begun));
    }

    private int tell(ImportReport report, Duration took) {
        PrintWriter err = spec.commandLine().getErr();
        ImportSummary summary = new ImportSummary(report);
        summary.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
        if (!quiet) {
            summary.lines(took).forEach(err::println);
        }
        err.flush();
        return summary.problems().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }

    private LiveCapture capture(String name) {
        try {
            return LiveCapture.open(name, CaptureConfig.defaults(), filter);
        } catch (CaptureException e) {
            throw TrafficOptions.failure(e, spec.commandLine());
        }
    }

    private Duration time(String option, String text, Duration least) {
        try {
            Duration time = DurationText.parse(text);
            if (time.compareTo(least) >= 0) {
                return time;
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " \"" + text + "\": " + e.getMessage());
        }
        throw new ParameterException(
                spec.commandLine(), option + " \"" + text + "\", expected " + least.toMillis() + "ms or more");
    }
}

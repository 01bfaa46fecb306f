package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LiveRun;
import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.suppress.Suppressor;
import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.Interfaces;
import io.vedette.collector.pcap.LiveCapture;
import io.vedette.collector.scan.LiveLimits;
import io.vedette.collector.scan.ScanReport;
import io.vedette.collector.scan.ScanSummary;
import io.vedette.collector.scan.TrafficChoice;
import io.vedette.core.detect.Severity;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells who scans in what an interface sees. */
@Command(
        name = "capture",
        description = "Capture packets from interfaces, and tell who scans.",
        footerHeading = "%n",
        footer = {
            "sudo vedette capture -i eth0",
            "sudo vedette capture -i eth0,eth1 --filter 'not port 22' --duration 10m -o table",
            "",
            "Needs libpcap and the right to capture. Incidents go to standard output as they are found; SIGINT,",
            "SIGTERM or a limit ends in order, with what was received and dropped on standard error.",
            "",
            "Exit code 0: done. 1: nothing can be captured. 2: wrong usage, or a wrong filter. 3: findings of",
            "--fail-on. 4: an interface was lost on the way. 5: alerts left undelivered."
        })
final class CaptureCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private TrafficOptions traffic;

    @Mixin
    private CaptureFlags flags;

    @Option(
            names = {"-i", "--interface"},
            paramLabel = "NAME",
            split = ",",
            description = "Interfaces to capture from, or any for all at once.")
    private List<String> interfaces = List.of();

    @Option(
            names = {"-D", "--list"},
            description = "List the interfaces and exit.")
    private boolean list;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "text, ndjson, or at the end table or csv; by default text on a terminal, else ndjson.")
    private @Nullable String output;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "Exit with 3 if there is a finding of info, low, medium, high or critical, or above.")
    private @Nullable String failOn;

    @Override
    public Integer call() throws InterruptedException {
        Logging.choose(traffic.isQuiet() ? LogLevel.WARN : LogLevel.INFO);
        if (list) {
            return listInterfaces();
        }
        if (interfaces.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "expected -i INTERFACE; --list shows them");
        }
        LiveOutput live = new LiveOutput(output, Suppressor.NONE, spec.commandLine());
        Severity threshold =
                failOn == null ? null : new Choices(spec.commandLine()).of(Severity.class, "--fail-on", failOn);
        LiveLimits limits = flags.limits(spec.commandLine());
        TrafficChoice choice = traffic.liveChoice(spec.commandLine());
        CollectorConfig effective = config.require(
                System.getenv(), flags.settings(), spec.commandLine().getErr());
        LiveRun run = new LiveRun(
                effective, Version.number(), live.sinks(effective), choice, limits, live.findings(), live.suppressor());
        List<LiveCapture> captures = open(effective);
        long begun = System.nanoTime();
        ScanReport report = capture(run, captures, live);
        live.finish(spec.commandLine().getOut());
        List<String> seen = new ArrayList<>();
        ScanSummary summary = new ScanSummary(report);
        seen.addAll(summary.captured(Duration.ofNanos(System.nanoTime() - begun)));
        seen.addAll(run.watch().lines());
        live.summarise(summary, seen, traffic.isQuiet(), spec.commandLine());
        return live.exitCode(run, report, threshold);
    }

    private List<LiveCapture> open(CollectorConfig effective) {
        List<LiveCapture> captures = new ArrayList<>();
        try {
            for (String name : new LinkedHashSet<>(interfaces)) {
                captures.add(LiveCapture.open(name, effective.capture(), traffic.filter()));
            }
            return captures;
        } catch (CaptureException e) {
            captures.forEach(LiveCapture::abandon);
            throw TrafficOptions.failure(e, spec.commandLine());
        }
    }

    private ScanReport capture(LiveRun run, List<LiveCapture> captures, LiveOutput live) throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Signals signals = new Signals();
        signals.onFirst(run::stop);
        signals.install();
        if (!traffic.isQuiet()) {
            err.println("capturing on " + String.join(", ", new LinkedHashSet<>(interfaces)));
        }
        ProgressChoice shown = traffic.progress(spec.commandLine());
        ProgressLine line = ProgressLine.start(
                shown == ProgressChoice.AUTO && !live.isAtTheEnd() ? ProgressChoice.NEVER : shown, run::progress, err);
        try {
            return run.capture(captures);
        } catch (IOException e) {
            throw CommandFailure.of(e);
        } finally {
            line.close();
        }
    }

    private int listInterfaces() {
        PrintWriter out = spec.commandLine().getOut();
        List<Interfaces.Interface> found;
        try {
            found = Interfaces.list();
        } catch (CaptureException e) {
            throw TrafficOptions.failure(e, spec.commandLine());
        }
        if (found.isEmpty()) {
            throw new CommandFailure(ExitCode.FAILURE, "no interface can be captured from; try it as root");
        }
        for (Interfaces.Interface each : found) {
            out.println(Printable.of(line(each)));
        }
        out.flush();
        return ExitCode.DONE;
    }

    /** The name first, so that {@code cut} gets it. */
    private static String line(Interfaces.Interface each) {
        StringJoiner line = new StringJoiner("  ");
        line.add(each.name());
        line.add(each.up() ? each.running() ? "up" : "up, no carrier" : "down");
        each.addresses().forEach(address -> line.add(address.toString()));
        if (!each.description().isEmpty()) {
            line.add("(" + each.description() + ")");
        }
        return line.toString();
    }
}

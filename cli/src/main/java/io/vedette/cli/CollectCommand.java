package io.vedette.cli;

import io.vedette.collector.Collector;
import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LogLevel;
import io.vedette.collector.Summary;
import io.vedette.collector.alert.Console;
import io.vedette.collector.alert.Palette;
import io.vedette.collector.alert.Sink;
import io.vedette.collector.alert.delivery.Delivery;
import io.vedette.collector.config.Effective;
import io.vedette.collector.systemd.ServiceNotifier;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the collector until a signal. */
@Command(
        name = "collect",
        description = "Take flows from probes over TCP and tell who scans.",
        footerHeading = "%n",
        footer = {
            "Alerts go to standard output, one line each, and as JSON to the alert log; everything else goes to",
            "standard error. SIGINT or SIGTERM ends in order: what was read is judged, what was judged is",
            "delivered; a second signal ends at once.",
            "",
            "Delivery: nothing that was read is lost; the alert log gets each alert at least once, the console",
            "as well as it can. Keys without a flag are set in a file (\"vedette config init\" writes one) or",
            "by variables: VEDETTE_LISTEN_PORT is listen.port."
        })
final class CollectCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Mixin
    private CollectFlags flags;

    /** Loads all classes a collector needs, for the class archive of the launcher. */
    @Option(names = "--x-rehearse", hidden = true)
    private boolean rehearse;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = spec.commandLine().getErr();
        Logging.choose(rehearse ? LogLevel.WARN : flags.logLevel());
        Map<String, String> environment = rehearse ? Map.of() : System.getenv();
        CollectorConfig effective = config.require(environment, rehearse ? Rehearsal.SETTINGS : flags.settings(), err);
        Logging.change(effective.logLevel());
        try (Delivery delivery = delivery(effective);
                ServiceNotifier systemd =
                        ServiceNotifier.of(environment, ProcessHandle.current().pid())) {
            return run(effective, environment, delivery, systemd, err);
        }
    }

    private int run(
            CollectorConfig effective,
            Map<String, String> environment,
            Delivery delivery,
            ServiceNotifier systemd,
            PrintWriter err)
            throws Exception {
        List<Sink> sinks = new ArrayList<>(sinks(effective, environment));
        sinks.addAll(delivery.sinks());
        Collector collector = new Collector(
                effective,
                Version.number(),
                sinks,
                () -> readAgain(environment),
                config.filesToWatch(environment),
                environment.get("STATE_DIRECTORY"));
        collector.reloader().add("", CollectorConfig::logLevel, level -> () -> Logging.change(level));
        Signals signals = new Signals();
        signals.onHangup(who -> systemd.reloading());
        signals.onHangup(who -> collector.reopenFiles());
        signals.onHangup(collector.reloader()::request);
        collector.reloader().onAnswered(systemd::reloaded);
        collector.onReload(() -> signals.hangup("POST /-/reload"));
        signals.install();
        start(collector);
        if (rehearse) {
            new Rehearsal(collector, Vedette.all(spec.commandLine())).run();
        } else {
            if (!flags.isQuiet()) {
                welcome(err, collector.address());
            }
            systemd.ready("listening on " + place(collector.address()), collector::isHealthy);
            signals.await();
            systemd.stopping(effective.drainLimit());
        }
        Summary summary = collector.drain(effective.drainLimit());
        Map<String, Long> waiting = delivery.waiting();
        waiting.forEach((sink, count) -> err.println(count + (count == 1 ? " alert waits in " : " alerts wait in ")
                + effective.delivery().spools().resolve(sink) + " for the next run"));
        int exitCode = end(summary, err);
        return !waiting.isEmpty() && effective.drainRequireEmpty() ? ExitCode.UNDELIVERED : exitCode;
    }

    private Effective<CollectorConfig> readAgain(Map<String, String> environment) throws IOException {
        try {
            return config.read(environment, flags.settings());
        } catch (CommandFailure e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static Delivery delivery(CollectorConfig config) {
        try {
            return new Delivery(config.delivery(), InstantSource.system(), System::nanoTime);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.BAD_CONFIGURATION, FileTrouble.nameAndWhy(e));
        }
    }

    private static List<Sink> sinks(CollectorConfig config, Map<String, String> environment) {
        var console = config.alerts().console();
        if (!console.enabled()) {
            return List.of();
        }
        Palette palette = Palette.choose(console.color(), StandardOutput.medium(), environment);
        return List.of(new Console(console, palette, StandardOutput.channel()));
    }

    private static void start(Collector collector) {
        try {
            collector.start();
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private static void welcome(PrintWriter err, InetSocketAddress address) {
        String place = address.getAddress().isAnyLocalAddress() ? "THIS-HOST:" + address.getPort() : place(address);
        err.println(
                "Point nProbe here:  nprobe -i INTERFACE --tcp " + place + " --json-labels"
                        + " -T \"%IPV4_SRC_ADDR %IPV4_DST_ADDR %PROTOCOL %L4_SRC_PORT %L4_DST_PORT %TCP_FLAGS %IN_PKTS %OUT_PKTS\"");
        err.println("Or send a file:     vedette replay flows.ndjson --to " + place.replace("THIS-HOST", "127.0.0.1")
                + " --rate max");
    }

    private static String place(InetSocketAddress address) {
        return IpAddress.of(address.getAddress()).withPort(address.getPort());
    }

    private int end(Summary summary, PrintWriter err) {
        if (!flags.isQuiet()) {
            err.println(summary.text());
        }
        if (!summary.balanced()) {
            err.println("the counts do not add up, which is a bug:");
            err.print(summary.balance());
        }
        if (!summary.finished()) {
            err.println("the drain limit was over before all that was read was judged");
        }
        err.flush();
        return summary.isComplete() ? ExitCode.DONE : ExitCode.UNDELIVERED;
    }
}

package io.vedette.cli;

import io.vedette.collector.Checkup;
import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.delivery.DeliveryTrials;
import io.vedette.collector.alert.remote.Trial;
import io.vedette.collector.doctor.Finding;
import io.vedette.collector.doctor.Finding.Level;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what is wrong and what helps. */
@Command(
        name = "doctor",
        description =
                "Look for what is wrong with configuration, ports, files, disk, clock, and a collector that runs.",
        footerHeading = "%n",
        footer = {
            "Run it as the user that the collector runs as, in its directory, with its configuration. Changes nothing.",
            "Exit 0 if there is no problem, 1 if there is one; 78 if the configuration is bad."
        })
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Option(names = "--send", description = "Also send a test alert to each webhook and syslog server.")
    private boolean send;

    @Option(
            names = {"-q", "--quiet"},
            description = "Leave out what is good.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        Logging.choose(LogLevel.WARN);
        CollectorConfig effective =
                config.require(System.getenv(), List.of(), spec.commandLine().getErr());
        InstantSource clock = InstantSource.system();
        List<Finding> findings = new ArrayList<>(new Checkup(effective).run(clock.instant()));
        if (send) {
            trials(effective, clock, findings);
        }
        PrintWriter out = spec.commandLine().getOut();
        findings.stream()
                .filter(finding -> !(quiet && finding.level() == Level.GOOD))
                .forEach(finding -> print(finding, out));
        long problems = count(findings, Level.PROBLEM);
        out.println(counted(problems, "problem") + ", " + counted(count(findings, Level.WARNING), "warning"));
        out.flush();
        return problems == 0 ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private static void trials(CollectorConfig config, InstantSource clock, List<Finding> findings)
            throws InterruptedException {
        try (DeliveryTrials trials = new DeliveryTrials(config.delivery(), clock, System::nanoTime)) {
            for (String name : trials.names()) {
                findings.add(attempt(trials, name));
            }
        }
    }

    private static Finding attempt(DeliveryTrials trials, String name) throws InterruptedException {
        String said;
        try {
            Trial trial = trials.attempt(name);
            said = trial.destination() + ": " + trial.said();
            if (trial.delivered()) {
                return new Finding(Level.GOOD, "sink " + name, "delivered by " + said, "");
            }
        } catch (IOException e) {
            said = String.valueOf(e.getMessage());
        }
        return new Finding(
                Level.PROBLEM,
                "sink " + name,
                "a test alert was not delivered by " + said,
                "see docs/delivery.md for its keys");
    }

    private static void print(Finding finding, PrintWriter out) {
        String level = finding.level() == Level.GOOD ? "good" : finding.level().name();
        out.println(String.format(Locale.ROOT, "%-8s %s: %s", level, finding.about(), Printable.of(finding.text())));
        if (!finding.fix().isEmpty()) {
            out.println("         -> " + Printable.of(finding.fix()));
        }
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static String counted(long count, String word) {
        return count + " " + word + (count == 1 ? "" : "s");
    }
}

package io.vedette.cli;

import io.vedette.cli.SuppressCommand.Place;
import io.vedette.collector.alert.AlertLogFiles;
import io.vedette.collector.alert.LoggedAlert;
import io.vedette.collector.alert.suppress.Suppression;
import io.vedette.core.text.FileTrouble;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the suppressions and what they have kept back. */
@Command(
        name = "list",
        description = "Print the suppressions, and how many alerts of the alert log each has kept back.",
        footerHeading = "%n",
        footer = {"What is over is marked so. Alerts are counted in the log and in what was put aside of it."})
final class SuppressListCommand implements Runnable {

    private static final String ROW = "%-14s %8s  %-20s  %-40s %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The alert log to count in; without it the one that the configuration names.")
    private @Nullable Path log;

    @Override
    public void run() {
        PrintWriter err = spec.commandLine().getErr();
        List<Suppression> suppressions =
                SuppressCommand.read(place.file(err), err).suppressions();
        if (suppressions.isEmpty()) {
            err.println("nothing is suppressed");
            return;
        }
        Map<String, Long> counts = count(log == null ? place.alertLog(err) : log, err);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, ROW, "ID", "ALERTS", "UNTIL", "CONDITIONS", "REASON");
        long now = Instant.now().toEpochMilli();
        for (Suppression suppression : suppressions) {
            out.printf(
                    Locale.ROOT,
                    ROW,
                    suppression.id(),
                    counts.getOrDefault(suppression.id(), 0L),
                    suppression.isOver(now) ? "over" : suppression.until(),
                    Printable.of(suppression.conditions()),
                    Printable.of(suppression.reason()
                            + (suppression.who().isEmpty() ? "" : " (" + suppression.who() + ")")));
        }
        out.flush();
    }

    private static Map<String, Long> count(Path log, PrintWriter err) {
        Map<String, Long> counts = new HashMap<>();
        try {
            for (Path file : new AlertLogFiles(log).all()) {
                AlertLogFiles.read(file, line -> {
                    LoggedAlert logged = line.contains("\"suppressed\":") ? LoggedAlert.read(line) : null;
                    if (logged != null && !logged.suppression().isEmpty()) {
                        counts.merge(logged.suppression(), 1L, Long::sum);
                    }
                });
            }
        } catch (IOException e) {
            err.println("warning: the alert log cannot be read to its end, the counts are too low: "
                    + FileTrouble.nameAndWhy(e));
        }
        return counts;
    }
}

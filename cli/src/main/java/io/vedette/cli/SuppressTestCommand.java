package io.vedette.cli;

import io.vedette.cli.SuppressCommand.Place;
import io.vedette.collector.alert.AlertLogFiles;
import io.vedette.collector.alert.AlertSentence;
import io.vedette.collector.alert.LoggedAlert;
import io.vedette.collector.alert.suppress.Suppression;
import io.vedette.collector.alert.suppress.Suppressions;
import io.vedette.core.detect.Alert;
import io.vedette.core.text.Printable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells which suppression would keep back which alert. */
@Command(
        name = "test",
        description = "Read alerts as in the alert log, and print for each which suppression would keep it back now.",
        footerHeading = "%n",
        footer = {
            "Example: grep 203.0.113.66 alerts.ndjson | vedette suppress test",
            "Exit 0: all would be kept back. 1: at least one would not, or a line is no alert."
        })
final class SuppressTestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            defaultValue = "-",
            description = "Alerts in JSON, one per line; - for standard input.")
    private String file = "";

    private long left;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        List<Suppression> suppressions =
                SuppressCommand.read(place.file(err), err).suppressions();
        try {
            if (file.equals("-")) {
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.ISO_8859_1))
                        .lines()
                        .forEach(line -> test(line, suppressions));
            } else {
                if (!Files.exists(Path.of(file))) {
                    throw new NoSuchFileException(file);
                }
                AlertLogFiles.read(Path.of(file), line -> test(line, suppressions));
            }
        } catch (IOException e) {
            throw CommandFailure.reading(file, e);
        } catch (UncheckedIOException e) {
            throw CommandFailure.reading(file, e.getCause());
        }
        spec.commandLine().getOut().flush();
        return left == 0 ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private void test(String line, List<Suppression> suppressions) {
        PrintWriter out = spec.commandLine().getOut();
        LoggedAlert logged = LoggedAlert.read(line);
        if (logged == null) {
            left++;
            out.println("no alert: " + Printable.of(line.substring(0, Math.min(60, line.length()))));
            return;
        }
        Alert alert = logged.alert();
        Suppression found =
                Suppressions.covering(suppressions, alert, Instant.now().toEpochMilli());
        left += found == null ? 1 : 0;
        String verdict =
                found == null ? "not suppressed" : "suppressed by " + found.id() + " (" + found.conditions() + ")";
        out.println(Printable.of(verdict + ": " + AlertSentence.of(alert)));
    }
}

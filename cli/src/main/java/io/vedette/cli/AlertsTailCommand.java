package io.vedette.cli;

import io.vedette.collector.alert.AlertLogFiles;
import io.vedette.collector.alert.AlertLogTail;
import io.vedette.collector.alert.ColorChoice;
import io.vedette.collector.alert.ConsoleText;
import io.vedette.collector.alert.LoggedAlert;
import io.vedette.collector.alert.Palette;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the alert log as it grows. */
@Command(
        name = "tail",
        description = "Print the last alerts of the alert log, and each further one as it is written.",
        footerHeading = "%n",
        footer = {
            "Follows the log through rotation, renaming and truncation. Ends with SIGINT, or with the next alert",
            "when nobody reads it any more. Example: vedette alerts tail -n 0 --severity high | head -1"
        })
final class AlertsTailCommand implements Runnable {

    private static final long INTERVAL_MILLIS = 100;
    private static final int MOST_LINES = 100_000;

    /** How alerts are printed. */
    enum Format {
        TEXT,
        NDJSON
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "The alert log; without it the one that the configuration names.")
    private @Nullable Path file;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "NUMBER",
            defaultValue = "10",
            description = "How many alerts to begin with (10), of those that are asked for.")
    private int lines;

    @Option(names = "--severity", paramLabel = "NAME", description = "Only this severity and above.")
    private @Nullable String severity;

    @Option(names = "--source", paramLabel = "CIDR", description = "Only scanners in this block, or this one.")
    private @Nullable String source;

    @Option(names = "--all", description = "Suppressed alerts as well, marked so.")
    private boolean all;

    @Option(names = "--no-follow", description = "End after what is there.")
    private boolean once;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text, or ndjson: the lines as they are.")
    private String output = "";

    @Option(names = "--color", paramLabel = "WHEN", defaultValue = "auto", description = "auto, always or never.")
    private String color = "";

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the reasons and a sample of targets below each alert.")
    private boolean verbose;

    private Format format = Format.TEXT;
    private @Nullable Severity least;
    private @Nullable Prefix wanted;
    /** Whether a line could be read, and whether one in CEF could not. */
    private boolean anyRead;

    private boolean anyCef;
    private boolean toldOfCef;

    private ConsoleText text = new ConsoleText(Palette.PLAIN, false);

    @Override
    public void run() {
        choose();
        Path log = file == null ? logOfConfiguration() : file;
        if (AlertLogFiles.isPacked(log)) {
            printLastOf(log);
            return;
        }
        if (Files.exists(log) && !Files.isRegularFile(log)) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot read " + log + ": not a regular file");
        }
        if (!once && !Files.exists(log)) {
            spec.commandLine().getErr().println("waiting for " + log);
        }
        try (AlertLogTail tail = new AlertLogTail(log)) {
            Deque<String> last = new ArrayDeque<>(tail.last(lines, this::isWanted));
            complete(log, last);
            if (last.isEmpty() && once && !Files.exists(log)) {
                throw new NoSuchFileException(log.toString());
            }
            tellOfCef(log);
            last.forEach(this::print);
            CountDownLatch never = new CountDownLatch(1);
            while (!spec.commandLine().getOut().checkError() && !once) {
                never.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
                tail.poll(line -> {
                    if (isWanted(line)) {
                        print(line);
                    }
                });
                tellOfCef(log);
            }
        } catch (IOException e) {
            throw CommandFailure.reading(log, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Of a file that was put aside: nothing comes after what is there. */
    private void printLastOf(Path packed) {
        try {
            if (!Files.exists(packed)) {
                throw new NoSuchFileException(packed.toString());
            }
            AlertLogFiles.last(packed, lines, this::isWanted).forEach(this::print);
            tellOfCef(packed);
        } catch (IOException e) {
            throw CommandFailure.reading(packed, e);
        }
    }

    private void choose() {
        Choices choices = new Choices(spec.commandLine());
        format = choices.of(Format.class, "--output", output);
        least = severity == null ? null : choices.of(Severity.class, "--severity", severity);
        ColorChoice chosen = choices.of(ColorChoice.class, "--color", color);
        text = new ConsoleText(Palette.choose(chosen, StandardOutput.medium(), System.getenv()), verbose);
        if (lines < 0 || lines > MOST_LINES) {
            throw new ParameterException(spec.commandLine(), "--lines " + lines + ", expected 0 to " + MOST_LINES);
        }
        try {
            wanted = source == null ? null : Prefix.parse(source);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--source: " + e.getMessage(), e);
        }
    }

    private Path logOfConfiguration() {
        return config.require(System.getenv(), List.of(), spec.commandLine().getErr())
                .alerts()
                .log()
                .path();
    }

    /** Takes what is missing from the files that were put aside, the newest first. */
    private void complete(Path log, Deque<String> last) throws IOException {
        List<Path> files = new AlertLogFiles(log).all();
        for (int i = files.size() - 1; i >= 0 && last.size() < lines; i--) {
            if (files.get(i).equals(log.toAbsolutePath()) || files.get(i).equals(log)) {
                continue;
            }
            List<String> older = AlertLogFiles.last(files.get(i), lines - last.size(), this::isWanted);
            for (int at = older.size() - 1; at >= 0; at--) {
                last.addFirst(older.get(at));
            }
        }
    }

    /** Says once that there are alerts of which nothing can be shown. */
    private void tellOfCef(Path log) {
        String why = "alerts in CEF in " + log + " cannot be read back; alerts.log.format vedette, ecs and ocsf can";
        if (anyCef && !anyRead) {
            throw new CommandFailure(ExitCode.FAILURE, why);
        } else if (anyCef && !toldOfCef) {
            toldOfCef = true;
            spec.commandLine().getErr().println(why);
        }
    }

    private boolean isWanted(String line) {
        LoggedAlert logged = LoggedAlert.read(line);
        anyRead |= logged != null;
        anyCef |= logged == null && AlertFormat.isCef(line);
        return logged != null
                && (all || logged.suppression().isEmpty())
                && (least == null || logged.alert().severity().compareTo(least) >= 0)
                && (wanted == null || logged.alert().accused().stream().anyMatch(wanted::contains));
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        LoggedAlert logged = format == Format.NDJSON ? null : LoggedAlert.read(line);
        if (logged == null) {
            out.print(line + "\n");
            return;
        }
        StringBuilder words = new StringBuilder();
        text.append(logged.alert(), words);
        if (!logged.suppression().isEmpty()) {
            words.insert(words.indexOf("\n"), " [suppressed by " + logged.suppression() + "]");
        }
        out.print(words);
    }
}

package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.Palette.Medium;
import io.vedette.collector.isn.HistoryFormat;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tells which ports are interesting. */
@Command(
        name = "stats",
        description =
                "Tell which ports get SYNs whose sequence number is the address of their target, over the last days.",
        footerHeading = "%n",
        footer = {
            "vedette isn stats",
            "vedette isn stats --days 42 --by-day -o csv",
            "vedette isn stats --daily --out /var/www/isn -o csv -q",
            "vedette isn stats --min-syns 1 --min-ratio 0 --until 2026-11-20 --days 1",
            "",
            "Shares come with Wilson's interval (95 %%). Sources are different addresses; ~ marks estimates."
        })
final class IsnStatsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private IsnStoreOptions store;

    @Mixin
    private IsnRangeOptions range;

    @Option(names = "--by-day", description = "The days of each port as well.")
    private boolean byDay;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, ndjson or csv; by default table on a terminal, else ndjson.")
    private @Nullable String output;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Write stats.ndjson, stats.csv or stats.txt in there, instead of standard output.")
    private @Nullable String out;

    @Option(
            names = "--daily",
            description =
                    "Into a folder in --out that has the name of the last of the days, as 2026-11-20; for a timer.")
    private boolean daily;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but failures.")
    private boolean quiet;

    @Override
    public Integer call() {
        range.check(spec.commandLine());
        Path folder = folder();
        HistoryFormat format = output == null
                ? folder == null && StandardOutput.medium() == Medium.TERMINAL
                        ? HistoryFormat.TABLE
                        : HistoryFormat.NDJSON
                : new Choices(spec.commandLine()).of(HistoryFormat.class, "--output", output);
        Logging.choose(LogLevel.WARN);
        try (IsnStore opened = store.openExisting(spec.commandLine())) {
            IsnHistory history = range.history(opened, spec.commandLine());
            PrintWriter data = spec.commandLine().getOut();
            if (folder == null) {
                format.write(history, byDay, data);
            } else {
                Path into = daily ? folder.resolve(history.range().last().toString()) : folder;
                data.println(Printable.of(format.writeInto(into, history, byDay).toString()));
            }
            data.flush();
            if (!quiet) {
                spec.commandLine().getErr().println(HistoryFormat.coverage(history));
                spec.commandLine().getErr().flush();
            }
        } catch (IOException e) {
            throw IsnStoreOptions.failure(e);
        }
        return ExitCode.DONE;
    }

    private @Nullable Path folder() {
        if (out == null && daily) {
            throw new ParameterException(spec.commandLine(), "--daily needs --out");
        }
        try {
            return out == null ? null : Path.of(out);
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), "--out: no name of a folder: " + Printable.of(out));
        }
    }
}

package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.Palette.Medium;
import io.vedette.collector.isn.HistoryFormat;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.IsnHistory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "vedette isn stats --min-syns 1 --min-ratio 0 --until 2026-11-20 --days 1",
            "",
            "Shares come with Wilson's interval (95 %). Sources are different addresses; ~ marks estimates."
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
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but failures.")
    private boolean quiet;

    @Override
    public Integer call() {
        range.check(spec.commandLine());
        HistoryFormat format = output == null
                ? StandardOutput.medium() == Medium.TERMINAL ? HistoryFormat.TABLE : HistoryFormat.NDJSON
                : new Choices(spec.commandLine()).of(HistoryFormat.class, "--output", output);
        Logging.choose(LogLevel.WARN);
        PrintWriter out = spec.commandLine().getOut();
        try (IsnStore opened = store.openExisting(spec.commandLine())) {
            IsnHistory history = range.history(opened, spec.commandLine());
            format.write(history, byDay, out);
            out.flush();
            if (!quiet) {
                spec.commandLine().getErr().println(HistoryFormat.coverage(history));
                spec.commandLine().getErr().flush();
            }
        } catch (IOException e) {
            throw IsnStoreOptions.failure(e);
        }
        return ExitCode.DONE;
    }
}

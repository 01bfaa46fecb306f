package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.isn.HistoryFormat;
import io.vedette.collector.isn.PictureFolder;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.plot.Theme;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Draws the interesting ports. */
@Command(
        name = "plot",
        description = "Draw a picture of each interesting port, and a page with all of them.",
        footerHeading = "%n",
        footer = {
            "vedette isn plot --store isn.db --out images",
            "vedette isn plot --daily --out /var/www/isn --format png   # by a timer, once a day",
            "",
            "Writes PORT.svg for each port and then index.html, whose name is printed. The page needs no network."
        })
final class IsnPlotCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private IsnStoreOptions store;

    @Mixin
    private IsnRangeOptions range;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "./images/",
            description = "For the pictures and the page (${DEFAULT-VALUE}).")
    private String out = "";

    @Option(
            names = "--daily",
            description = "Into a folder in there that has the name of the last of the days, as 2026-11-20.")
    private boolean daily;

    @Option(
            names = "--format",
            paramLabel = "NAME",
            defaultValue = "svg",
            description = "Pictures of ports as svg, png, or png2x with twice the pixels (${DEFAULT-VALUE}).")
    private String format = "";

    @Option(
            names = "--theme",
            paramLabel = "NAME",
            defaultValue = "light",
            description = "light or dark (${DEFAULT-VALUE}).")
    private String theme = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but failures.")
    private boolean quiet;

    @Override
    public Integer call() {
        range.check(spec.commandLine());
        Choices choices = new Choices(spec.commandLine());
        PictureFolder.Format wanted = choices.of(PictureFolder.Format.class, "--format", format);
        Theme colours = choices.of(Theme.class, "--theme", theme);
        Path folder = folder();
        Logging.choose(LogLevel.WARN);
        PrintWriter err = spec.commandLine().getErr();
        try (IsnStore opened = store.openExisting(spec.commandLine())) {
            IsnHistory history = range.history(opened, spec.commandLine());
            Path into = daily ? folder.resolve(history.range().last().toString()) : folder;
            Path page = new PictureFolder(into, wanted, colours)
                    .write(history, opened.zone(), range.interest(spec.commandLine()));
            spec.commandLine().getOut().println(Printable.of(page.toString()));
            spec.commandLine().getOut().flush();
            if (!quiet) {
                err.println(HistoryFormat.coverage(history));
                err.flush();
            }
        } catch (IOException e) {
            throw IsnStoreOptions.failure(e);
        }
        return ExitCode.DONE;
    }

    private Path folder() {
        try {
            return Path.of(out);
        } catch (InvalidPathException e) {
            throw new ParameterException(spec.commandLine(), "--out: no name of a folder: " + Printable.of(out));
        }
    }
}

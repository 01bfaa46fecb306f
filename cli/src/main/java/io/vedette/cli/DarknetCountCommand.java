package io.vedette.cli;

import io.vedette.collector.darknet.ReportFiles;
import io.vedette.collector.darknet.ReportFiles.Form;
import io.vedette.collector.picture.Picture;
import io.vedette.core.darknet.report.CountPictures;
import io.vedette.core.darknet.report.CountTables;
import io.vedette.core.plot.RankedBars;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Counts events by coverage, rate, port and country. */
@Command(
        name = "count",
        description = "Count events by coverage, rate, port and country, in CSV files.",
        footerHeading = "%n",
        footer = {
            "vedette darknet count --infiles \"results_1.json results_2.json\"",
            "vedette darknet count --csv --out tables results_*.json",
            "vedette darknet count --plot ports.svg --plot coverage=coverage.png results_*.json",
            "",
            "WHAT is ports (or nothing), countries, coverage or rates."
        })
final class DarknetCountCommand implements Callable<Integer> {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 420;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DarknetReportOptions options;

    @Option(
            names = "--darknet-size",
            paramLabel = "N",
            description = "Addresses of the darknet (those that the events were made for, else 475136).")
    private @Nullable Long darknetSize;

    @Option(
            names = "--country-margin",
            paramLabel = "N",
            defaultValue = "" + CountTables.COUNTRY_MARGIN,
            description = "Only countries with more events than this on a port (${DEFAULT-VALUE}).")
    private long margin;

    @Mixin
    private PlotOptions plots;

    @Override
    public Integer call() {
        plots.check(List.of("ports", "countries", "coverage", "rates"), spec.commandLine());
        List<Path> files = options.files(spec.commandLine());
        if (darknetSize != null && (darknetSize < 1 || darknetSize > 1L << 32)) {
            throw new ParameterException(
                    spec.commandLine(), "--darknet-size " + darknetSize + ", expected 1 to 4294967296");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            ReportFiles out = new ReportFiles(options.out, options.csv ? Form.CSV : Form.REFERENCE);
            CountTables tables = new CountTables(darknetSize == null ? 0 : darknetSize, margin);
            for (Path file : files) {
                ReportFiles.read(file, tables::add);
            }
            out.write(tables);
            plots.draw(what -> picture(what, new CountPictures(tables)));
            tables.summary().forEach(err::println);
            err.flush();
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private static Picture picture(String what, CountPictures pictures) {
        return switch (what) {
            case "ports" -> ranked(pictures.ports());
            case "countries" -> ranked(pictures.countries());
            case "coverage" -> new Picture(pictures.coverage(), WIDTH, HEIGHT);
            default -> new Picture(pictures.rates(), WIDTH, HEIGHT);
        };
    }

    private static Picture ranked(RankedBars bars) {
        return new Picture(bars, WIDTH, Math.max(200, 120 + bars.rows().size() * 24));
    }
}

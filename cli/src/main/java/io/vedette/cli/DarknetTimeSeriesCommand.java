package io.vedette.cli;

import io.vedette.collector.darknet.BlockPlan.Block;
import io.vedette.collector.darknet.ReportFiles;
import io.vedette.collector.darknet.ReportFiles.Form;
import io.vedette.collector.picture.Picture;
import io.vedette.core.darknet.report.SeriesPictures;
import io.vedette.core.darknet.report.TimeSeries;
import io.vedette.core.darknet.report.TimeSeries.Period;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Series of packets and events by port. */
@Command(
        name = "timeseries",
        description = "Series of packets and events by port, with moving averages; each file is one interval.",
        footerHeading = "%n",
        footer = {
            "vedette darknet timeseries --plot volume.svg --plot ports=ports.png out/results_*.json",
            "",
            "WHAT is volume (or nothing) or ports, those of --ports and --deviation-ports. Names as",
            "'darknet run' gives them say when an interval was: pictures then show dates, and missing",
            "blocks as gaps."
        })
final class DarknetTimeSeriesCommand implements Callable<Integer> {

    private static final int WIDTH = 960;

    @Spec
    private CommandSpec spec;

    @Mixin
    private DarknetReportOptions options;

    @Option(
            names = {"--window", "-window"},
            paramLabel = "N",
            defaultValue = "3",
            description = "Intervals of the moving average (${DEFAULT-VALUE}).")
    private int window;

    @Option(
            names = {"--instate", "-instate"},
            paramLabel = "FILE",
            description = "Go on with the series of an earlier run.")
    private @Nullable Path stateIn;

    @Option(
            names = {"--outstate", "-outstate"},
            paramLabel = "FILE",
            description = "Keep the series for a later run.")
    private @Nullable Path stateOut;

    @Option(names = "--all", description = "All events, not only those of Mirai.")
    private boolean all;

    @Option(
            names = "--ports",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "82",
            description = "Ports to write a series of (${DEFAULT-VALUE}).")
    private List<Integer> ports = List.of();

    @Option(
            names = "--deviation-ports",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "85,8181",
            description = "Ports to write a series with deviations of (${DEFAULT-VALUE}).")
    private List<Integer> deviationPorts = List.of();

    @Option(
            names = "--overlap",
            paramLabel = "PORT",
            split = ",",
            defaultValue = "82,85",
            description = "Ports whose sources are compared from file to file (${DEFAULT-VALUE}).")
    private List<Integer> overlap = List.of();

    @Mixin
    private PlotOptions plots;

    @Override
    public Integer call() {
        plots.check(List.of("volume", "ports"), spec.commandLine());
        List<Path> files = options.files(spec.commandLine());
        if (window < 1) {
            throw new ParameterException(spec.commandLine(), "--window " + window + ", expected at least 1");
        }
        checkPorts("--ports", ports);
        checkPorts("--deviation-ports", deviationPorts);
        checkPorts("--overlap", overlap);
        PrintWriter out = spec.commandLine().getOut();
        try {
            ReportFiles tables = new ReportFiles(options.out, options.csv ? Form.CSV : Form.REFERENCE);
            TimeSeries series = new TimeSeries(window, overlap);
            if (stateIn != null) {
                ReportFiles.loadState(stateIn, series);
            }
            for (Path file : files) {
                series.next(period(file));
                ReportFiles.read(file, event -> {
                    if (all || event.mirai()) {
                        series.add(event);
                    }
                });
                out.println(Printable.of(file.toString()) + ": " + series.overlap());
            }
            out.flush();
            tables.write(series, ports, deviationPorts);
            plots.draw(what -> picture(what, series));
            if (stateOut != null) {
                ReportFiles.saveState(stateOut, series);
            }
            return ExitCode.DONE;
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private void checkPorts(String option, List<Integer> chosen) {
        for (int port : chosen) {
            if (port < 0 || port > 0xffff) {
                throw new ParameterException(spec.commandLine(), option + " " + port + ", expected 0 to 65535");
            }
        }
    }

    private static @Nullable Period period(Path file) {
        return Block.in(String.valueOf(file.getFileName()))
                .map(block -> new Period(
                        block.start().toInstant(ZoneOffset.UTC).toEpochMilli(),
                        block.end().toInstant(ZoneOffset.UTC).toEpochMilli()))
                .orElse(null);
    }

    private Picture picture(String what, TimeSeries series) {
        SeriesPictures pictures = new SeriesPictures(series, all ? "All events" : "Mirai");
        if (what.equals("volume")) {
            return new Picture(pictures.volume(), WIDTH, 560);
        }
        List<Integer> shown = new ArrayList<>(ports);
        shown.addAll(deviationPorts);
        return new Picture(pictures.ports(shown), WIDTH, 80 + Math.max(1, (shown.size() + 1) / 2) * 240);
    }
}

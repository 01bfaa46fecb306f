package io.vedette.cli;

import io.vedette.collector.file.InputPaths;
import io.vedette.collector.scan.FlowExport;
import io.vedette.collector.scan.ScanReport;
import io.vedette.collector.scan.ScanSummary;
import io.vedette.collector.scan.TrafficChoice;
import io.vedette.core.flow.export.ExportSettings;
import io.vedette.core.flow.export.ExportSettings.Form;
import io.vedette.core.flow.export.NprobeLines;
import io.vedette.core.flow.export.NprobeLines.Keys;
import io.vedette.core.flow.export.NprobeLines.Template;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes what a flow probe would have exported. */
@Command(
        name = "flows",
        description = "Make flow records of captures, as nProbe would, one JSON object per line.",
        footerHeading = "%n",
        footer = {
            "vedette flows x.pcap | vedette scan -",
            "vedette flows x.pcap | vedette replay - --to HOST:2055",
            "",
            "Exit code 0: all was read. 1: nothing could be read. 4: part of the input is missing."
        })
final class FlowsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Captures: files, folders, quoted patterns; - for standard input.")
    private List<String> files = List.of();

    @Option(names = "--biflow", description = "One record for both directions, not one for each.")
    private boolean biflow;

    @Option(
            names = "--template",
            paramLabel = "NAME",
            defaultValue = "full",
            description = "full, or short for the seven fields that nProbe is mostly asked for, without times.")
    private String template = "";

    @Option(names = "--numeric", description = "Element numbers for keys, not labels.")
    private boolean numeric;

    @Option(
            names = "--idle",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "Seconds without a packet after which a flow is over (${DEFAULT-VALUE}).")
    private int idleSeconds;

    @Option(
            names = "--active",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "Seconds after which a flow that goes on is exported in part (${DEFAULT-VALUE}).")
    private int activeSeconds;

    @Mixin
    private TrafficOptions traffic;

    @Override
    public Integer call() throws InterruptedException {
        Choices choices = new Choices(spec.commandLine());
        NprobeLines lines = new NprobeLines(
                choices.of(Template.class, "--template", template), numeric ? Keys.NUMBERS : Keys.LABELS);
        ProgressChoice shown = traffic.progress(spec.commandLine());
        TrafficChoice choice = traffic.choice(spec.commandLine());
        PrintWriter err = spec.commandLine().getErr();
        FlowExport export = new FlowExport(
                settings(), lines, choice, new DataWriter(spec.commandLine().getOut()), new SecureRandom().nextLong());
        long begun = System.nanoTime();
        ScanReport report = export(export, shown, err);
        if (report == null) {
            return ExitCode.DONE; // nobody reads on, which is the reader's decision; a full disk is told by main
        }
        ScanSummary summary = new ScanSummary(report);
        summary.missing().forEach(problem -> err.println(spec.qualifiedName() + ": " + problem));
        if (!traffic.isQuiet()) {
            summary.notes().forEach(note -> err.println(spec.qualifiedName() + ": " + note));
            summary.input(Duration.ofNanos(System.nanoTime() - begun)).forEach(err::println);
            err.println(summary.export(export.counts()));
        }
        err.flush();
        if (report.problems().isEmpty()) {
            return ExitCode.DONE;
        }
        return report.files() == 0 ? ExitCode.FAILURE : ExitCode.PARTIAL;
    }

    private @Nullable ScanReport export(FlowExport export, ProgressChoice shown, PrintWriter err)
            throws InterruptedException {
        ProgressLine line = ProgressLine.start(shown, export.progress(), err);
        try {
            return export.run(InputPaths.of(files), System.in);
        } catch (IOException e) {
            return null;
        } finally {
            line.close();
        }
    }

    private ExportSettings settings() {
        Form form = biflow ? Form.BIDIRECTIONAL : Form.UNIDIRECTIONAL;
        return new ExportSettings(
                form,
                seconds("--idle", idleSeconds),
                seconds("--active", activeSeconds),
                ExportSettings.defaults(form).maxConversations());
    }

    private Duration seconds(String option, int seconds) {
        if (seconds < 1 || seconds > 86_400) {
            throw new ParameterException(
                    spec.commandLine(), option + " " + seconds + ", expected seconds from 1 to 86400");
        }
        return Duration.ofSeconds(seconds);
    }
}

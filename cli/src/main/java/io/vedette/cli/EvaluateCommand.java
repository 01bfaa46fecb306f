package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.Palette.Medium;
import io.vedette.collector.config.ConfigInputs.Flag;
import io.vedette.collector.evaluate.EvaluationFormat;
import io.vedette.collector.evaluate.Evaluator;
import io.vedette.collector.evaluate.Input;
import io.vedette.collector.evaluate.LabelledFile;
import io.vedette.collector.evaluate.Scores;
import io.vedette.collector.evaluate.Truth;
import io.vedette.core.detect.Severity;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares what is found in files with what is known of them. */
@Command(
        name = "evaluate",
        description = "Judge files whose scanners are known, and tell what was found, missed and falsely named.",
        footerHeading = "%n",
        footer = {
            "TRUTH.json names the scanners of each file; docs/detection/evaluate.md has its format. A capture is",
            "judged by its packets, by the flow records made of them in both forms, and by those that another",
            "exporter recorded in X.flows.ndjson beside X.pcap.",
            "",
            "Exit code 0: all was judged. 1: nothing could be, or TRUTH.json is wrong. 3: --fail-on applies.",
            "4: some files could not be read."
        })
final class EvaluateCommand implements Callable<Integer> {

    private static final long MAX_TRUTH_BYTES = 64 << 20;

    /** Which forms are judged. */
    enum Forms {
        PACKETS(EnumSet.of(Input.PACKETS)),
        FLOWS(EnumSet.of(Input.UNIFLOW, Input.BIFLOW, Input.RECORDS)),
        BOTH(EnumSet.allOf(Input.class));

        private final Set<Input> inputs;

        Forms(Set<Input> inputs) {
            this.inputs = inputs;
        }
    }

    /** What is a failure. */
    enum FailOn {
        MISS,
        FALSE,
        ANY
    }

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "TRUTH.json", description = "Who scans in which file.")
    private Path truth = Path.of("");

    @Parameters(index = "1", paramLabel = "DIR", description = "Where the files are.")
    private Path directory = Path.of("");

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--input",
            paramLabel = "FORM",
            defaultValue = "both",
            description = "packets, flows or both (${DEFAULT-VALUE}).")
    private String input = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, ndjson or json; by default a table on a terminal, else ndjson.")
    private @Nullable String output;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            defaultValue = "medium",
            description = "From which severity on it is false to name an innocent source (${DEFAULT-VALUE}).")
    private String severity = "";

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            description = "Exit with 3 on a miss, on a false accusation, or on any of them: miss, false or any.")
    private @Nullable String failOn;

    @Option(names = "--sensitivity", paramLabel = "NAME", description = "As for scan.")
    private @Nullable String sensitivity;

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but what could not be read.")
    private boolean quiet;

    @Override
    public Integer call() throws InterruptedException {
        Choices choices = new Choices(spec.commandLine());
        Forms forms = choices.of(Forms.class, "--input", input);
        Severity accusation = choices.of(Severity.class, "--severity", severity);
        FailOn failure = failOn == null ? null : choices.of(FailOn.class, "--fail-on", failOn);
        EvaluationFormat format =
                output == null ? usualFormat() : choices.of(EvaluationFormat.class, "--output", output);
        PrintWriter err = spec.commandLine().getErr();
        Logging.choose(LogLevel.WARN);
        CollectorConfig effective = config.require(System.getenv(), settings(), err);
        List<LabelledFile> files = labels(err);

        Evaluator evaluator =
                new Evaluator(effective.detect(), effective.shards(), InstantSource.system(), forms.inputs);
        Scores scores = new Scores(accusation);
        for (LabelledFile file : files) {
            scores.add(evaluator.evaluate(directory, file));
        }
        write(format, scores);
        scores.problems().forEach(problem -> err.println(spec.qualifiedName() + ": " + Printable.of(problem)));
        if (scores.results().isEmpty()) {
            err.println(spec.qualifiedName() + ": nothing to judge: --input " + input
                    + " is a form that none of these files has");
        }
        if (!quiet) {
            err.println(files.size() + (files.size() == 1 ? " labelled file, " : " labelled files, ") + scores.judged()
                    + " judgements");
        }
        err.flush();
        return exitCode(scores, failure);
    }

    private static EvaluationFormat usualFormat() {
        return StandardOutput.medium() == Medium.TERMINAL ? EvaluationFormat.TABLE : EvaluationFormat.NDJSON;
    }

    private List<Flag> settings() {
        return sensitivity == null
                ? List.of()
                : List.of(new Flag("--sensitivity", "detect.sensitivity", sensitivity.toLowerCase(Locale.ROOT)));
    }

    private List<LabelledFile> labels(PrintWriter err) {
        Truth known;
        try {
            if (Files.size(truth) > MAX_TRUTH_BYTES) {
                throw failure("larger than 64 MiB");
            }
            known = Truth.read(truth.toString(), Files.readAllBytes(truth));
        } catch (IOException e) {
            throw failure(CommandFailure.why(truth, e));
        }
        known.problems().forEach(err::println);
        if (!known.problems().isEmpty()) {
            throw failure("not a truth file, as docs/detection/evaluate.md has it");
        }
        if (!Files.isDirectory(directory)) {
            throw new CommandFailure(ExitCode.FAILURE, Printable.of(directory + " is no folder"));
        }
        return known.files();
    }

    private CommandFailure failure(String why) {
        return new CommandFailure(ExitCode.FAILURE, Printable.of("cannot use " + truth + ": " + why));
    }

    private void write(EvaluationFormat format, Scores scores) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            format.write(scores, out);
        } catch (IOException e) {
            throw new AssertionError(e); // a PrintWriter throws none
        }
        out.flush();
    }

    private static int exitCode(Scores scores, @Nullable FailOn failure) {
        if (scores.judged() == 0) {
            return ExitCode.FAILURE;
        }
        boolean missed = failure != null && failure != FailOn.FALSE && scores.misses();
        boolean accused = failure != null && failure != FailOn.MISS && scores.accusesInnocents();
        if (missed || accused) {
            return ExitCode.FINDINGS;
        }
        return scores.problems().isEmpty() ? ExitCode.DONE : ExitCode.PARTIAL;
    }
}

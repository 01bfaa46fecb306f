package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.darknet.BlockPlan;
import io.vedette.collector.darknet.BlockPlan.Block;
import io.vedette.collector.darknet.BlockRun;
import io.vedette.collector.darknet.BlockRun.Missing;
import io.vedette.collector.darknet.BlockRun.Places;
import io.vedette.collector.darknet.HourTemplate;
import io.vedette.collector.darknet.Layout;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.LocalDateTime;
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

/** Parses a period in blocks. */
@Command(
        name = "run",
        description = "Parse the hourly captures of a period in blocks, each with the open events of the one before.",
        footerHeading = "%n",
        footer = {
            "vedette darknet run 2026-11-01:00 2026-11-08:00 --pcap-template 'pcap/%%Y-%%m-%%d.%%H.pcap.gz'",
            "",
            "A block that was done is not done again: the same command goes on after an interruption."
        })
final class DarknetRunCommand implements Callable<Integer> {

    private static final List<String> BOOLEANS = List.of("true", "false");

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "START END [CACHE_IN] [NEWDL]",
            hideParamSyntax = true,
            arity = "2..4",
            description = "YYYY-MM-DD:HH in UTC; open events to begin with; true for one object per line.")
    private List<String> words = List.of();

    @Mixin
    private DarknetOptions options;

    @Option(names = "--block-size", paramLabel = "HOURS", defaultValue = "24", description = "Hours in a block (24).")
    private int blockHours;

    @Option(names = "--out", paramLabel = "FOLDER", defaultValue = "./out/", description = "For results (./out/).")
    private Path out = Path.of(".");

    @Option(names = "--ongoing-out", paramLabel = "FOLDER", description = "For open events (that of --out).")
    private @Nullable Path ongoingOut;

    @Option(
            names = "--pcap-template",
            paramLabel = "PATH",
            defaultValue = "./samples/%Y-%m-%d.%H.pcap.gz",
            description = "Captures, one for each hour, with strftime's letters.")
    private String pcapTemplate = "";

    @Option(names = "--asn-template", paramLabel = "PATH", description = "MaxMind's ASN database: most recent one.")
    private @Nullable String asnTemplate;

    @Option(names = "--geo-template", paramLabel = "PATH", description = "MaxMind's City database: most recent one.")
    private @Nullable String geoTemplate;

    @Option(names = "--pfx2as-template", paramLabel = "PATH", description = "CAIDA's prefixes: most recent ones.")
    private @Nullable String prefixTemplate;

    @Option(
            names = "--skip-missing",
            description = "Go on without hours whose capture is missing, with exit code 4; their block is done"
                    + " nevertheless.")
    private boolean skipMissing;

    @Override
    public Integer call() {
        options.orElse("624", 3, 10, 10.0);
        Logging.choose(LogLevel.WARN);
        PrintWriter err = spec.commandLine().getErr();
        try {
            LocalDateTime start = BlockPlan.hour(words.get(0));
            List<Block> blocks = BlockPlan.of(start, BlockPlan.hour(words.get(1)), blockHours);
            BlockRun run = new BlockRun(
                    options.settings(spec.commandLine()),
                    options.prefixes(spec.commandLine()),
                    options.sources(
                            spec.commandLine(),
                            recent(asnTemplate, start, err),
                            recent(geoTemplate, start, err),
                            recent(prefixTemplate, start, err)),
                    places(),
                    InstantSource.system(),
                    System::nanoTime,
                    err::println);
            return run.run(blocks, firstState()) ? ExitCode.DONE : ExitCode.PARTIAL;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw CommandFailure.of(e);
        }
    }

    private Places places() {
        Layout layout = isTrue(lastWord()) ? Layout.LINES : options.layout();
        return new Places(
                new HourTemplate(pcapTemplate),
                out,
                ongoingOut == null ? out : ongoingOut,
                skipMissing ? Missing.SKIP : Missing.FAIL,
                layout,
                options.fields());
    }

    private String lastWord() {
        return words.get(words.size() - 1);
    }

    private static boolean isTrue(String word) {
        return word.equalsIgnoreCase("true");
    }

    /** A third word is the state unless it is true or false. */
    private @Nullable Path firstState() {
        if (words.size() < 3) {
            return null;
        }
        String third = words.get(2);
        boolean isState = words.size() == 4 || BOOLEANS.stream().noneMatch(third::equalsIgnoreCase);
        return isState ? Path.of(third) : null;
    }

    private static @Nullable Path recent(@Nullable String template, LocalDateTime start, PrintWriter err) {
        if (template == null || template.isEmpty()) {
            return null;
        }
        Path found = new HourTemplate(template).mostRecent(start).orElse(null);
        if (found == null) {
            err.println("Could not find a file of form " + template);
        }
        return found;
    }
}

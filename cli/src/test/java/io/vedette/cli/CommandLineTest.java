package io.vedette.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LogLevel;
import io.vedette.collector.config.ConfigInputs;
import io.vedette.collector.config.ConfigInputs.Flag;
import io.vedette.collector.config.ConfigReader;
import io.vedette.collector.config.Effective;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** What each command answers to what is typed. */
class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path directory;

    private int run(String... arguments) {
        CommandLine commands = Vedette.commandLine(new PrintWriter(out), new PrintWriter(err), arguments);
        int exitCode = commands.execute(arguments);
        commands.getOut().flush();
        return exitCode;
    }

    @ParameterizedTest
    @CsvSource({
        "--help, vedette",
        "collect --help, vedette collect",
        "collect -h, vedette collect",
        "replay --help, vedette replay",
        "alerts --help, vedette alerts",
        "alerts test --help, vedette alerts test",
        "alerts render --help, vedette alerts render",
        "scan --help, vedette scan",
        "flows --help, vedette flows",
        "darknet --help, vedette darknet",
        "darknet parse --help, vedette darknet parse",
        "darknet count --help, vedette darknet count",
        "darknet timeseries --help, vedette darknet timeseries",
        "darknet run --help, vedette darknet run",
        "config --help, vedette config",
        "config check --help, vedette config check",
        "config show --help, vedette config show",
        "config init --help, vedette config init"
    })
    void shouldHelpEverywhere(String line, String command) {
        assertThat(run(line.split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: " + command + " ").doesNotContain("x-rehearse");
        assertThat(out.toString().lines()).allMatch(text -> text.length() <= 100);
        assertThat(err.toString()).isEmpty();
    }

    /** A start needs half as long again with the annotations of all commands. */
    @Test
    void shouldReadNoMoreThanTheCommandThatIsAskedFor() {
        PrintWriter nowhere = new PrintWriter(out);

        assertThat(Vedette.commandLine(nowhere, nowhere, "scan", "--help").getSubcommands())
                .containsOnlyKeys("scan");
        assertThat(Vedette.commandLine(nowhere, nowhere, "scann").getSubcommands())
                .containsKeys("scan", "collect", "manual");
        assertThat(Vedette.commandLine(nowhere, nowhere, "--help").getSubcommands())
                .containsKeys("scan", "collect", "manual");
    }

    @Test
    void shouldTellItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("vedette [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|vedette: expected a command",
                "colect|vedette: unknown command or argument \"colect\", did you mean collect?",
                "config shwo|vedette config: unknown command or argument \"shwo\", did you mean show?",
                "config|vedette config: expected check, show or init",
                "alerts|vedette alerts: expected tail, test or render",
                "suppress|vedette suppress: expected add, list, test or expire",
                "alerts render|vedette alerts render: Missing required option: '--preset=PRESET'",
                "alerts render --preset slak|vedette alerts render: --preset \"slak\", did you mean slack?",
                "collect --sensitvity x|vedette collect: unknown option \"--sensitvity\", did you mean --sensitivity?",
                "collect -p|vedette collect: Missing required parameter for option '--port' (PORT)",
                "scan|vedette scan: Missing required parameter: 'FILE'",
                "scan f -o xml|vedette scan: --output \"xml\", expected one of table, ndjson, ecs, ocsf, cef, csv",
                "scan f --fail-on odd|vedette scan: --fail-on \"odd\", expected one of info, low, medium, high, critical",
                "scan f --progress odd|vedette scan: --progress \"odd\", expected one of auto, always, never",
                "flows|vedette flows: Missing required parameter: 'FILE'",
                "flows f --template odd|vedette flows: --template \"odd\", expected one of short, full",
                "flows f --idle 0|vedette flows: --idle 0, expected seconds from 1 to 86400",
                "flows f --active 90000|vedette flows: --active 90000, expected seconds from 1 to 86400",
                "replay|vedette replay: Missing required parameter: 'FILE'",
                "replay f --rate 0|vedette replay: --rate \"0\", expected lines per second, more than 0, or max",
                "replay f --rate fast|vedette replay: --rate \"fast\", expected lines per second, more than 0, or max",
                "replay f --to 2055|vedette replay: --to \"2055\", expected HOST:PORT",
                "replay f --to h:70000|vedette replay: --to \"h:70000\", expected HOST:PORT",
                "replay f --repeat 0|vedette replay: --repeat 0, expected 1 or more",
                "replay /dev/null --repeat 2|vedette replay: /dev/null can be sent once only, not --repeat 2",
                "replay - --repeat 2|vedette replay: standard input can be sent once only, not --repeat 2",
            })
    void shouldRefuseWrongUsage(String line, String message) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ");

        assertThat(run(arguments)).isEqualTo(2);
        assertThat(err.toString().lines().findFirst()).contains(message);
        assertThat(err.toString()).endsWith("--help\".\n").doesNotContain("Usage:");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldNotLetAnArgumentActOnTheTerminal() {
        run("\u001b[2Jcollect");

        assertThat(err.toString()).contains("\\u001b[2Jcollect").doesNotContain("\u001b");
    }

    @Test
    void shouldSayThatAFileToReplayIsMissing() {
        assertThat(run("replay", "nothing.ndjson")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("vedette replay: cannot read nothing.ndjson: no such file\n");
    }

    @Test
    void shouldSayThatAFolderCannotBeReplayed() {
        assertThat(run("replay", directory.toString(), "--repeat", "2")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("vedette replay: cannot read " + directory + ": Is a directory\n");
    }

    @Test
    void shouldSayThatAFileToReplayHasNoNameOfAFile() {
        assertThat(run("replay", "\u001b[31mred\0")).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("vedette replay: cannot read \\u001b[31mred\\u0000: not a file name\n");
    }

    @Test
    void shouldInitialiseAFileThatChecksAsGood() throws IOException {
        Path file = directory.resolve("v.yaml");

        assertThat(run("config", "init", file.toString())).isZero();
        assertThat(run("config", "check", "-c", file.toString())).isZero();

        assertThat(out.toString()).isEqualTo("configuration is good: " + file + "\n");
        String written = Files.readString(file);
        Files.writeString(file, "mine");
        assertThat(run("config", "init", file.toString())).isEqualTo(1);
        assertThat(err.toString()).endsWith("v.yaml exists; --force replaces it\n");
        assertThat(Files.readString(file)).isEqualTo("mine");
        assertThat(run("config", "init", "--force", file.toString())).isZero();
        assertThat(Files.readString(file)).isEqualTo(written);
    }

    @Test
    void shouldShowWhatHoldsAndWhereItComesFrom() throws IOException {
        Path file = Files.writeString(directory.resolve("v.yaml"), "listen:\n  port: 7\n");

        assertThat(run("config", "show", "--origin", "-c", file.toString())).isZero();

        assertThat(out.toString())
                .containsPattern("\n  port: 7 +# .*v\\.yaml:2:9\n")
                .containsPattern("  ack-byte: false +# default\n");
    }

    @Test
    void shouldTakeTheConfigurationWithoutOptionAsWell() throws IOException {
        Path file = Files.writeString(directory.resolve("v.yaml"), "listen:\n  prot: 7\n");
        assertThat(run("config", "check", file.toString())).isEqualTo(78);
        assertThat(err.toString()).contains("v.yaml:2:3");
        assertThat(run("config", "check", file.toString(), "-c", "other.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("two configurations, other.yaml and " + file + ", expected one");

        Files.writeString(file, "listen:\n  port: 7\n");
        assertThat(run("config", "show", file.toString())).isZero();
        assertThat(out.toString()).contains("\n  port: 7\n");
    }

    /** Whoever forgets to name a file must not believe that it was looked at. */
    @Test
    void shouldSayThatNoFileWasChecked() {
        Assumptions.assumeTrue(System.getenv("VEDETTE_CONFIG") == null);
        assertThat(run("config", "check")).isZero();
        assertThat(out.toString()).isEqualTo("configuration is good: no file, only defaults and environment\n");
    }

    @Test
    void shouldTellWhatIsWrongWithAFileThatCannotBeRead() throws IOException {
        Path file = directory.resolve("v.yaml");
        assertThat(run("config", "check", "-c", file.toString())).isEqualTo(78);
        assertThat(err.toString()).contains("v.yaml: no such file; \"vedette config init ");

        Files.write(file, "listen: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("config", "check", "-c", file.toString())).isEqualTo(78);
        assertThat(err.toString()).endsWith("v.yaml: not UTF-8\n");
    }

    @Test
    void shouldMapEachFlagOfCollectToItsKey() {
        CollectFlags flags = CommandLine.populateCommand(
                new CollectFlags(),
                "-a",
                "127.0.0.1",
                "-p",
                "9995",
                "-d",
                "5",
                "-e",
                "2m",
                "--sensitivity",
                "reference",
                "--alert-log",
                "x.ndjson",
                "--color",
                "never",
                "-v");

        assertThat(flags.settings())
                .containsExactly(
                        new Flag("--address", "listen.address", "127.0.0.1"),
                        new Flag("--port", "listen.port", "9995"),
                        new Flag("--des", "detect.udp.des", "5s"),
                        new Flag("--erase", "detect.udp.erase", "2m"),
                        new Flag("--sensitivity", "detect.sensitivity", "reference"),
                        new Flag("--alert-log", "alerts.log.path", "x.ndjson"),
                        new Flag("--color", "alerts.console.color", "never"),
                        new Flag("--verbose", "log-level", "debug"),
                        new Flag("--verbose", "alerts.console.verbose", "true"));
        Effective<CollectorConfig> effective = new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults())
                .read(new ConfigInputs(null, Map.of(), flags.settings()));
        assertThat(effective.problems()).isEmpty();
        assertThat(effective.value().listen().port()).isEqualTo(9995);
        assertThat(flags.logLevel()).isEqualTo(LogLevel.DEBUG);
    }

    @Test
    void shouldSetNothingWithoutFlags() {
        CollectFlags flags = CommandLine.populateCommand(new CollectFlags());

        assertThat(flags.settings()).isEqualTo(List.of());
        assertThat(flags.logLevel()).isEqualTo(LogLevel.INFO);
        assertThat(CommandLine.populateCommand(new CollectFlags(), "-q").logLevel())
                .isEqualTo(LogLevel.WARN);
        assertThat(CommandLine.populateCommand(new CollectFlags(), "-vv").logLevel())
                .isEqualTo(LogLevel.TRACE);
    }
}

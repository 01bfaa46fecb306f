package io.vedette.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The program.
 *
 * <p>Nothing but the parser is loaded before the command line was read: {@code --help} has to answer at once. So commands
 * hold strings and numbers, and touch the collector's classes only when they run.
 */
@Command(
        name = "vedette",
        versionProvider = Version.class,
        description = "Tells who scans your network, from captures and from the flows that your probes export.",
        footerHeading = "%n",
        footer = {
            "Exit codes: 0 done, 1 failure, 2 wrong usage, 3 findings, 4 part of the input was unreadable,",
            "5 alerts left undelivered, 78 bad configuration, 130 or 143 ended by a second signal.",
            "",
            "\"vedette COMMAND --help\" tells about one command."
        })
public final class Vedette implements Runnable {

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = CommandLine.ScopeType.INHERIT,
            description = "Print this and exit.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version and exit.")
    private boolean version;

    private static final int MEBIBYTE_SHIFT = 20;

    /** In the order in which {@code --help} lists them. */
    private static final List<Class<?>> COMMANDS = List.of(
            CollectCommand.class,
            ScanCommand.class,
            CaptureCommand.class,
            EvaluateCommand.class,
            FlowsCommand.class,
            DarknetCommand.class,
            IsnCommand.class,
            ReplayCommand.class,
            AlertsCommand.class,
            SuppressCommand.class,
            ConfigCommand.class,
            DoctorCommand.class,
            HealthCommand.class,
            ShellCommand.Completion.class,
            ShellCommand.Manual.class,
            ShellCommand.Unpack.class);

    @Spec
    private CommandSpec spec;

    /** Without a command there is nothing to do but to say what could be done. */
    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "expected a command");
    }

    /**
     * The command line, writing its data to {@code out} and all else to {@code err}, with those commands that {@code args} need:
     * the one they begin with, or all, to list them or to find one of a similar name. Reading the annotations of all takes a
     * third of the time of a start.
     */
    static CommandLine commandLine(PrintWriter out, PrintWriter err, String... args) {
        Failures failures = new Failures();
        CommandLine line = new CommandLine(new Vedette());
        commandsFor(args).forEach(line::addSubcommand);
        return line.setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setUsageHelpWidth(100);
    }

    /** All commands, with the streams of {@code one} of them, which may be alone in its own command line. */
    static CommandLine all(CommandLine one) {
        return commandLine(one.getOut(), one.getErr());
    }

    private static List<Class<?>> commandsFor(String... args) {
        for (Class<?> command : COMMANDS) {
            if (args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0])) {
                return List.of(command);
            }
        }
        return COMMANDS;
    }

    public static void main(String[] args) {
        // Libraries format by it: with the digits of Egypt the script for completion is none.
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
        DataOutput data = new DataOutput();
        PrintWriter out = new PrintWriter(data, false, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true);
        int exitCode = execute(args, out, err);
        out.flush();
        if (exitCode == ExitCode.DONE && data.failure() != null) {
            err.println("vedette: cannot write standard output: " + data.failure());
            exitCode = ExitCode.FAILURE;
        }
        System.exit(exitCode);
    }

    private static int execute(String[] args, PrintWriter out, PrintWriter err) {
        try {
            return commandLine(out, err, args).execute(args);
        } catch (OutOfMemoryError e) {
            long heap = Runtime.getRuntime().maxMemory() >> MEBIBYTE_SHIFT;
            err.println("vedette: out of memory: a heap of " + heap
                    + " MiB is too small for this; VEDETTE_JAVA_OPTS=-Xmx" + 2 * heap + "m doubles it");
            return ExitCode.FAILURE;
        }
    }
}

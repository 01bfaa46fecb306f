package io.vedette.cli;

import io.vedette.collector.config.NearestName;
import io.vedette.core.text.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands that end badly say so: on standard error, what was wrong, and what would be right. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {

    @Override
    public int handleParseException(ParameterException wrong, String[] args) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + message(wrong));
        err.println("Try \"" + name + " --help\".");
        err.flush();
        return ExitCode.USAGE;
    }

    private static String message(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)) {
            return Printable.of(String.valueOf(wrong.getMessage()));
        }
        String word = unmatched.getUnmatched().get(0);
        String name = word.startsWith("--") ? word.replaceFirst("=.*", "") : word;
        String nearest = NearestName.among(names(wrong.getCommandLine().getCommandSpec()), name);
        return (unmatched.isUnknownOption() ? "unknown option " : "unknown command or argument ")
                + "\"" + Printable.of(word) + "\""
                + (nearest == null ? "" : ", did you mean " + nearest + "?");
    }

    private static List<String> names(CommandSpec command) {
        List<String> names = new ArrayList<>(command.subcommands().keySet());
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                names.add(option.longestName());
            }
        }
        return names;
    }

    @Override
    public int handleExecutionException(Exception thrown, CommandLine command, ParseResult parsed) throws Exception {
        if (!(thrown instanceof CommandFailure failure)) {
            throw thrown; // a bug: picocli prints its stack trace
        }
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + failure.getMessage());
        command.getErr().flush();
        return failure.exitCode();
    }
}

package io.vedette.cli;

import io.vedette.core.text.Printable;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
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
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            List<String> near = unmatched.getSuggestions();
            String what = unmatched.isUnknownOption() ? "unknown option " : "unknown command or argument ";
            return what + "\"" + Printable.of(word) + "\""
                    + (near.isEmpty() ? "" : ", did you mean " + String.join(" or ", near.subList(0, 1)) + "?");
        }
        return Printable.of(String.valueOf(wrong.getMessage()));
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

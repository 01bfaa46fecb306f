package io.vedette.cli;

import io.vedette.core.text.FileTrouble;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;

/** The end of a command for a reason that the user can do something about: told in words, without a stack trace. */
final class CommandFailure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int exitCode;

    CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** A file or folder that cannot be read. */
    static CommandFailure reading(Object file, IOException cause) {
        return new CommandFailure(ExitCode.FAILURE, "cannot read " + file + ": " + why(file, cause));
    }

    /** What went wrong somewhere with a file, which the exception names. */
    static CommandFailure of(IOException cause) {
        return new CommandFailure(ExitCode.FAILURE, Printable.of(FileTrouble.nameAndWhy(cause)));
    }

    /** A file or folder that cannot be written to, or made. */
    static CommandFailure writing(Object file, IOException cause) {
        String why = cause instanceof NoSuchFileException ? "no such folder" : why(file, cause);
        return new CommandFailure(ExitCode.FAILURE, "cannot write " + file + ": " + why);
    }

    /** What is wrong with a file, without its name. */
    static String why(Object file, IOException cause) {
        return FileTrouble.why(cause).replace(file + ": ", "");
    }

    int exitCode() {
        return exitCode;
    }
}

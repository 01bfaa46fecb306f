package io.vedette.cli;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How much a command that reads files says of itself on standard error. */
final class ProgressOptions {

    @Option(
            names = "--progress",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "Show progress on standard error: auto (on a terminal), always or never.")
    private String progress = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but what could not be read.")
    private boolean quiet;

    boolean isQuiet() {
        return quiet;
    }

    /** When to show progress; never if quiet. */
    ProgressChoice choice(CommandLine command) {
        ProgressChoice choice = new Choices(command).of(ProgressChoice.class, "--progress", progress);
        return quiet ? ProgressChoice.NEVER : choice;
    }
}

package io.vedette.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a telescope saw. */
@Command(
        name = "darknet",
        description = "Make events of what arrives in unused address space, and count them.",
        subcommands = {
            DarknetParseCommand.class,
            DarknetCountCommand.class,
            DarknetTimeSeriesCommand.class,
            DarknetRunCommand.class
        })
final class DarknetCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected parse, count, timeseries or run");
    }
}

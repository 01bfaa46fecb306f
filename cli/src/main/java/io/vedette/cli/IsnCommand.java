package io.vedette.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which ports those want whose sequence number is the address of their target. */
@Command(
        name = "isn",
        description = "Count SYNs by day and port, and those whose sequence number is the address of their target.",
        subcommands = {IsnImportCommand.class, IsnWatchCommand.class, IsnStatsCommand.class, IsnPlotCommand.class})
final class IsnCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected import, watch, stats or plot");
    }
}

package io.vedette.cli;

import io.vedette.collector.replay.FlowReplayer;
import io.vedette.collector.replay.ReplayReport;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Feeds saved flows to a collector. */
@Command(
        name = "replay",
        description = "Send saved flows to a collector, at a given rate or as fast as it takes them.",
        footerHeading = "%n",
        footer = {
            "Each file goes over a connection of its own, one after the other. Lines pass unchanged; gzip is",
            "recognised by content. A line on standard error tells how many were sent how fast."
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "1..*",
            description = "Files with one flow in JSON per line; - for standard input.")
    private List<String> files = List.of();

    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:2055",
            description = "The collector (${DEFAULT-VALUE}).")
    private String to = "";

    @Option(
            names = "--rate",
            paramLabel = "N|max",
            defaultValue = "max",
            description = "Lines per second; max for as fast as the collector reads (${DEFAULT-VALUE}).")
    private String rate = "";

    @Option(
            names = "--repeat",
            paramLabel = "N",
            defaultValue = "1",
            description = "How often each file is sent (${DEFAULT-VALUE}).")
    private int repeat;

    @Override
    public Integer call() {
        FlowReplayer replayer = new FlowReplayer(collector(), linesPerSecond());
        if (repeat < 1) {
            throw wrong("--repeat " + repeat + ", expected 1 or more");
        }
        for (String file : files) {
            if (repeat > 1 && isStream(file)) {
                throw wrong(named(file) + " can be sent once only, not --repeat " + repeat);
            }
        }
        boolean complete = true;
        for (String file : files) {
            complete &= report(file, replay(replayer, file));
        }
        return complete ? ExitCode.DONE : ExitCode.FAILURE;
    }

    private ReplayReport replay(FlowReplayer replayer, String file) {
        try {
            return file.equals("-") ? replayer.replay(System.in) : replayer.replay(path(file), repeat);
        } catch (IOException e) {
            throw CommandFailure.reading(named(file), e);
        }
    }

    private static boolean isStream(String file) {
        return file.equals("-")
                || Files.isReadable(path(file)) && !Files.isRegularFile(path(file)) && !Files.isDirectory(path(file));
    }

    private static Path path(String file) {
        try {
            return Path.of(file);
        } catch (InvalidPathException e) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot read " + named(file) + ": not a file name");
        }
    }

    private static String named(String file) {
        return file.equals("-") ? "standard input" : Printable.of(file);
    }

    private boolean report(String file, ReplayReport report) {
        PrintWriter err = spec.commandLine().getErr();
        err.println(String.format(
                Locale.ROOT,
                "%s: %d lines, %d bytes in %.3f s, %.0f lines/s",
                named(file),
                report.lines(),
                report.bytes(),
                report.elapsed().toNanos() / 1e9,
                report.rate()));
        if (report.failure() != null) {
            err.println(spec.qualifiedName() + ": " + report.failure());
        }
        err.flush();
        return report.failure() == null;
    }

    private InetSocketAddress collector() {
        int colon = to.lastIndexOf(':');
        String host = colon < 0 ? "" : to.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
        String port = to.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
            throw wrong("--to \"" + to + "\", expected HOST:PORT");
        }
        InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new CommandFailure(ExitCode.FAILURE, "cannot find the address of " + host);
        }
        return address;
    }

    private double linesPerSecond() {
        if (rate.equals("max")) {
            return FlowReplayer.AT_ONCE;
        }
        if (!rate.matches("[0-9]{1,12}(\\.[0-9]{1,9})?") || Double.parseDouble(rate) == 0) {
            throw wrong("--rate \"" + rate + "\", expected lines per second, more than 0, or max");
        }
        return Double.parseDouble(rate);
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

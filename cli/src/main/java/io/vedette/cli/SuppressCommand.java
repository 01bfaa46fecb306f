package io.vedette.cli;

import io.vedette.collector.alert.suppress.SuppressionFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What nobody wants to hear about. */
@Command(
        name = "suppress",
        description = "Say what nobody wants to hear about, until when and why.",
        footerHeading = "%n",
        footer = {
            "A suppressed alert goes to the alert log, marked with the id of its suppression, and nowhere else. A",
            "running collector takes over a change within two seconds.",
            "",
            "Example: vedette suppress add --source 10.0.0.5 --rule tcp-scan --for 7d --reason \"weekly audit\""
        },
        subcommands = {
            SuppressAddCommand.class,
            SuppressListCommand.class,
            SuppressTestCommand.class,
            SuppressExpireCommand.class
        })
final class SuppressCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected add, list, test or expire");
    }

    /** Where the suppressions are. */
    static final class Place {

        @Mixin
        private ConfigOptions config;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The file of suppressions; without it the one that the configuration names.")
        private @Nullable Path file;

        /** Reads the configuration only if need be: a broken one is no reason not to change another file. */
        SuppressionFile file(PrintWriter err) {
            Path given = file;
            return new SuppressionFile(
                    given != null
                            ? given
                            : config.require(System.getenv(), List.of(), err)
                                    .alerts()
                                    .suppressions());
        }

        Path alertLog(PrintWriter err) {
            return config.require(System.getenv(), List.of(), err)
                    .alerts()
                    .log()
                    .path();
        }
    }

    /** What is in {@code file}; lines that are wrong are told on {@code err}. */
    static SuppressionFile.Content read(SuppressionFile file, PrintWriter err) {
        try {
            SuppressionFile.Content content = file.read();
            file.inBrief(content.problems()).forEach(problem -> err.println("warning: " + problem));
            err.flush();
            return content;
        } catch (IOException e) {
            throw CommandFailure.reading(file.path(), e);
        }
    }
}

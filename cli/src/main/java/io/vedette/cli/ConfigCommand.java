package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.config.ConfigPrinter;
import io.vedette.collector.config.Effective;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What stands in the configuration, whether it is right, and how to get one. */
@Command(
        name = "config",
        description = "Check, show or write the configuration.",
        subcommands = {ConfigCommand.Check.class, ConfigCommand.Show.class, ConfigCommand.Init.class})
final class ConfigCommand implements Runnable {

    private static final String FILE = "The same as --config FILE.";

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "expected check, show or init");
    }

    /** Says what is wrong with any key, then what does not go together. */
    @Command(
            name = "check",
            description =
                    "Read file and environment and report what is wrong with any key; once each is right, the first in"
                            + " each section that does not go together. Exit 0 if there is nothing, else 78.")
    static final class Check implements Runnable {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOptions config;

        @Parameters(paramLabel = "FILE", arity = "0..1", description = FILE)
        private @Nullable Path file;

        @Override
        public void run() {
            config.take(file, spec.commandLine());
            config.require(System.getenv(), List.of(), spec.commandLine().getErr());
            List<Path> files = config.files(System.getenv());
            spec.commandLine()
                    .getOut()
                    .println("configuration is good: "
                            + (files.isEmpty() ? "no file, only defaults and environment" : files.get(0)));
        }
    }

    /** Prints what holds. */
    @Command(name = "show", description = "Print the configuration that holds, as YAML. Secrets are masked.")
    static final class Show implements Runnable {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOptions config;

        @Parameters(paramLabel = "FILE", arity = "0..1", description = FILE)
        private @Nullable Path file;

        @Option(names = "--origin", description = "Add where each value comes from.")
        private boolean origin;

        @Override
        public void run() {
            config.take(file, spec.commandLine());
            Effective<CollectorConfig> effective = config.read(System.getenv(), List.of());
            ConfigOptions.report(effective, spec.commandLine().getErr());
            spec.commandLine()
                    .getOut()
                    .print(ConfigPrinter.print(
                            effective.value(), ConfigPrinter.Comments.NONE, origin ? effective.origins() : Map.of()));
            spec.commandLine().getOut().flush();
        }
    }

    /** Writes the defaults for editing. */
    @Command(name = "init", description = "Write a configuration with every key, its default and what it does.")
    static final class Init implements Runnable {

        private static final String HEADER = """
                # Every key of Vedette with its default; a key that is left out keeps it. Times are written 500ms, 10s, 5m,
                # 24h, sizes 64KiB, 100MiB. Flags beat environment variables, variables beat this file: listen.port is
                # VEDETTE_LISTEN_PORT. "vedette config check -c FILE" reports everything that is wrong with a file.

                """;

        @Spec
        private CommandSpec spec;

        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                defaultValue = "-",
                description = "File to create; - for standard output.")
        private String file;

        @Option(names = "--force", description = "Replace an existing file.")
        private boolean force;

        @Override
        public void run() {
            String yaml = HEADER + ConfigPrinter.print(CollectorConfig.defaults(), ConfigPrinter.Comments.ALL);
            if (file.equals("-")) {
                spec.commandLine().getOut().print(yaml);
                spec.commandLine().getOut().flush();
                return;
            }
            try {
                if (force) {
                    Files.writeString(Path.of(file), yaml);
                } else {
                    Files.writeString(Path.of(file), yaml, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                }
            } catch (FileAlreadyExistsException e) {
                throw new CommandFailure(ExitCode.FAILURE, file + " exists; --force replaces it");
            } catch (IOException e) {
                throw CommandFailure.writing(file, e);
            }
        }
    }
}

package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.config.ConfigInputs;
import io.vedette.collector.config.ConfigReader;
import io.vedette.collector.config.Effective;
import io.vedette.collector.config.Problem;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which configuration a command uses, and how it is read. */
final class ConfigOptions {

    private static final long MAX_FILE_BYTES = 1 << 20;

    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = "Configuration file; without it the one that VEDETTE_CONFIG names, or none.")
    private @Nullable Path file;

    private ConfigInputs.@Nullable File last;
    private boolean readOnce;

    /** Takes a file that was named without the option, or null, of the command whose mixin this is. */
    void take(@Nullable Path named, CommandLine command) {
        if (named != null && file != null) {
            throw new ParameterException(command, "two configurations, " + file + " and " + named + ", expected one");
        }
        file = named == null ? file : named;
    }

    /**
     * Reads all layers; a file that cannot be read ends the command. What came through a pipe stays what it was. A file that has
     * become empty cannot be read: a full disk leaves such files, and with the defaults everybody may connect.
     */
    Effective<CollectorConfig> read(Map<String, String> environment, List<ConfigInputs.Flag> flags) {
        ConfigReader<CollectorConfig> reader = new ConfigReader<>(CollectorConfig.class, CollectorConfig.defaults());
        return reader.read(new ConfigInputs(readFile(environment), environment, flags));
    }

    /** The files that {@link #read} reads. */
    List<Path> files(Map<String, String> environment) {
        Path path = path(environment);
        return path == null ? List.of() : List.of(path);
    }

    /** Those of {@link #files} that can be read again. */
    List<Path> filesToWatch(Map<String, String> environment) {
        return readOnce ? List.of() : files(environment);
    }

    /** The configuration, if all is well with it; else all that is wrong goes to {@code err} and the command ends. */
    CollectorConfig require(Map<String, String> environment, List<ConfigInputs.Flag> flags, PrintWriter err) {
        Effective<CollectorConfig> effective = read(environment, flags);
        report(effective, err);
        return effective.value();
    }

    /** Writes warnings and problems to {@code err}; ends the command if there is a problem. */
    static void report(Effective<?> effective, PrintWriter err) {
        for (Problem warning : effective.warnings()) {
            err.println("warning: " + warning);
        }
        for (Problem problem : effective.problems()) {
            err.println(problem);
        }
        int count = effective.problems().size();
        if (count > 0) {
            throw new CommandFailure(
                    ExitCode.BAD_CONFIGURATION,
                    "bad configuration: " + count + (count == 1 ? " problem" : " problems"));
        }
    }

    private @Nullable Path path(Map<String, String> environment) {
        String named = environment.getOrDefault("VEDETTE_CONFIG", "");
        return file == null && !named.isEmpty() ? Path.of(named) : file;
    }

    private ConfigInputs.@Nullable File readFile(Map<String, String> environment) {
        Path path = path(environment);
        if (path == null || readOnce) {
            return last;
        }
        try {
            if (Files.size(path) > MAX_FILE_BYTES) {
                throw unreadable(path, "larger than 1 MiB, which no configuration is");
            }
            boolean pipe = Files.exists(path) && !Files.isRegularFile(path);
            if (pipe && last != null) {
                throw unreadable(path, "it was a file and is none any more"); // who reads a pipe may wait for ever
            }
            String text = Files.readString(path);
            if (text.isEmpty() && last != null && !last.text().isEmpty()) {
                throw unreadable(path, "it has become empty; for the defaults a comment is enough");
            }
            readOnce = pipe;
            last = new ConfigInputs.File(path.toString(), text);
            return last;
        } catch (NoSuchFileException e) {
            throw unreadable(path, "no such file; \"vedette config init " + path + "\" writes one");
        } catch (CharacterCodingException e) {
            throw unreadable(path, "not UTF-8");
        } catch (IOException e) {
            throw unreadable(path, CommandFailure.why(path, e));
        }
    }

    private static CommandFailure unreadable(Path path, String why) {
        return new CommandFailure(ExitCode.BAD_CONFIGURATION, "cannot read " + path + ": " + why);
    }
}

package io.vedette.cli;

import io.vedette.core.text.Printable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Files of events, and where tables of them go. */
final class DarknetReportOptions {

    @Parameters(paramLabel = "FILE", arity = "0..*", description = "Files of events, in either layout, plain or gzip.")
    List<String> files = List.of();

    @Option(
            names = {"--infiles", "-infiles"},
            paramLabel = "FILES",
            description = "Files of events with blanks between.")
    List<String> infiles = List.of();

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            defaultValue = "./out/",
            description = "Write the tables here (${DEFAULT-VALUE}).")
    Path out = Path.of(".");

    @Option(
            names = "--csv",
            description = "Names of columns in the first line and no blank after commas, as databases like it.")
    boolean csv;

    List<Path> files(CommandLine command) {
        List<Path> all = new ArrayList<>();
        for (String text : infiles) {
            if (Files.exists(path(text, command))) {
                all.add(path(text, command));
                continue;
            }
            for (String name : text.split(" ")) {
                if (!name.isEmpty()) {
                    all.add(path(name, command));
                }
            }
        }
        files.forEach(name -> all.add(path(name, command)));
        if (all.isEmpty()) {
            throw new ParameterException(command, "Must specify at least one file of events.");
        }
        return all;
    }

    private static Path path(String name, CommandLine command) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ParameterException(command, Printable.of(name) + ": not a file name");
        }
    }
}

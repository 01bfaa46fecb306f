package io.vedette.cli;

import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What an installation puts beside the program, from what the command line itself knows. */
final class ShellCommand {

    private ShellCommand() {}

    /** Prints the script. */
    @Command(
            name = "completion",
            description = "Print a script that completes commands and options in bash and zsh.",
            footerHeading = "%n",
            footer = {
                "bash: vedette completion > /usr/share/bash-completion/completions/vedette",
                "zsh:  source <(vedette completion), in ~/.zshrc behind compinit"
            })
    static final class Completion implements Runnable {

        @Spec
        private CommandSpec spec;

        @Override
        public void run() {
            PrintWriter out = spec.commandLine().getOut();
            out.print(AutoComplete.bash("vedette", Vedette.all(spec.commandLine())));
            out.flush();
        }
    }

    /** Writes the pages. */
    @Command(
            name = "manual",
            description = "Write the manual pages of all commands, for section 1.",
            footerHeading = "%n",
            footer = {"Example: vedette manual /usr/local/share/man/man1; then: man vedette-scan"})
    static final class Manual implements Runnable {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Where to write them; made if it is missing.")
        private Path directory;

        @Override
        public void run() {
            Map<String, String> pages =
                    ManualPage.all(Vedette.all(spec.commandLine()).getCommandSpec(), Version.number());
            try {
                Files.createDirectories(directory);
                for (Map.Entry<String, String> page : pages.entrySet()) {
                    Files.writeString(directory.resolve(page.getKey()), page.getValue());
                }
            } catch (IOException e) {
                throw CommandFailure.writing(directory, e);
            }
            spec.commandLine().getErr().println(pages.size() + " pages written to " + directory);
        }
    }

    /** Unpacks what the launcher of an installation looks for beside the program. */
    @Command(
            name = "x-unpack",
            hidden = true,
            description = "Unpack the libraries in machine code, so that nothing has to be unpacked at a start.")
    static final class Unpack implements Runnable {

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "DIR", description = "Where to; made if it is missing.")
        private Path directory;

        @Override
        public void run() {
            String architecture = System.getProperty("os.arch");
            try {
                if (NativeLibraries.unpack(architecture, directory).isEmpty()) {
                    spec.commandLine()
                            .getErr()
                            .println("no libraries are known for " + architecture + ": they are unpacked when needed");
                }
            } catch (IOException e) {
                throw new CommandFailure(
                        ExitCode.FAILURE, "cannot unpack into " + directory + ": " + FileTrouble.nameAndWhy(e));
            }
        }
    }
}

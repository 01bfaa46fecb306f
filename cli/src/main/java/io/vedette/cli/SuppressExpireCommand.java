package io.vedette.cli;

import io.vedette.cli.SuppressCommand.Place;
import io.vedette.collector.alert.suppress.SuppressionFile;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Ends suppressions before their time, and clears away those that are over. */
@Command(
        name = "expire",
        description = "End suppressions now. They stay in the list, as over, until they are cleared.",
        footerHeading = "%n",
        footer = {"Exit 1 if there is no such suppression."})
final class SuppressExpireCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(names = "--clear", description = "Remove all that are over from the file.")
    private boolean clear;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "The suppressions to end.")
    private List<String> ids = List.of();

    @Override
    public Integer call() {
        if (ids.isEmpty() && !clear) {
            throw new ParameterException(spec.commandLine(), "expected an ID or --clear");
        }
        var err = spec.commandLine().getErr();
        SuppressionFile file = place.file(err);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        boolean found = true;
        try {
            for (String id : ids) {
                if (!file.expire(id, now)) {
                    err.println(spec.qualifiedName() + ": no suppression \"" + Printable.of(id) + "\"");
                    found = false;
                }
            }
            if (clear) {
                err.println(file.removeExpired(now) + " removed");
            }
        } catch (IOException e) {
            throw CommandFailure.writing(file.path(), e);
        }
        err.flush();
        return found ? ExitCode.DONE : ExitCode.FAILURE;
    }
}

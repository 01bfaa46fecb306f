package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LogLevel;
import io.vedette.collector.web.AdminClient;
import io.vedette.collector.web.AdminClient.Answer;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a collector on this machine how it is. */
@Command(
        name = "health",
        description = "Ask the collector on this machine whether it does its work.",
        footerHeading = "%n",
        footer = {
            "Asks /livez at the address of the section \"web\" of the configuration. Exit 0 if all is well; 1",
            "if not, or if nobody answers, with the reasons on standard error; 78 if the configuration is bad."
        })
final class HealthCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions config;

    @Option(
            names = "--ready",
            description = "Ask /readyz instead: whether flows are taken and alerts get out. What is not ready may"
                    + " recover by itself; what is not alive needs a restart.")
    private boolean ready;

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
            defaultValue = "2000",
            description = "How long to wait for an answer, in milliseconds; ${DEFAULT-VALUE} if it is not given.")
    private int timeoutMillis;

    @Override
    public Integer call() {
        Logging.choose(LogLevel.WARN);
        PrintWriter err = spec.commandLine().getErr();
        CollectorConfig effective = config.require(System.getenv(), List.of(), err);
        if (!effective.web().enabled() || effective.web().port() == 0) {
            throw new CommandFailure(
                    ExitCode.FAILURE, "nobody can be asked: web.enabled is false, or web.port is 0, which is any port");
        }
        AdminClient client = new AdminClient(effective.web(), Duration.ofMillis(timeoutMillis));
        Answer answer;
        try {
            answer = client.get(ready ? "/readyz" : "/livez");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE, "no collector answers at " + client.place() + ": " + e.getMessage());
        }
        if (answer.status() == 200) {
            spec.commandLine().getOut().println(ready ? "ready" : "alive");
            spec.commandLine().getOut().flush();
            return ExitCode.DONE;
        }
        err.println(ready ? "not ready:" : "not alive:");
        answer.text().lines().limit(100).forEach(line -> err.println("  " + Printable.of(line)));
        err.flush();
        return ExitCode.FAILURE;
    }
}

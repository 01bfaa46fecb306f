package io.vedette.cli;

import io.vedette.collector.CollectorConfig;
import io.vedette.collector.LogLevel;
import io.vedette.collector.alert.delivery.DeliveryTrials;
import io.vedette.collector.alert.remote.Notification;
import io.vedette.collector.alert.remote.Trial;
import io.vedette.collector.alert.webhook.Preset;
import io.vedette.collector.alert.webhook.WebhookConfig;
import io.vedette.collector.alert.webhook.Webhooks;
import io.vedette.collector.config.NearestName;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.format.AlertFormat;
import io.vedette.core.detect.json.AlertJson;
import io.vedette.core.detect.json.AlertReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether alerts arrive, and how they look there. */
@Command(
        name = "alerts",
        description = "Watch the alert log, try the sinks over the network, or show what they would send.",
        subcommands = {AlertsTailCommand.class, AlertsCommand.Test.class, AlertsCommand.Render.class})
final class AlertsCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "expected tail, test or render");
    }

    private static String hint(List<String> names, String word) {
        String nearest = NearestName.among(names, word);
        return nearest == null ? ", expected " + String.join(" or ", names) : ", did you mean " + nearest + "?";
    }

    /** Sends an alert about nothing. */
    @Command(
            name = "test",
            description = "Send a test alert to one sink, or to all over the network, and print what came of it.",
            footerHeading = "%n",
            footer = {
                "Goes past spool, grouping and severity; may run beside a collector. Exit 0 if all were delivered,",
                "else 1. No secret is printed."
            })
    static final class Test implements Callable<Integer> {

        @Spec
        private CommandSpec spec;

        @Mixin
        private ConfigOptions config;

        @Parameters(paramLabel = "SINK", arity = "0..1", description = "The name of a webhook or syslog server.")
        private @Nullable String sink;

        @Override
        public Integer call() throws InterruptedException {
            Logging.choose(LogLevel.WARN);
            PrintWriter err = spec.commandLine().getErr();
            CollectorConfig effective = config.require(System.getenv(), List.of(), err);
            try (DeliveryTrials trials =
                    new DeliveryTrials(effective.delivery(), InstantSource.system(), System::nanoTime)) {
                boolean delivered = true;
                for (String name : chosen(trials.names())) {
                    delivered &= attempt(trials, name);
                }
                return delivered ? ExitCode.DONE : ExitCode.FAILURE;
            }
        }

        private List<String> chosen(List<String> names) {
            String wanted = sink;
            if (names.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.FAILURE,
                        "no sink over the network is configured; see delivery in \"vedette config init\"");
            }
            if (wanted == null) {
                return names;
            }
            if (!names.contains(wanted)) {
                throw new ParameterException(
                        spec.commandLine(), "no sink is called \"" + wanted + "\"" + hint(names, wanted));
            }
            return List.of(wanted);
        }

        private boolean attempt(DeliveryTrials trials, String name) throws InterruptedException {
            PrintWriter out = spec.commandLine().getOut();
            try {
                Trial trial = trials.attempt(name);
                out.println(String.format(
                        Locale.ROOT,
                        "%s: %s by %s in %d ms: %s",
                        name,
                        trial.delivered() ? "delivered" : "NOT delivered",
                        trial.destination(),
                        trial.time().toMillis(),
                        trial.said()));
                out.flush();
                return trial.delivered();
            } catch (IOException e) {
                out.println(name + ": NOT delivered: " + e.getMessage());
                out.flush();
                return false;
            }
        }
    }

    /** Prints a request body. */
    @Command(
            name = "render",
            description = "Print the body that a service would get for an alert. Sends nothing.",
            footerHeading = "%n",
            footer = {"Example: tail -n 1 alerts.ndjson | vedette alerts render --preset slack"})
    static final class Render implements Runnable {

        private static final int MOST_BYTES = 1 << 20;

        @Spec
        private CommandSpec spec;

        @Option(
                names = "--preset",
                paramLabel = "PRESET",
                required = true,
                description = "generic, slack, teams, discord, mattermost, telegram or pagerduty.")
        private String preset = "";

        @Option(
                names = "--template",
                paramLabel = "TEXT",
                description = "Words with fields such as {{source}} instead of Vedette's own.")
        private @Nullable String template;

        @Parameters(
                paramLabel = "FILE",
                arity = "0..1",
                defaultValue = "-",
                description = "An alert in JSON on one line, as in the alert log; - for standard input.")
        private String file = "";

        @Override
        public void run() {
            WebhookConfig config;
            try {
                config = WebhookConfig.toShow(preset(), template);
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
            }
            Alert alert = alert();
            Notification.Kind kind =
                    alert.stage() == Alert.Stage.CLOSED ? Notification.Kind.OVER : Notification.Kind.ONGOING;
            Notification notification = Notification.of(alert, kind, List.of());
            spec.commandLine().getOut().println(Webhooks.render(config, notification));
            spec.commandLine().getOut().flush();
        }

        private Preset preset() {
            for (Preset known : Preset.values()) {
                if (known.name().toLowerCase(Locale.ROOT).equals(preset)) {
                    return known;
                }
            }
            List<String> names = Arrays.stream(Preset.values())
                    .map(known -> known.name().toLowerCase(Locale.ROOT))
                    .toList();
            throw new ParameterException(spec.commandLine(), "--preset \"" + preset + "\"" + hint(names, preset));
        }

        private Alert alert() {
            String line;
            try (InputStream in = file.equals("-") ? System.in : Files.newInputStream(Path.of(file))) {
                line = new String(in.readNBytes(MOST_BYTES), StandardCharsets.ISO_8859_1).stripTrailing();
            } catch (IOException e) {
                throw CommandFailure.reading(file, e);
            }
            if (AlertFormat.isCef(line)) {
                throw new CommandFailure(
                        ExitCode.FAILURE, "an alert in CEF cannot be read back; in JSON, ECS and OCSF it can");
            }
            AlertReading reading = AlertJson.read(AlertFormat.ownWords(line).getBytes(StandardCharsets.ISO_8859_1));
            if (reading instanceof AlertReading.Valid valid) {
                return valid.alert();
            }
            AlertReading.Invalid invalid = (AlertReading.Invalid) reading;
            throw new CommandFailure(
                    ExitCode.FAILURE, "no alert: " + invalid.reason() + " at byte " + invalid.offset());
        }
    }
}

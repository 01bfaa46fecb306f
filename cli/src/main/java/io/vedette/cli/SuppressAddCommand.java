package io.vedette.cli;

import io.vedette.cli.SuppressCommand.Place;
import io.vedette.collector.alert.suppress.PortRange;
import io.vedette.collector.alert.suppress.Suppression;
import io.vedette.collector.alert.suppress.SuppressionFile;
import io.vedette.collector.config.DurationText;
import io.vedette.core.detect.Rules;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Prefix;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Adds a suppression. */
@Command(
        name = "add",
        description = "Keep alerts back from now on: those for which all conditions hold. One condition at least.",
        footerHeading = "%n",
        footer = {
            "--target and --port hold if they hold for every target that the alert shows, at most ten. Prints the",
            "id of the new suppression."
        })
final class SuppressAddCommand implements Runnable {

    private static final Duration LONGEST = Duration.ofDays(366);

    @Spec
    private CommandSpec spec;

    @Mixin
    private Place place;

    @Option(names = "--source", paramLabel = "CIDR", description = "Who scans: an address or a block.")
    private @Nullable String source;

    @Option(names = "--target", paramLabel = "CIDR", description = "Who is scanned: an address or a block.")
    private @Nullable String target;

    @Option(names = "--port", paramLabel = "PORT", description = "The ports scanned: one, or a range such as 1-1024.")
    private @Nullable String port;

    @Option(names = "--rule", paramLabel = "NAME", description = "The rule that raised the alert, such as udp-scan.")
    private @Nullable String rule;

    @Option(names = "--technique", paramLabel = "NAME", description = "The technique of the alert, such as syn.")
    private @Nullable String technique;

    @Option(names = "--for", paramLabel = "TIME", description = "How long: 12h, 7d; a year at most.")
    private @Nullable String howLong;

    @Option(names = "--until", paramLabel = "TIME", description = "Until when: 2026-12-01T00:00:00Z.")
    private @Nullable String until;

    @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "Why, for whoever wonders later.")
    private String reason = "";

    @Option(names = "--who", paramLabel = "NAME", description = "Who says so; the name of the user if left out.")
    private @Nullable String who;

    @Override
    public void run() {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Suppression suppression = suppression(now);
        SuppressionFile file = place.file(spec.commandLine().getErr());
        try {
            file.add(suppression);
        } catch (IOException e) {
            throw CommandFailure.writing(file.path(), e);
        }
        spec.commandLine().getOut().println(suppression.id());
        spec.commandLine().getOut().flush();
        spec.commandLine()
                .getErr()
                .println("suppressed until " + suppression.until() + ": " + suppression.conditions());
    }

    private Suppression suppression(Instant now) {
        Instant end = end(now);
        try {
            return new Suppression(
                    String.format(Locale.ROOT, "s-%06x", new SecureRandom().nextInt(1 << 24)),
                    parsed("--source", source, Prefix::parse),
                    parsed("--target", target, Prefix::parse),
                    parsed("--port", port, PortRange::parse),
                    parsed("--rule", rule, SuppressAddCommand::ruleOf),
                    parsed("--technique", technique, SuppressAddCommand::techniqueOf),
                    end,
                    reason,
                    who == null ? System.getProperty("user.name", "") : who,
                    now);
        } catch (ParameterException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Instant end(Instant now) {
        if ((howLong == null) == (until == null)) {
            throw usage("expected --for or --until: every suppression ends");
        }
        Instant end = howLong != null
                ? now.plus(parsed("--for", howLong, DurationText::parse))
                : parsed("--until", until, SuppressAddCommand::instant);
        if (!end.isAfter(now)) {
            throw usage("the suppression would be over already");
        }
        if (end.isAfter(now.plus(LONGEST))) {
            throw usage("longer than " + LONGEST.toDays() + " days: nobody would remember why");
        }
        return end;
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\", expected a time such as 2026-12-01T00:00:00Z", e);
        }
    }

    private static String ruleOf(String name) {
        if (!Rules.ALL.contains(name)) {
            throw new IllegalArgumentException("\"" + name + "\", expected one of " + String.join(", ", Rules.ALL));
        }
        return name;
    }

    private static Technique techniqueOf(String label) {
        return Arrays.stream(Technique.values())
                .filter(technique -> technique.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + label + "\", expected one of "
                        + Arrays.stream(Technique.values())
                                .map(Technique::label)
                                .collect(Collectors.joining(", "))));
    }

    private <T> @Nullable T parsed(String option, @Nullable String text, Function<String, T> parse) {
        try {
            return text == null ? null : parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}

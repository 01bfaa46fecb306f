package io.vedette.cli;

import io.vedette.collector.config.DurationText;
import io.vedette.collector.pcap.CaptureException;
import io.vedette.collector.pcap.CaptureException.Kind;
import io.vedette.collector.pcap.FrameFilter;
import io.vedette.collector.scan.TrafficChoice;
import io.vedette.core.filter.PortSet;
import io.vedette.core.filter.Selection;
import io.vedette.core.filter.Selection.Moment;
import io.vedette.core.flow.Prefix;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What of the traffic is looked at, and how much is said meanwhile: the options that all commands on packets share. */
final class TrafficOptions {

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    @Option(
            names = "--filter",
            paramLabel = "EXPRESSION",
            description = "Only packets for which this holds, as tcpdump takes it: 'tcp port 80'. Needs libpcap.")
    private @Nullable String filter;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            split = ",",
            description = "Only what is from or to this address or network; may be repeated.")
    private List<String> hosts = List.of();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            split = ",",
            description = "Only what is from or to this port or range (8000-8099); may be repeated.")
    private List<String> ports = List.of();

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Nothing before: 2026-11-21T10:00:00Z, or +10m, counted from the first packet or flow.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Nothing at this time or after it.")
    private @Nullable String to;

    @Mixin
    private ProgressOptions progress = new ProgressOptions();

    boolean isQuiet() {
        return progress.isQuiet();
    }

    ProgressChoice progress(CommandLine command) {
        return progress.choice(command);
    }

    /** The filter expression as it was given. */
    @Nullable
    String filter() {
        return filter;
    }

    /**
     * What is looked at in files.
     *
     * @throws ParameterException if an option makes no sense, the expression of a filter included
     */
    TrafficChoice choice(CommandLine command) {
        Selection selection = selection(command);
        return new TrafficChoice(compile(command), selection);
    }

    /** What is looked at of what an interface brings, where the kernel applies the filter; it is only checked here. */
    TrafficChoice liveChoice(CommandLine command) {
        return new TrafficChoice(null, choice(command).selection());
    }

    private @Nullable FrameFilter compile(CommandLine command) {
        if (filter == null) {
            return null;
        }
        try {
            return FrameFilter.of(filter);
        } catch (CaptureException e) {
            throw failure(e, command);
        }
    }

    /** How a command ends for what libpcap would not do. */
    static RuntimeException failure(CaptureException e, CommandLine command) {
        return e.kind() == Kind.BAD_FILTER
                ? new ParameterException(command, String.valueOf(e.getMessage()))
                : new CommandFailure(ExitCode.FAILURE, String.valueOf(e.getMessage()));
    }

    private Selection selection(CommandLine command) {
        return Selection.of(
                all("--host", hosts, Prefix::parse, command),
                all("--port", ports, PortSet.Range::parse, command),
                from == null ? null : moment("--from", from, command),
                to == null ? null : moment("--to", to, command));
    }

    private static <T> List<T> all(String option, List<String> texts, Function<String, T> parser, CommandLine command) {
        List<T> values = new ArrayList<>();
        for (String text : texts) {
            try {
                values.add(parser.apply(text.strip()));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, option + " \"" + text + "\": " + e.getMessage());
            }
        }
        return values;
    }

    private static Moment moment(String option, String text, CommandLine command) {
        try {
            return text.startsWith("+")
                    ? new Moment(DurationText.parse(text.substring(1)).toNanos(), true)
                    : new Moment(nanos(instant(text)), false);
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            throw new ParameterException(
                    command,
                    option + " \"" + text + "\", expected for example 2026-11-21T10:00:00Z, 2026-11-21 or +10m");
        }
    }

    private static long nanos(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NANOS_PER_SECOND), time.getNano());
    }

    /** Without a zone it is UTC, as everything that is printed. */
    private static Instant instant(String text) {
        if (text.endsWith("Z") || text.matches(".*[+-][0-9]{2}:[0-9]{2}")) {
            return OffsetDateTime.parse(text).toInstant();
        }
        return text.contains("T")
                ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                : LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}

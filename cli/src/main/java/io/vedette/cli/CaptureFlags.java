package io.vedette.cli;

import io.vedette.collector.config.ConfigInputs.Flag;
import io.vedette.collector.config.DurationText;
import io.vedette.collector.scan.LiveLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The flags of {@code capture} that stand for keys of the configuration, and its limits. */
final class CaptureFlags {

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            description = "End after this time: 30s, 10m, 1h; a bare number is one of seconds.")
    private @Nullable String duration;

    @Option(names = "--packets", paramLabel = "N", description = "End after this many packets.")
    private @Nullable Long packets;

    @Option(
            names = {"-s", "--snap-length"},
            paramLabel = "BYTES",
            description = "Bytes of each packet that are captured (512).")
    private @Nullable String snapLength;

    @Option(
            names = {"-B", "--buffer"},
            paramLabel = "SIZE",
            description = "Buffer of the kernel for each interface (64MiB).")
    private @Nullable String buffer;

    @Option(names = "--immediate", description = "Read each packet at once, not many together.")
    private boolean immediate;

    @Option(names = "--no-promiscuous", description = "Take only packets that are for this host.")
    private boolean notPromiscuous;

    @Mixin
    private SensitivityOption sensitivity = new SensitivityOption();

    @Option(
            names = "--alert-log",
            paramLabel = "FILE",
            description = "Write alerts to this file as well, one JSON object per line.")
    private @Nullable String alertLog;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Serve metrics and health on this port of 127.0.0.1.")
    private @Nullable String metricsPort;

    @Option(names = "--color", paramLabel = "WHEN", description = "Colour text: auto, always or never.")
    private @Nullable String color;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the reasons and a sample of targets below each alert.")
    private boolean verbose;

    List<Flag> settings() {
        List<Flag> flags = new ArrayList<>();
        add(flags, "--snap-length", "capture.snap-length", snapLength);
        add(flags, "--buffer", "capture.buffer", buffer);
        add(flags, "--immediate", "capture.immediate", immediate ? "true" : null);
        add(flags, "--no-promiscuous", "capture.promiscuous", notPromiscuous ? "false" : null);
        flags.addAll(sensitivity.flags());
        add(flags, "--color", "alerts.console.color", color);
        add(flags, "--verbose", "alerts.console.verbose", verbose ? "true" : null);
        // A collector may run on this host: its log and its port are not ours, unless we are told so.
        add(flags, "--alert-log", "alerts.log.enabled", alertLog == null ? "false" : "true");
        add(flags, "--alert-log", "alerts.log.path", alertLog);
        add(flags, "--metrics-port", "web.enabled", metricsPort == null ? "false" : "true");
        add(flags, "--metrics-port", "web.port", metricsPort);
        return flags;
    }

    private static void add(List<Flag> flags, String name, String key, @Nullable String value) {
        if (value != null) {
            flags.add(new Flag(name, key, value));
        }
    }

    LiveLimits limits(CommandLine command) {
        if (packets != null && packets < 1) {
            throw new ParameterException(command, "--packets " + packets + ", expected 1 or more");
        }
        return new LiveLimits(packets, duration == null ? null : duration(duration, command));
    }

    private static Duration duration(String text, CommandLine command) {
        try {
            Duration parsed = DurationText.parse(text.matches("[0-9]+") ? text + "s" : text);
            if (!parsed.isZero()) {
                return parsed;
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            // said below
        }
        throw new ParameterException(command, "--duration \"" + text + "\", expected for example 30s, 10m or 1h");
    }
}

package io.vedette.cli;

import io.vedette.collector.LogLevel;
import io.vedette.collector.config.ConfigInputs.Flag;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of {@code collect} that stand for keys of the configuration. They take what the keys take. */
final class CollectFlags {

    @Option(
            names = {"-a", "--address"},
            paramLabel = "ADDRESS",
            description = "Address to listen on for probes (0.0.0.0: every IPv4 address).")
    private @Nullable String address;

    @Option(
            names = {"-p", "--port"},
            paramLabel = "PORT",
            description = "TCP port to listen on (2055).")
    private @Nullable String port;

    @Option(
            names = {"-d", "--des"},
            paramLabel = "SECONDS",
            description = "Seconds between two measurements of the usual UDP fan-out (10).")
    private @Nullable String des;

    @Option(
            names = {"-e", "--erase"},
            paramLabel = "SECONDS",
            description = "Seconds between two resets of the UDP couples of all sources (180).")
    private @Nullable String erase;

    @Mixin
    private SensitivityOption sensitivity = new SensitivityOption();

    @Option(
            names = "--alert-log",
            paramLabel = "FILE",
            description = "File for alerts, one JSON object per line (alerts.ndjson).")
    private @Nullable String alertLog;

    @Option(names = "--color", paramLabel = "WHEN", description = "Colour alerts: auto, always or never.")
    private @Nullable String color;

    @Option(
            names = {"-v", "--verbose"},
            description = "Print the reasons and a sample of targets below each alert and log more; twice: everything.")
    private boolean[] verbose = {};

    @Option(
            names = {"-q", "--quiet"},
            description = "Nothing on standard error but warnings and errors.")
    private boolean quiet;

    LogLevel logLevel() {
        if (verbose.length > 0) {
            return verbose.length > 1 ? LogLevel.TRACE : LogLevel.DEBUG;
        }
        return quiet ? LogLevel.WARN : LogLevel.INFO;
    }

    boolean isQuiet() {
        return quiet;
    }

    List<Flag> settings() {
        List<Flag> flags = new ArrayList<>();
        add(flags, "--address", "listen.address", address);
        add(flags, "--port", "listen.port", port);
        add(flags, "--des", "detect.udp.des", inSeconds(des));
        add(flags, "--erase", "detect.udp.erase", inSeconds(erase));
        flags.addAll(sensitivity.flags());
        add(flags, "--alert-log", "alerts.log.path", alertLog);
        add(flags, "--color", "alerts.console.color", color);
        if (verbose.length > 0 || quiet) {
            add(
                    flags,
                    verbose.length > 0 ? "--verbose" : "--quiet",
                    "log-level",
                    logLevel().name().toLowerCase(Locale.ROOT));
        }
        add(flags, "--verbose", "alerts.console.verbose", verbose.length > 0 ? "true" : null);
        return flags;
    }

    private static void add(List<Flag> flags, String name, String key, @Nullable String value) {
        if (value != null) {
            flags.add(new Flag(name, key, value));
        }
    }

    /** A bare number is one of seconds; with a unit it stays what it is. */
    private static @Nullable String inSeconds(@Nullable String text) {
        return text != null && text.matches("[0-9]+") ? text + "s" : text;
    }
}

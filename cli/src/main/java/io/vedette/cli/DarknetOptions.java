package io.vedette.cli;

import io.vedette.collector.darknet.Layout;
import io.vedette.collector.enrich.AnnotationSources;
import io.vedette.collector.enrich.NameServers;
import io.vedette.core.darknet.DarknetSettings;
import io.vedette.core.darknet.IdleTimeout;
import io.vedette.core.darknet.json.EventJson.Fields;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * What makes an event, and where annotations come from: the options that {@code darknet parse} and {@code darknet run} share.
 * Names of the reference may be written with one dash as well, as its users do.
 */
final class DarknetOptions {

    @Option(
            names = {"--threshold", "-threshold"},
            paramLabel = "SECONDS",
            description =
                    "Idle timeout: an event ends when no packet of it is seen for longer; or auto. Needed by parse.")
    @Nullable
    String threshold;

    @Option(
            names = "--floor-rate",
            paramLabel = "PPS",
            defaultValue = "100",
            description = "For auto: the slowest scan to keep whole, packets per second to all of IPv4 (100).")
    double floorRate;

    @Option(
            names = "--epsilon",
            paramLabel = "P",
            defaultValue = "0.001",
            description = "For auto: probability of splitting it at one gap (0.001).")
    double epsilon;

    @Option(
            names = {"--samples", "-samples"},
            paramLabel = "N",
            description = "Frames to keep of each event, chosen at random. Needed by parse.")
    @Nullable
    Integer samples;

    @Option(
            names = {"--uniques", "-uniques"},
            paramLabel = "N",
            description = "Leave out events with fewer different destinations.")
    @Nullable
    Integer uniques;

    @Option(
            names = {"--rate", "-rate"},
            paramLabel = "PPS",
            description = "Leave out events with fewer packets per second, extrapolated to all of IPv4.")
    @Nullable
    Double rate;

    @Option(
            names = "--min-packets",
            paramLabel = "N",
            defaultValue = "0",
            description = "Leave out events with fewer packets (0).")
    long minPackets;

    @Option(
            names = "--darknet-size",
            paramLabel = "N",
            description = "Addresses of the darknet (475136, or those of --darknet).")
    @Nullable
    Long darknetSize;

    @Option(
            names = "--darknet",
            paramLabel = "PREFIX",
            split = ",",
            description = "The darknet: packets to other addresses are left out. May be repeated.")
    List<String> darknet = List.of();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Seed of the random choice of samples (0): the same input and seed, the same output.")
    long seed;

    @Option(
            names = "--max-events",
            paramLabel = "N",
            defaultValue = "2000000",
            description = "Open events at once (2000000); beyond it, those idle for longest end early.")
    int maxEvents;

    @Option(
            names = {"--newdl", "-newdl"},
            arity = "0..1",
            paramLabel = "BOOL",
            fallbackValue = "true",
            defaultValue = "false",
            description = "One object per line, instead of one JSON array.")
    boolean newdl;

    @Option(names = "--reference", description = "Leave out what Vedette adds to the fields of Darknet Events.")
    boolean reference;

    @Option(
            names = {"--dns", "-dns"},
            paramLabel = "SERVERS",
            defaultValue = "",
            description = "Name servers for reverse DNS, with blanks between: IP or IP:PORT.")
    String dns = "";

    /** Takes these for what was not given. */
    void orElse(String usualThreshold, int usualSamples, int usualUniques, double usualRate) {
        threshold = threshold == null ? usualThreshold : threshold;
        samples = samples == null ? Integer.valueOf(usualSamples) : samples;
        uniques = uniques == null ? Integer.valueOf(usualUniques) : uniques;
        rate = rate == null ? Double.valueOf(usualRate) : rate;
    }

    Layout layout() {
        return newdl ? Layout.LINES : Layout.ARRAY;
    }

    Fields fields() {
        return reference ? Fields.REFERENCE : Fields.ALL;
    }

    /** The prefixes of the darknet; empty if it has none. */
    PrefixSet prefixes(CommandLine command) {
        return PrefixSet.of(parsedPrefixes(command));
    }

    private List<Prefix> parsedPrefixes(CommandLine command) {
        List<Prefix> prefixes = new ArrayList<>();
        for (String text : darknet) {
            Prefix prefix = parse(command, text.trim());
            if (!prefix.isIpv4()) {
                throw new ParameterException(command, "--darknet " + prefix + ", expected IPv4");
            }
            prefixes.add(prefix);
        }
        return prefixes;
    }

    private static Prefix parse(CommandLine command, String text) {
        try {
            return Prefix.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--darknet: " + e.getMessage());
        }
    }

    private long size(CommandLine command) {
        if (darknetSize != null) {
            return darknetSize;
        }
        List<Prefix> prefixes = parsedPrefixes(command);
        long sum = 0;
        for (int i = 0; i < prefixes.size(); i++) {
            Prefix prefix = prefixes.get(i);
            boolean inAnother = false;
            for (int j = 0; j < prefixes.size(); j++) {
                Prefix other = prefixes.get(j);
                boolean wider = other.bits() < prefix.bits() || other.bits() == prefix.bits() && j < i;
                inAnother |= wider && other.contains(prefix.high(), prefix.low());
            }
            sum += inAnother ? 0 : 1L << 128 - prefix.bits();
        }
        return prefixes.isEmpty() ? DarknetSettings.MERIT_SIZE : sum;
    }

    /** Everything that makes an event. */
    DarknetSettings settings(CommandLine command) {
        if (threshold == null || threshold.equals("0")) {
            throw new ParameterException(command, "Must specify a threshold timeout.");
        } else if (samples == null || samples == 0) {
            throw new ParameterException(command, "Must specify how many samples to take.");
        } else if (uniques != null && uniques < 0) {
            throw new ParameterException(command, "Must specify a positive uniques number.");
        }
        try {
            long size = size(command);
            return DarknetSettings.of(timeout(command, size), samples)
                    .withFilters(uniques == null ? 1 : Math.max(1, uniques), rate == null ? 0 : rate, minPackets)
                    .withDarknetSize(size)
                    .withSeed(seed)
                    .withMaxEvents(maxEvents);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, String.valueOf(e.getMessage()));
        }
    }

    private Duration timeout(CommandLine command, long size) {
        if ("auto".equals(threshold)) {
            return IdleTimeout.of(size, floorRate, epsilon);
        }
        try {
            return Duration.ofSeconds(Integer.parseInt(String.valueOf(threshold)));
        } catch (NumberFormatException e) {
            throw new ParameterException(
                    command, "--threshold \"" + threshold + "\", expected a number of seconds or auto");
        }
    }

    AnnotationSources sources(CommandLine command, @Nullable Path asn, @Nullable Path city, @Nullable Path prefixes) {
        try {
            NameServers servers = dns.isBlank() ? null : NameServers.of(NameServers.parse(dns));
            return new AnnotationSources(asn, city, prefixes, servers);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, "--dns: " + e.getMessage());
        }
    }
}

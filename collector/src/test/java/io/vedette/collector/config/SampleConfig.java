package io.vedette.collector.config;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.setting.ByteSize;
import io.vedette.core.setting.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One key of each type that a setting may have. */
public record SampleConfig(
        @Setting("Where to listen.") Listen listen,
        @Setting("What is written.") Output output) {

    /** A section with bounds. */
    public record Listen(
            @Setting("Address to bind.") IpAddress address,
            @Setting("Port to bind.") int port,
            @Setting("Who may connect.") @Nullable List<Prefix> allow,
            @Setting("Time without a byte.") Duration idleTimeout,
            @Setting("Longest line.") ByteSize maxLine) {

        public Listen {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + ", expected 0 to 65535");
            }
            if (idleTimeout.toMillis() < 1) {
                throw new IllegalArgumentException("idle-timeout " + idleTimeout + ", expected 1ms or more");
            }
        }
    }

    /** A section with the remaining types. */
    public record Output(
            @Setting("How much.") Level level,
            @Setting("Whether at all.") boolean enabled,
            @Setting("Factor.") double factor,
            @Setting("Upper bound.") long limit,
            @Setting("File.") @Nullable Path file,
            @Setting("Ports.") List<Integer> ports,

            @Setting(value = "Address of the receiver.", secret = true) @Nullable
            String url) {

        public Output {
            if (url != null && !url.startsWith("https:")) {
                throw new IllegalArgumentException("url " + url + ", expected https");
            }
        }
    }

    /** Two words make a kebab. */
    public enum Level {
        LOW,
        VERY_HIGH
    }

    static SampleConfig defaults() {
        return new SampleConfig(
                new Listen(IpAddress.parse("0.0.0.0"), 2055, null, Duration.ofSeconds(90), ByteSize.kib(64)),
                new Output(Level.LOW, true, 1.75, 1000, null, List.of(53, 123), null));
    }
}

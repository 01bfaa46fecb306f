package io.vedette.cli;

import io.vedette.collector.isn.redis.CaptureQueue;
import io.vedette.collector.isn.redis.RedisAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The queue in which a D4 server names its captures. */
final class IsnQueueOptions {

    @Option(
            names = "--queue",
            paramLabel = "REDIS",
            description = "The queue of captures of a D4 server, as redis://127.0.0.1:6380/2.")
    private @Nullable String queue;

    @Option(
            names = "--queue-key",
            paramLabel = "KEY",
            defaultValue = CaptureQueue.DEFAULT_KEY,
            description = "Its key (${DEFAULT-VALUE}).")
    private String key = "";

    boolean isGiven() {
        return queue != null;
    }

    String key() {
        return key;
    }

    /** Null if there is no queue. */
    @Nullable
    RedisAddress address(CommandLine command) {
        return queue == null ? null : parse("--queue", queue, command);
    }

    static RedisAddress parse(String option, String text, CommandLine command) {
        try {
            return RedisAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, option + ": " + e.getMessage());
        }
    }
}

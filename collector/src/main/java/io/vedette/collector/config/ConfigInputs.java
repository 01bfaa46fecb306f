package io.vedette.collector.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operator said, by layer.
 *
 * @param file the file, or null if there is none
 * @param environment variables; those that begin with {@code VEDETTE_} name keys: {@code VEDETTE_LISTEN_PORT} is {@code
 *     listen.port}
 * @param flags what the command line sets
 */
public record ConfigInputs(@Nullable File file, Map<String, String> environment, List<Flag> flags) {

    public static final ConfigInputs NONE = new ConfigInputs(null, Map.of(), List.of());

    public ConfigInputs {
        environment = Map.copyOf(environment);
        flags = List.copyOf(flags);
    }

    /**
     * A configuration file.
     *
     * @param name how messages call it
     * @param text its contents, YAML 1.1
     */
    public record File(String name, String text) {}

    /**
     * One flag of the command line that stands for a key.
     *
     * @param name as the user writes it, {@code --port}
     * @param key the key it sets, {@code listen.port}
     * @param value as text, like a scalar in a file
     */
    public record Flag(String name, String key, String value) {}
}

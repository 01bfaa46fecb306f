package io.vedette.collector.config;

/**
 * Something in the configuration that cannot be as it is.
 *
 * @param origin where it stands
 * @param key full path of the key, {@code listen.port}; empty if the problem is not about one key
 * @param message the value, what was expected, and the nearest right name
 */
public record Problem(Origin origin, String key, String message) {

    /** One line: {@code vedette.yaml:3:9: listen.port: "x", expected a whole number}. */
    @Override
    public String toString() {
        return origin + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
}

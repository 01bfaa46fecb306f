package io.vedette.core.detect;

/** Takes alerts as they are raised. */
@FunctionalInterface
public interface AlertSink {
    void raise(Alert alert);
}

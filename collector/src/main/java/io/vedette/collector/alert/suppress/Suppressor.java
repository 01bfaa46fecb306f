package io.vedette.collector.alert.suppress;

import io.vedette.core.detect.Alert;
import org.jspecify.annotations.Nullable;

/** Says which alerts nobody wants to hear about. Any thread may ask. */
@FunctionalInterface
public interface Suppressor {

    /** Lets every alert through. */
    Suppressor NONE = alert -> null;

    /** The id of the suppression that keeps {@code alert} back, and counts it there; null if none does. */
    @Nullable
    String suppress(Alert alert);
}

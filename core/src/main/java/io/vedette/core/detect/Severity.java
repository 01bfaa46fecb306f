package io.vedette.core.detect;

import java.util.Locale;

/** How much an alert matters, least first. */
public enum Severity {
    /** Worth a line in a log: misconfigured clients, side effects. */
    INFO,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}

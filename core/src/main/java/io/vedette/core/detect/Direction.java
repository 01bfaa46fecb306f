package io.vedette.core.detect;

import java.util.Locale;

/** Which way an incident goes, seen from the networks that are called home. */
public enum Direction {
    /** From elsewhere into a home network. */
    INBOUND,
    /** From a home network to elsewhere. */
    OUTBOUND,
    /** Within home networks: what firewalls at the border never see. */
    LATERAL,
    /** Neither end is at home: traffic of others. */
    TRANSIT;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }

    public static Direction of(boolean sourceAtHome, boolean targetsAtHome) {
        if (sourceAtHome) {
            return targetsAtHome ? LATERAL : OUTBOUND;
        }
        return targetsAtHome ? INBOUND : TRANSIT;
    }
}

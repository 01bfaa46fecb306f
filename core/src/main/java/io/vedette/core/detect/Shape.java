package io.vedette.core.detect;

import java.util.Locale;

/** The figure that the probed couples of host and port form. */
public enum Shape {
    /** Many ports of one host, or of a few. */
    VERTICAL,
    /** One port, or a few, of many hosts. */
    HORIZONTAL,
    /** Many ports of many hosts. */
    BLOCK,
    /** A single flow: no figure yet. */
    SINGLE;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}

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
    SINGLE,
    /** Many sources that share one target or network between them. */
    DISTRIBUTED,
    /** Several sources that probe one target in step: one scanner, and addresses it borrowed. */
    DECOYED,
    /** Many sources that throw probes at random over one network. */
    SCATTERED,
    /** No scan: what is done to one target. */
    VICTIM;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}

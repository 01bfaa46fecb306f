package io.vedette.core.contact;

import java.util.Locale;

/** Why a flow was left out of the analysis although it was well-formed. The lower-case name is the metric label. */
public enum FilterReason {
    /** Source or destination is {@code 0.0.0.0} or {@code ::}. */
    UNSPECIFIED,
    /** Source or destination is multicast. */
    MULTICAST,
    /** Source or destination is {@code 255.255.255.255}. */
    BROADCAST,
    /** Source and destination are the same address. */
    SELF,
    /** A UDP port that the configuration ignores. */
    IGNORED_PORT,
    /** A protocol that no detector looks at. */
    PROTOCOL;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }
}

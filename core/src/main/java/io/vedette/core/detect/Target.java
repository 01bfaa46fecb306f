package io.vedette.core.detect;

import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;

/**
 * One probed couple, as a sample in an alert.
 *
 * @param port 0 to 65535; for ICMP type × 256 + code; -1 if the protocol has none
 * @param evidence what it counted as, {@code refused}; empty if it was not weighed
 * @param weight what it counted, as a natural log-likelihood ratio of scanner against client
 */
public record Target(IpAddress address, int port, int protocol, Outcome outcome, String evidence, double weight) {

    /** A target that was not weighed. */
    public Target(IpAddress address, int port, int protocol, Outcome outcome) {
        this(address, port, protocol, outcome, "", 0);
    }
}

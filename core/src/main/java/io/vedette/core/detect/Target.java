package io.vedette.core.detect;

import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;

/**
 * One probed couple, as a sample in an alert.
 *
 * @param port 0 to 65535; for ICMP type × 256 + code; -1 if the protocol has none
 */
public record Target(IpAddress address, int port, int protocol, Outcome outcome) {}

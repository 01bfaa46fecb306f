package io.vedette.core.detect.victim;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;

/** How wide a target is taken. */
enum Scope {
    HOST(128, 128, 3),
    /** A network: IPv4 /24, IPv6 /64. */
    NET(120, 64, 3),
    /** A site: IPv4 /16, IPv6 /48. */
    SITE(112, 48, 8);

    private final int ipv4Bits;
    private final int ipv6Bits;
    private final int joining;

    Scope(int ipv4Bits, int ipv6Bits, int joining) {
        this.ipv4Bits = ipv4Bits;
        this.ipv6Bits = ipv6Bits;
        this.joining = joining;
    }

    Prefix of(long high, long low) {
        return new Prefix(high, low, bits(high, low));
    }

    /** Bits that all addresses of a target have in common with this one. */
    int bits(long high, long low) {
        return IpAddress.isIpv4(high, low) ? ipv4Bits : ipv6Bits;
    }

    /** Distinct failed couples within the target that make a source one of its probers. */
    int joining() {
        return joining;
    }
}

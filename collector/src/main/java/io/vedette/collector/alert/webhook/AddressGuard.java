package io.vedette.collector.alert.webhook;

import io.vedette.collector.alert.remote.Resolver;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the addresses of a host and refuses those inside: whoever controls a name could otherwise point it at a service that
 * only this machine or this network may reach (CWE-918). The caller connects to what is returned, and does not look up again.
 *
 * <p>If any one of the answers is inside, none is used. Inside are the special-purpose blocks of IANA that are not globally
 * reachable (RFC 6890), but for those of documentation, multicast, and the IPv6 blocks that carry an IPv4 address in them.
 */
final class AddressGuard {

    /** An address that is not allowed. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        private RefusedException(String message) {
            super(message);
        }
    }

    private static final PrefixSet INSIDE = PrefixSet.of(Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "224.0.0.0/3",
                    "::/96",
                    "64:ff9b::/96",
                    "64:ff9b:1::/48",
                    "100::/64",
                    "2001::/32",
                    "2001:2::/48",
                    "2002::/16",
                    "5f00::/16",
                    "fc00::/7",
                    "fe80::/10",
                    "fec0::/10",
                    "ff00::/8")
            .map(Prefix::parse)
            .toList());

    private final Resolver resolver;
    private final boolean allowPrivate;

    AddressGuard(Resolver resolver, boolean allowPrivate) {
        this.resolver = resolver;
        this.allowPrivate = allowPrivate;
    }

    /**
     * The addresses to try, in order.
     *
     * @throws RefusedException if one of them is inside
     */
    List<InetAddress> addresses(String host) throws IOException {
        List<InetAddress> found = List.of(resolver.resolve(host));
        for (InetAddress address : found) {
            if (!allowPrivate && isInside(IpAddress.of(address))) {
                throw new RefusedException(host + " leads to " + IpAddress.of(address)
                        + ", which is not a public address; set allow-private if that is meant");
            }
        }
        return found;
    }

    static boolean isInside(IpAddress address) {
        return INSIDE.contains(address);
    }
}

package io.vedette.collector.web;

import io.vedette.core.flow.IpAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides by the {@code Host} header (RFC 9110 section 7.2) whether a request was meant for this server.
 *
 * <p>A web page elsewhere can make a browser send requests here by pointing a name of its own at this address (DNS
 * rebinding); such requests carry that name. Addresses and {@code localhost} cannot be pointed anywhere, so they are
 * accepted; other names must be listed.
 */
final class HostCheck {

    private final Set<String> names = new TreeSet<>();

    HostCheck(List<String> allowed) {
        names.add("localhost");
        allowed.forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    }

    boolean accepts(String host) {
        String name = withoutPort(host);
        if (names.contains(name.toLowerCase(Locale.ROOT))) {
            return true;
        }
        boolean bracketed = name.startsWith("[") && name.endsWith("]");
        try {
            IpAddress address = IpAddress.parse(bracketed ? name.substring(1, name.length() - 1) : name);
            return bracketed != address.isIpv4();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        boolean port =
                colon > host.lastIndexOf(']') && host.substring(colon + 1).matches("[0-9]{1,5}");
        return port ? host.substring(0, colon) : host;
    }
}

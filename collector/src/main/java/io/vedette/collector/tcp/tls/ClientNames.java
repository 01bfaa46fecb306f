package io.vedette.collector.tcp.tls;

import io.vedette.core.flow.IpAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that probes may have. Compared are the subject alternative names of a certificate (RFC 5280 section 4.2.1.6): DNS
 * names without regard to case, addresses by value, URIs as they stand. The common name counts for nothing (RFC 9525 section
 * 2), and a wildcard in a probe's certificate stands for itself only: a probe is one host.
 */
final class ClientNames {

    private static final int DNS_NAME = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?";
    private static final String PATTERN = "(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*";

    private final Set<String> exact = new HashSet<>();
    private final Set<String> parents = new HashSet<>();

    ClientNames(Collection<String> names) {
        for (String name : names) {
            String plain = normal(name);
            if (plain.startsWith("*.")) {
                parents.add(plain.substring(1));
            } else {
                exact.add(plain);
            }
        }
    }

    /** @throws IllegalArgumentException if {@code name} could never be one */
    static void check(String name) {
        if (!name.contains("://") && address(name) == null && !lower(name).matches(PATTERN)) {
            throw new IllegalArgumentException("client-names: \"" + name
                    + "\" is none, expected a DNS name, *.example.org for one label, an address or a URI");
        }
    }

    boolean accepts(X509Certificate certificate) {
        return of(certificate).stream().anyMatch(this::accepts);
    }

    private boolean accepts(String name) {
        int dot = name.indexOf('.');
        boolean host = dot > 0 && name.matches(PATTERN) && !name.startsWith("*");
        return exact.contains(name) || host && parents.contains(name.substring(dot));
    }

    /** The subject alternative names of a certificate, of the kinds that count; empty if it has none or they are broken. */
    static List<String> of(X509Certificate certificate) {
        List<String> names = new ArrayList<>();
        for (List<?> name : alternatives(certificate)) {
            Object kind = name.get(0);
            if (name.get(1) instanceof String text) {
                if (kind.equals(DNS_NAME)) {
                    names.add(lower(text));
                } else if (kind.equals(ADDRESS)) {
                    names.add(normal(text));
                } else if (kind.equals(URI)) {
                    names.add(text);
                }
            }
        }
        return names;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    private static String normal(String name) {
        IpAddress address = address(name);
        if (address != null) {
            return address.toString();
        }
        return name.contains("://") ? name : lower(name);
    }

    private static @Nullable IpAddress address(String text) {
        try {
            return IpAddress.parse(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}

package io.vedette.collector.alert.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The address of a webhook, which is a secret: whoever knows it can post. {@link #toString} shows the host only.
 *
 * <p>Only {@code http} and {@code https}, no user, no fragment, no template. A host of digits and dots must be a dotted quad:
 * the decimal, octal and hexadecimal spellings of an IPv4 address (RFC 3986 section 7.4) are refused, since programs disagree
 * about what they mean.
 */
final class WebhookUrl {

    private static final Pattern NUMERIC =
            Pattern.compile("(0[xX][0-9a-fA-F]*|[0-9]+)(\\.(0[xX][0-9a-fA-F]*|[0-9]+))*\\.?");
    private static final Pattern DOTTED_QUAD =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");

    private final boolean tls;
    private final String host;
    private final int port;
    private final String target;

    private WebhookUrl(boolean tls, String host, int port, String target) {
        this.tls = tls;
        this.host = host;
        this.port = port;
        this.target = target;
    }

    /** @throws IllegalArgumentException if {@code text} is none; the message does not contain it */
    static WebhookUrl parse(String text) {
        if (text.contains("{{")) {
            throw new IllegalArgumentException("url: no templates here, packet data may only go into the body");
        }
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("url: " + e.getReason() + " at character " + e.getIndex());
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("https") && !scheme.equals("http")) {
            throw new IllegalArgumentException("url: expected https:// or http:// and a host");
        }
        if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("url: expected a host, no user and no fragment");
        }
        String host = uri.getHost().startsWith("[")
                ? uri.getHost().substring(1, uri.getHost().length() - 1)
                : uri.getHost();
        if (NUMERIC.matcher(host).matches() && !DOTTED_QUAD.matcher(host).matches()) {
            throw new IllegalArgumentException("url: an IPv4 address is written as four decimal numbers");
        }
        boolean tls = scheme.equals("https");
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("url: port " + port + ", expected 1 to 65535");
        }
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new WebhookUrl(tls, host, port, uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery());
    }

    boolean isTls() {
        return tls;
    }

    String host() {
        return host;
    }

    int port() {
        return port;
    }

    /** Path and query, as they stand in the request line. */
    String target() {
        return target;
    }

    /** Host and, unless it is the usual one, port, as they stand in the Host header (RFC 9110 section 7.2). */
    String authority() {
        String name = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return port == (tls ? 443 : 80) ? name : name + ':' + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + "/\u2026";
    }
}

package io.vedette.collector.enrich;

import io.vedette.core.flow.IpAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Whom to ask for names, and how patiently.
 *
 * @param servers at least one
 * @param tries of one question with the same server
 * @param timeout of one try
 * @param maxOpen questions without an answer at once
 * @param maxCached answers kept
 */
public record NameServers(List<InetSocketAddress> servers, int tries, Duration timeout, int maxOpen, int maxCached) {

    private static final int PORT = 53;

    public NameServers {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("no name server");
        }
    }

    /** These servers with the patience of Merit's Darknet Events: two tries of 15 seconds, 1000 questions at once. */
    public static NameServers of(List<InetSocketAddress> servers) {
        return new NameServers(servers, 2, Duration.ofSeconds(15), 1000, 200_000);
    }

    /**
     * Reads addresses with blanks between, each with or without {@code :port}; IPv6 with a port in brackets.
     *
     * @throws IllegalArgumentException if there is something else, a name for example
     */
    public static List<InetSocketAddress> parse(String text) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String word : text.trim().split("[ ,]+")) {
            servers.add(parseOne(word));
        }
        return servers;
    }

    private static InetSocketAddress parseOne(String word) {
        String address = word;
        int port = PORT;
        int colon = word.lastIndexOf(':');
        if (colon >= 0 && (word.indexOf(':') == colon || word.startsWith("[") && word.charAt(colon - 1) == ']')) {
            address = word.substring(0, colon);
            port = portOf(word, colon + 1);
        }
        String bare =
                address.startsWith("[") && address.endsWith("]") ? address.substring(1, address.length() - 1) : address;
        return new InetSocketAddress(IpAddress.parse(bare).toInetAddress(), port);
    }

    private static int portOf(String word, int from) {
        String digits = word.substring(from);
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535 || Integer.parseInt(digits) == 0) {
            throw new IllegalArgumentException("\"" + word + "\", expected a port of 1 to 65535 after the colon");
        }
        return Integer.parseInt(digits);
    }
}

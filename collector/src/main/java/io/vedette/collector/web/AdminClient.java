package io.vedette.collector.web;

import io.vedette.core.flow.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks the admin server of a collector on this machine. Never goes through a proxy, and to no other place. */
public final class AdminClient {

    private static final int MOST_BYTES = 4 << 20;

    private final AdminConfig config;
    private final int timeoutMillis;

    /** @param timeout for connecting, and again for each read */
    public AdminClient(AdminConfig config, Duration timeout) {
        this.config = config;
        this.timeoutMillis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, timeout.toMillis()));
    }

    /**
     * What came back.
     *
     * @param status of HTTP
     * @param text the page, 4 MiB of it at most
     */
    public record Answer(int status, String text) {}

    /** Where it asks: the configured address, or loopback where that means every address. */
    public String place() {
        IpAddress address = config.address();
        InetAddress socket = address.toInetAddress();
        if (socket.isAnyLocalAddress()) {
            address = IpAddress.parse(address.isIpv4() ? "127.0.0.1" : "::1");
        }
        return address.withPort(config.port());
    }

    /** @throws IOException if nobody answers, or not in time */
    public Answer get(String path) throws IOException {
        URL url = URI.create("http://" + place() + path).toURL();
        HttpURLConnection connection = (HttpURLConnection) url.openConnection(Proxy.NO_PROXY);
        try {
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(timeoutMillis);
            connection.setReadTimeout(timeoutMillis);
            int status = connection.getResponseCode();
            try (InputStream in = status >= 400 ? connection.getErrorStream() : connection.getInputStream()) {
                String text = in == null ? "" : new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                return new Answer(status, text);
            }
        } finally {
            connection.disconnect();
        }
    }
}

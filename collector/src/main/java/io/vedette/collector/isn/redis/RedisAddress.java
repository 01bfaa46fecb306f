package io.vedette.collector.isn.redis;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.SslOptions;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.JedisURIHelper;

/** Where a Redis database is: {@code redis://[[USER]:PASSWORD@]HOST[:PORT][/DATABASE]}, or {@code rediss} over TLS. */
public final class RedisAddress {

    private static final int DEFAULT_PORT = 6379;
    private static final int TIMEOUT_MILLIS = 30_000;

    private final URI uri;

    private RedisAddress(URI uri) {
        this.uri = uri;
    }

    /** Whether a text is meant as such an address. */
    public static boolean isMeant(String text) {
        return text.startsWith("redis:") || text.startsWith("rediss:");
    }

    /** @throws IllegalArgumentException if it is none; the message says what is expected, and no password */
    public static RedisAddress parse(String text) {
        try {
            URI given = new URI(text);
            String path = given.getPath() == null || given.getPath().isEmpty() ? "/0" : given.getPath();
            int port = given.getPort() < 0 ? DEFAULT_PORT : given.getPort();
            if (isMeant(text) && given.getHost() != null && path.matches("/[0-9]{1,4}") && given.getQuery() == null) {
                return new RedisAddress(
                        new URI(given.getScheme(), given.getUserInfo(), given.getHost(), port, path, null, null));
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(expected(), e);
        }
        throw new IllegalArgumentException(expected());
    }

    private static String expected() {
        return "expected redis://HOST:PORT/DATABASE";
    }

    Jedis connect() throws IOException {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .user(JedisURIHelper.getUser(uri))
                .password(JedisURIHelper.getPassword(uri))
                .database(JedisURIHelper.getDBIndex(uri))
                .timeoutMillis(TIMEOUT_MILLIS)
                .serverDefaultProtocol();
        if (JedisURIHelper.isRedisSSLScheme(uri)) {
            config.sslOptions(SslOptions.defaults()); // certificate and name are verified
        }
        try {
            return new Jedis(new HostAndPort(uri.getHost(), uri.getPort()), config.build());
        } catch (JedisException e) {
            throw failure(e);
        }
    }

    IOException failure(JedisException e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new IOException(this + ": " + cause.getMessage(), e);
    }

    /** The address without its password. */
    @Override
    public String toString() {
        return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    }
}

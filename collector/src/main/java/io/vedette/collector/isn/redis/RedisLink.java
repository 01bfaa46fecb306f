package io.vedette.collector.isn.redis;

import java.io.Closeable;
import java.io.IOException;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A connection to a database that is made again where it was lost: servers and firewalls end those that are idle. Belongs to one
 * thread.
 */
final class RedisLink implements Closeable {

    private final RedisAddress address;
    private Jedis redis;

    RedisLink(RedisAddress address) throws IOException {
        this.address = address;
        redis = address.connect();
    }

    /** The connection as it was used last: what goes together (WATCH, MULTI) goes over one. */
    Jedis same() {
        return redis;
    }

    /**
     * A connection that stands, perhaps a new one; for what follows a pause and needs nothing that came before.
     *
     * @throws IOException if the server cannot be reached
     */
    Jedis live() throws IOException {
        try {
            if (stands()) {
                return redis;
            }
        } catch (JedisException e) {
            throw address.failure(e);
        }
        redis.close();
        redis = address.connect();
        return redis;
    }

    /** Asked only of one that is open: the client would open it again by itself, but at database 0. */
    private boolean stands() {
        try {
            return redis.isConnected() && !redis.isBroken() && redis.ping() != null;
        } catch (JedisConnectionException e) {
            return false;
        }
    }

    @Override
    public void close() {
        redis.close();
    }
}

package io.vedette.collector.isn.redis;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/**
 * A list of paths of finished captures: a D4 server puts them in at the head, the oldest is taken from the tail.
 *
 * <p>A path that is taken stands in a second list until {@link #done}: whoever is killed meanwhile finds it there again. Values are
 * UTF-8. Belongs to one thread.
 */
public final class CaptureQueue implements Closeable {

    /** What the D4 project's ISN analyser calls its own queue of captures (type 1). */
    public static final String DEFAULT_KEY = "analyzer:1:5a02b609-187a-48a8-9af7-1c9019a7e9f2";

    /** Behind the key: paths that were taken and are not done. */
    private static final String TAKEN = ":taken";

    /** Behind the key: paths that could not be counted, the latest first. */
    private static final String FAILED = ":failed";

    /** As many as a D4 server keeps in a queue. */
    private static final int MAX_FAILED = 10_000;

    private static final int PUSHED_AT_ONCE = 1000;

    private final RedisAddress address;
    private final String key;
    private final RedisLink link;

    private CaptureQueue(RedisAddress address, String key, RedisLink link) {
        this.address = address;
        this.key = key;
        this.link = link;
    }

    public static CaptureQueue open(RedisAddress address, String key) throws IOException {
        return new CaptureQueue(address, key, new RedisLink(address));
    }

    private <T> T ask(Function<Jedis, T> question) throws IOException {
        return ask(link.same(), question);
    }

    private <T> T ask(Jedis redis, Function<Jedis, T> question) throws IOException {
        try {
            return question.apply(redis);
        } catch (JedisException e) {
            throw address.failure(e);
        }
    }

    /** Paths that somebody took and never finished, the oldest first. */
    public List<String> unfinished() throws IOException {
        List<String> newestFirst = ask(redis -> redis.lrange(key + TAKEN, 0, -1));
        List<String> oldestFirst = new ArrayList<>(newestFirst);
        Collections.reverse(oldestFirst);
        return oldestFirst;
    }

    /**
     * Takes the oldest path.
     *
     * @param seconds how long to wait for one, 1 or more
     * @return null if none came
     */
    public @Nullable String take(int seconds) throws IOException {
        // BLMOVE says the same since Redis 6.2; D4 servers run older ones.
        Object path = ask(
                redis -> redis.sendBlockingCommand(Command.BRPOPLPUSH, key, key + TAKEN, Integer.toString(seconds)));
        return path instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : null;
    }

    /** Says that a path that was taken is finished. */
    public void done(String path) throws IOException {
        ask(link.live(), redis -> redis.lrem(key + TAKEN, 1, path));
    }

    /** Says that a path that was taken could not be counted: it goes to the list of those. */
    public void failed(String path) throws IOException {
        ask(link.live(), redis -> redis.lpush(key + FAILED, path));
        ask(redis -> redis.ltrim(key + FAILED, 0, MAX_FAILED - 1L));
        done(path);
    }

    /** All paths that wait, those among them that were taken and are not done. */
    public Set<String> waiting() throws IOException {
        Set<String> paths = new HashSet<>(ask(redis -> redis.lrange(key, 0, -1)));
        paths.addAll(ask(redis -> redis.lrange(key + TAKEN, 0, -1)));
        return paths;
    }

    /** Puts paths in, as a D4 server does. */
    public void add(List<String> paths) throws IOException {
        for (int from = 0; from < paths.size(); from += PUSHED_AT_ONCE) {
            String[] some = paths.subList(from, Math.min(paths.size(), from + PUSHED_AT_ONCE))
                    .toArray(String[]::new);
            ask(redis -> redis.lpush(key, some));
        }
    }

    @Override
    public void close() {
        link.close();
    }
}

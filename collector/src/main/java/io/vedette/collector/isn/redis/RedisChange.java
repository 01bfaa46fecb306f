package io.vedette.collector.isn.redis;

import io.vedette.collector.isn.store.FileMark;
import io.vedette.collector.isn.store.StoreChange;
import io.vedette.core.isn.DayTally;
import java.io.IOException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Transaction;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Gathers counts and writes them in one transaction, which fails if somebody else counted the same content in between.
 */
final class RedisChange implements StoreChange {

    /** Days of one change: it lies in memory, here and at the server. */
    private static final int MAX_DAYS = 1000;

    private final RedisAddress address;
    private final RedisLink link;
    private final Map<LocalDate, DayTally> days = new HashMap<>();
    private @Nullable FileMark mark;
    private boolean watching;

    RedisChange(RedisAddress address, RedisLink link) {
        this.address = address;
        this.link = link;
    }

    @Override
    public boolean isDone(String hash) throws IOException {
        try {
            Jedis redis = link.live();
            redis.watch(RedisStore.FILE + hash);
            watching = true;
            return redis.exists(RedisStore.FILE + hash);
        } catch (JedisException e) {
            throw address.failure(e);
        }
    }

    @Override
    public void add(DayTally tally) throws IOException {
        DayTally sum = days.get(tally.day());
        if (sum == null) {
            if (days.size() == MAX_DAYS) {
                throw new IOException(
                        address + ": more than " + MAX_DAYS + " days at once do not go into a transaction");
            }
            sum = new DayTally(tally.day());
            days.put(tally.day(), sum);
        }
        DayTally into = sum;
        tally.forEach((port, syns, sources, matchingSources) -> into.add(port, syns));
    }

    @Override
    public void mark(FileMark file) {
        mark = file;
    }

    @Override
    public void commit() throws IOException {
        try (Transaction transaction = (watching ? link.same() : link.live()).multi()) {
            days.forEach((day, tally) -> write(transaction, day, tally));
            if (mark != null) {
                transaction.set(RedisStore.FILE + mark.hash(), Long.toString(mark.length()));
                if (!mark.head().isEmpty()) {
                    transaction.lpush(RedisStore.HEAD + mark.head(), mark.hash() + " " + mark.length());
                    transaction.ltrim(RedisStore.HEAD + mark.head(), 0, RedisStore.MAX_BEGINNINGS - 1);
                }
                if (mark.path() != null) {
                    transaction.set(
                            RedisStore.PATH + mark.path(),
                            mark.hash() + " " + mark.length() + " " + mark.size() + " " + mark.modifiedMillis());
                }
            }
            List<Object> answers = transaction.exec();
            watching = false;
            if (answers == null) {
                throw new IOException(address + ": another program has counted the same capture at the same time");
            }
            days.clear();
        } catch (JedisException e) {
            throw address.failure(e);
        }
    }

    private static void write(Transaction transaction, LocalDate day, DayTally tally) {
        tally.forEach((port, syns, sources, matchingSources) -> {
            CounterKey key = new CounterKey(day, port);
            transaction.incrBy(key.all(), syns.all());
            if (syns.matching() > 0) {
                transaction.incrBy(key.matching(), syns.matching());
            }
        });
    }

    @Override
    public void close() throws IOException {
        try {
            if (watching) {
                link.same().unwatch();
                watching = false;
            }
        } catch (JedisException e) {
            throw address.failure(e);
        }
    }
}

package io.vedette.collector.isn.redis;

import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.resps.ScanResult;

/** All counters of a database in one pass, each once: SCAN itself may name a key more than once. */
final class CounterScan {

    private static final int AT_ONCE = 5_000;

    private final Jedis redis;
    private final Map<LocalDate, BitSet> seen = new HashMap<>();

    CounterScan(Jedis redis) {
        this.redis = redis;
    }

    /** Who takes counts. */
    interface Taker {
        void take(CounterKey key, SynCount syns) throws IOException;
    }

    /** @param range days that are wanted; null for all of them */
    void forEach(@Nullable DayRange range, Taker taker) throws IOException {
        ScanParams params = new ScanParams().match(CounterKey.SCANNED).count(AT_ONCE);
        String cursor = ScanParams.SCAN_POINTER_START;
        do {
            ScanResult<String> found = redis.scan(cursor, params);
            List<CounterKey> keys = new ArrayList<>();
            for (String name : found.getResult()) {
                CounterKey key = CounterKey.of(name);
                if (key != null && (range == null || range.contains(key.day())) && isNew(key)) {
                    keys.add(key);
                }
            }
            read(redis, keys, taker);
            cursor = found.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
    }

    private boolean isNew(CounterKey key) {
        BitSet ports = seen.computeIfAbsent(key.day(), day -> new BitSet());
        boolean fresh = !ports.get(key.port());
        ports.set(key.port());
        return fresh;
    }

    /** Reads both counters of each key, as of one moment. */
    static void read(Jedis redis, List<CounterKey> keys, Taker taker) throws IOException {
        if (keys.isEmpty()) {
            return;
        }
        String[] names = new String[keys.size() * 2];
        for (int i = 0; i < keys.size(); i++) {
            names[2 * i] = keys.get(i).all();
            names[2 * i + 1] = keys.get(i).matching();
        }
        List<String> values = redis.mget(names);
        for (int i = 0; i < keys.size(); i++) {
            long all = number(names[2 * i], values.get(2 * i));
            long matching = number(names[2 * i + 1], values.get(2 * i + 1));
            if (matching > all) {
                throw new IOException(names[2 * i + 1] + " is " + matching + ", more than all SYNs: " + all);
            }
            taker.take(keys.get(i), new SynCount(all, matching));
        }
    }

    private static long number(String key, @Nullable String value) throws IOException {
        try {
            return value == null ? 0 : Math.max(0, Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new IOException(key + " is no counter", e);
        }
    }
}

package io.vedette.collector.isn.redis;

import io.vedette.collector.isn.store.CopiedChange;
import io.vedette.collector.isn.store.FileMark;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.PortSums;
import io.vedette.collector.isn.store.StoreChange;
import io.vedette.core.isn.DayCount;
import io.vedette.core.isn.DayRange;
import io.vedette.core.isn.Interest;
import io.vedette.core.isn.IsnHistory;
import io.vedette.core.isn.PortHistory;
import io.vedette.core.isn.SynCount;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.params.SetParams;

/**
 * Counts under the keys of D4's ISN analyser, so that both can work on one database. Beside them stand keys that begin with
 * {@code VEDETTE-ISN_}, for what was counted and for the zone. Senders are not kept.
 *
 * <p>A change is one transaction (MULTI). Whether it outlives a power cut is for the server's configuration to say.
 */
public final class RedisStore implements IsnStore {

    static final String ZONE = "VEDETTE-ISN_ZONE";
    static final String FILE = "VEDETTE-ISN_FILE_";
    static final String PATH = "VEDETTE-ISN_PATH_";
    static final String HEAD = "VEDETTE-ISN_HEAD_";

    static final int MAX_BEGINNINGS = 64;

    private final RedisAddress address;
    private final RedisLink link;
    private final ZoneId zone;

    private RedisStore(RedisAddress address, RedisLink link, ZoneId zone) {
        this.address = address;
        this.link = link;
        this.zone = zone;
    }

    /**
     * Opens a database for counting.
     *
     * @param wanted whose days are to be counted; null for those of the database, and UTC where it is empty
     * @throws IOException if it counts the days of another zone, or holds counts of another program whose zone is not said
     */
    public static RedisStore open(RedisAddress address, @Nullable ZoneId wanted) throws IOException {
        RedisLink link = new RedisLink(address);
        try {
            Jedis redis = link.same();
            if (redis.get(ZONE) == null) {
                if (wanted == null && hasCounters(redis)) {
                    throw new IOException(
                            address
                                    + ": holds counts of another program; say with --tz whose days they are: those of its clock");
                }
                redis.set(ZONE, (wanted == null ? ZoneId.of("UTC") : wanted).getId(), new SetParams().nx());
            }
            return new RedisStore(address, link, zone(address, link.same(), wanted));
        } catch (JedisException e) {
            link.close();
            throw address.failure(e);
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    /** Opens a database to read it; nothing is written. */
    public static RedisStore openExisting(RedisAddress address, @Nullable ZoneId wanted) throws IOException {
        RedisLink link = new RedisLink(address);
        try {
            return new RedisStore(address, link, zone(address, link.same(), wanted));
        } catch (JedisException e) {
            link.close();
            throw address.failure(e);
        } catch (IOException e) {
            link.close();
            throw e;
        }
    }

    private static boolean hasCounters(Jedis redis) throws IOException {
        boolean[] any = {false};
        new CounterScan(redis).forEach(null, (key, syns) -> any[0] = true);
        return any[0];
    }

    private static ZoneId zone(RedisAddress address, Jedis redis, @Nullable ZoneId wanted) throws IOException {
        String known = redis.get(ZONE);
        try {
            ZoneId zone = known != null ? ZoneId.of(known) : wanted != null ? wanted : ZoneId.of("UTC");
            if (wanted != null && !wanted.equals(zone)) {
                throw new IOException(address + ": counts the days of " + zone + ", not of " + wanted);
            }
            return zone;
        } catch (DateTimeException e) {
            throw new IOException(address + ": " + ZONE + " is no zone", e);
        }
    }

    @Override
    public ZoneId zone() {
        return zone;
    }

    /** Whose days are counted, where the database says so; one in which only other programs counted does not. */
    public @Nullable ZoneId knownZone() throws IOException {
        try {
            return link.live().exists(ZONE) ? zone : null;
        } catch (JedisException e) {
            throw address.failure(e);
        }
    }

    @Override
    public @Nullable FileMark lastUnder(String path) throws IOException {
        try {
            String value = link.live().get(PATH + path);
            if (value == null) {
                return null;
            }
            String[] parts = value.split(" ");
            return new FileMark(
                    parts[0], Long.parseLong(parts[1]), "", path, Long.parseLong(parts[2]), Long.parseLong(parts[3]));
        } catch (JedisException e) {
            throw address.failure(e);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(address + ": " + PATH + path + " is not what this program wrote", e);
        }
    }

    @Override
    public List<FileMark> beginningWith(String head) throws IOException {
        try {
            List<FileMark> marks = new ArrayList<>();
            for (String value : link.live().lrange(HEAD + head, 0, MAX_BEGINNINGS - 1)) {
                String[] parts = value.split(" ");
                marks.add(new FileMark(parts[0], Long.parseLong(parts[1]), head, null, 0, 0));
            }
            return marks;
        } catch (JedisException e) {
            throw address.failure(e);
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IOException(address + ": " + HEAD + head + " is not what this program wrote", e);
        }
    }

    @Override
    public StoreChange begin() {
        return new RedisChange(address, link);
    }

    @Override
    public IsnHistory history(DayRange range, Interest interest, int maxPorts) throws IOException {
        try {
            Jedis redis = link.live();
            PortSums sums = new PortSums();
            new CounterScan(redis).forEach(range, (key, syns) -> sums.add(key.day(), key.port(), syns));
            List<Integer> interesting = sums.interesting(interest);
            List<Integer> chosen = interesting.stream().limit(maxPorts).sorted().toList();
            List<PortHistory> ports = new ArrayList<>();
            for (int port : chosen) {
                ports.add(port(redis, port, List.copyOf(sums.totals().keySet())));
            }
            return new IsnHistory(range, sums.totals(), ports, interesting.size() - ports.size());
        } catch (JedisException e) {
            throw address.failure(e);
        } catch (IllegalArgumentException e) {
            throw new IOException(address + ": holds counts that cannot be: " + e.getMessage(), e);
        }
    }

    private static PortHistory port(Jedis redis, int port, List<LocalDate> known) throws IOException {
        SortedMap<LocalDate, DayCount> days = new TreeMap<>();
        List<CounterKey> keys =
                known.stream().map(day -> new CounterKey(day, port)).toList();
        CounterScan.read(redis, keys, (key, syns) -> days.put(key.day(), new DayCount(key.day(), syns, null)));
        SynCount total = days.values().stream().map(DayCount::syns).reduce(SynCount.NONE, SynCount::plus);
        return new PortHistory(port, days, total, null);
    }

    /**
     * Gives all counts to another store, less what it got from here before.
     *
     * @return what was new
     */
    public SynCount copyTo(CopiedChange change) throws IOException {
        try {
            SynCount[] added = {SynCount.NONE};
            new CounterScan(link.live())
                    .forEach(
                            null,
                            (key, syns) -> added[0] =
                                    added[0].plus(change.copy(address.toString(), key.day(), key.port(), syns)));
            return added[0];
        } catch (JedisException e) {
            throw address.failure(e);
        }
    }

    @Override
    public void close() {
        link.close();
    }
}

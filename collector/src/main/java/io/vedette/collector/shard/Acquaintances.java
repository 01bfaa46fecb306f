package io.vedette.collector.shard;

import io.vedette.core.sketch.KeyedHash;
import java.util.Arrays;

/**
 * Whom each source has reached with success, approximately and in fixed memory: for sources that nobody judges yet.
 *
 * <p>A probe reports a conversation when it ends and a SYN without answer when it gives up on it, half a minute later: the
 * failures of a client come after all of its successes. Who begins to look at a source with its third failure would see
 * nothing but failures. Belongs to one thread.
 */
final class Acquaintances {

    /*
     * Two tables.
     *
     * Distinct targets of a source on a port: words of a tag of 16 bits and a bit map of 48, in buckets of four. The map is read by
     * linear counting (Whang, Vander-Zanden, Taylor: A Linear-Time Probabilistic Counting Algorithm for Database Applications,
     * ACM TODS 1990). Where a bucket is full the emptiest map makes room.
     *
     * Couples of source and target host: two Bloom filters with two bits an entry; one is filled, both are asked. When it is
     * an eighth full the older one is cleared, so that what is forgotten is old.
     */
    private static final int BUCKETS = 1 << 13;
    private static final int WAYS = 4;
    private static final int MAP_BITS = 48;
    private static final long MAP = (1L << MAP_BITS) - 1;

    private static final int FILTER_BITS = 1 << 21;
    private static final int FILTER_ENTRIES = FILTER_BITS / 16;

    private final KeyedHash hash;
    private final long[] maps = new long[BUCKETS * WAYS];
    private long[] filling = new long[FILTER_BITS / Long.SIZE];
    private long[] older = new long[FILTER_BITS / Long.SIZE];
    private int entries;

    Acquaintances(KeyedHash hash) {
        this.hash = hash;
    }

    /**
     * Notes that a source reached a service.
     *
     * @param connected whether that was a connection. Who answers a datagram is nobody the source has to do with yet: a
     *     scan of many ports is answered on a few
     */
    void add(long source, long targetHigh, long targetLow, int port, boolean connected) {
        long host = hash.ofAddress(targetHigh, targetLow);
        addToMap(hash.ofBoth(source, port), host);
        if (connected) {
            addToFilter(hash.ofBoth(source, host));
        }
    }

    private void addToMap(long key, long host) {
        long bit = 1L << (int) ((host >>> 32) * MAP_BITS >>> 32);
        int first = bucket(key);
        int emptiest = first;
        for (int at = first; at < first + WAYS; at++) {
            if (maps[at] >>> MAP_BITS == tag(key)) {
                maps[at] |= bit;
                return;
            }
            if (Long.bitCount(maps[at] & MAP) < Long.bitCount(maps[emptiest] & MAP)) {
                emptiest = at;
            }
        }
        maps[emptiest] = tag(key) << MAP_BITS | bit;
    }

    private static int bucket(long key) {
        return ((int) key & BUCKETS - 1) * WAYS;
    }

    /** Never 0, which an empty word has. */
    private static long tag(long key) {
        return key >>> MAP_BITS | 1;
    }

    private void addToFilter(long key) {
        int a = (int) key & FILTER_BITS - 1;
        int b = (int) (key >>> 32) & FILTER_BITS - 1;
        boolean known = has(filling, a) && has(filling, b);
        if (known) {
            return;
        }
        filling[a >>> 6] |= 1L << a;
        filling[b >>> 6] |= 1L << b;
        if (++entries == FILTER_ENTRIES) {
            long[] cleared = older;
            Arrays.fill(cleared, 0);
            older = filling;
            filling = cleared;
            entries = 0;
        }
    }

    private static boolean has(long[] filter, int bit) {
        return (filter[bit >>> 6] & 1L << bit) != 0;
    }

    /** Distinct hosts that a source has reached on a port; about 190 stand for all beyond. */
    int reachedOn(long source, int port) {
        long key = hash.ofBoth(source, port);
        int first = bucket(key);
        for (int at = first; at < first + WAYS; at++) {
            if (maps[at] >>> MAP_BITS == tag(key)) {
                int zeros = MAP_BITS - Long.bitCount(maps[at] & MAP);
                return (int) Math.round(MAP_BITS * Math.log((double) MAP_BITS / Math.max(1, zeros)));
            }
        }
        return 0;
    }

    /** Whether a source has reached a host, on whatever port. */
    boolean knows(long source, long targetHigh, long targetLow) {
        long key = hash.ofBoth(source, hash.ofAddress(targetHigh, targetLow));
        int a = (int) key & FILTER_BITS - 1;
        int b = (int) (key >>> 32) & FILTER_BITS - 1;
        return has(filling, a) && has(filling, b) || has(older, a) && has(older, b);
    }
}

package io.vedette.core.darknet;

/** What the longs of a victim mean. */
final class VictimRow {

    static final int KEY = 0;
    static final int FIRST = 1;
    static final int LATEST = 2;
    static final int PACKETS = 3;
    static final int BYTES = 4;

    /** Six counts of 32 bits, of ten seconds each, as a ring. */
    static final int BUCKETS = 5;

    /** The number of the latest ten seconds since 1970. */
    static final int BUCKET = 8;

    /** The largest sum of six buckets in the lower half, how many ports are listed in the upper one. */
    static final int LARGEST = 9;

    /** Four ports of 16 bits. */
    static final int PORTS = 10;

    /** Destinations, see {@link DestinationSets}. */
    static final int SET = 11;

    /** Errors that quote a packet nobody here was sent. */
    static final int MISMATCHES = 12;

    static final int LONGS = 13;
    static final int WINDOW = 6;
    static final int MAX_PORTS = 4;

    private static final long LOW = 0xffff_ffffL;

    private VictimRow() {}

    /** Counts a packet in the ten seconds number {@code bucket}; what is later than six of them before is forgotten. */
    static void count(long[] rows, int at, long bucket) {
        long latest = rows[at + BUCKET];
        if (bucket > latest) {
            long from = Math.max(latest + 1, bucket - WINDOW + 1);
            for (long passed = from; passed <= bucket; passed++) {
                put(rows, at, (int) (passed % WINDOW), 0);
            }
            rows[at + BUCKET] = bucket;
        } else if (bucket <= latest - WINDOW) {
            return;
        }
        int slot = (int) (bucket % WINDOW);
        put(rows, at, slot, get(rows, at, slot) + 1);
        long sum = 0;
        for (int i = 0; i < WINDOW; i++) {
            sum += get(rows, at, i);
        }
        if (sum > largest(rows, at)) {
            rows[at + LARGEST] = rows[at + LARGEST] & ~LOW | Math.min(LOW, sum);
        }
    }

    private static long get(long[] rows, int at, int slot) {
        return rows[at + BUCKETS + (slot >> 1)] >>> ((slot & 1) << 5) & LOW;
    }

    private static void put(long[] rows, int at, int slot, long count) {
        int shift = (slot & 1) << 5;
        int word = at + BUCKETS + (slot >> 1);
        rows[word] = rows[word] & ~(LOW << shift) | Math.min(LOW, count) << shift;
    }

    static long largest(long[] rows, int at) {
        return rows[at + LARGEST] & LOW;
    }

    static int ports(long[] rows, int at) {
        return (int) (rows[at + LARGEST] >>> 32);
    }

    static int port(long[] rows, int at, int index) {
        return (int) (rows[at + PORTS] >>> 16 * index) & 0xffff;
    }

    /** Lists a port, if it is new and there is room; one more than there is room for says that there were others. */
    static void addPort(long[] rows, int at, int port) {
        int count = ports(rows, at);
        for (int i = 0; i < Math.min(count, MAX_PORTS); i++) {
            if (port(rows, at, i) == port) {
                return;
            }
        }
        if (count < MAX_PORTS) {
            rows[at + PORTS] |= (long) port << 16 * count;
        }
        if (count <= MAX_PORTS) {
            rows[at + LARGEST] += 1L << 32;
        }
    }
}

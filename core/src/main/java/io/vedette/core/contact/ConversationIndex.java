package io.vedette.core.contact;

/**
 * Finds members of a ring by a hash: candidates to be compared, most often one or none.
 *
 * <p>Members are numbered as they come, from {@link #FIRST_SEQUENCE} on; those of the last {@code size} numbers before {@code
 * tail} are in the ring. Belongs to one thread.
 */
final class ConversationIndex {

    /*
     * Buckets of eight ints, half a cache line: 8 bits of the hash, 24 of a sequence number. An entry whose number lies
     * outside the ring is free, so nothing is ever removed. Numbers come again after 2^24 others, when a few old entries look
     * like those of members: whoever compares finds that they are not. A bucket with eight members, which at four entries
     * for each happens to one in a thousand, gives up its oldest.
     */
    static final int NONE = -1;

    /** Entries for each member that fits into the ring. */
    static final int SPARE = 4;

    /** Far from 0, so that no entry of an empty index looks like that of a member. */
    static final int FIRST_SEQUENCE = 1 << 23;

    private static final int WAYS = 8;
    private static final int SEQUENCE = 0xff_ffff;
    private static final int TAG_SHIFT = 24;

    private final int[] entries;
    private final int bucketMask;

    /** @param members that fit into the ring, a power of two */
    ConversationIndex(int members) {
        entries = new int[members * SPARE];
        bucketMask = entries.length / WAYS - 1;
    }

    private int bucket(int key) {
        return (key & bucketMask) * WAYS;
    }

    /** The upper bits; the bucket is made of lower ones. */
    private static int tag(int key) {
        return key & ~SEQUENCE;
    }

    private static int age(int entry, int tail) {
        return tail - 1 - entry & SEQUENCE;
    }

    /** Brings the entries for {@code key} closer; returns something that depends on it. */
    int touch(int key) {
        return entries[bucket(key)];
    }

    /** The first entry to look at for {@code key}. */
    int start(int key) {
        return bucket(key);
    }

    /** From the entry {@code from} on, the next of a member that may have this key, or {@link #NONE}. */
    int next(int key, int from, int tail, int size) {
        int tag = tag(key);
        int end = bucket(key) + WAYS;
        for (int at = from; at < end; at++) {
            int entry = entries[at];
            if ((entry ^ tag) >>> TAG_SHIFT == 0 && age(entry, tail) < size) {
                return at;
            }
        }
        return NONE;
    }

    /** The sequence number in an entry, in its lower 24 bits. */
    int sequence(int at) {
        return entries[at] & SEQUENCE;
    }

    /**
     * Enters the member with the number {@code tail}, which is about to come behind the {@code size} in the ring.
     *
     * @return the lower 24 bits of the number of a member that had to give way, if its key is in the same bucket; or {@link
     *     #NONE}
     */
    int enter(int key, int tail, int size) {
        int bucket = bucket(key);
        int oldest = bucket;
        int oldestAge = age(entries[bucket], tail);
        for (int at = bucket + 1; at < bucket + WAYS; at++) {
            int age = age(entries[at], tail);
            if (age > oldestAge) {
                oldest = at;
                oldestAge = age;
            }
        }
        int displaced = oldestAge < size ? entries[oldest] & SEQUENCE : NONE;
        entries[oldest] = tag(key) | tail & SEQUENCE;
        return displaced;
    }

    boolean sameBucket(int one, int other) {
        return bucket(one) == bucket(other);
    }
}

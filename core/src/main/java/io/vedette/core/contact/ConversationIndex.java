package io.vedette.core.contact;

/**
 * Finds members of a ring by a hash: candidates to be compared, most often one or none.
 *
 * <p>Members are numbered as they come, from {@link #FIRST_SEQUENCE} on; those of the last {@code size} numbers before {@code
 * tail} are in the ring. Belongs to one thread.
 */
final class ConversationIndex {

    /*
     * Buckets of eight ints, two to a cache line: 8 bits of the hash, 24 of a sequence number. An entry whose number lies
     * outside the ring is free, so nothing is ever removed. Numbers come again after 2^24 others, when a few old entries look
     * like those of members: whoever compares finds that they are not. A member whose bucket is full goes into the other
     * one of the line; where both are full, which at four entries for each member happens to some in a million, the
     * oldest gives way.
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

    /** The first entry of a bucket and the other one of its cache line. */
    private int line(int key) {
        return bucket(key) & ~WAYS;
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

    /**
     * The next member that may have this key, or {@link #NONE}.
     *
     * @param step 0 for the first, else one more than the step of the one before
     * @return its step; {@link #sequence} tells the member
     */
    int next(int key, int step, int tail, int size) {
        int tag = tag(key) >>> TAG_SHIFT;
        int line = line(key);
        int end = line + 2 * WAYS;
        for (int at = line + step; at < end; at++) {
            int entry = entries[at];
            if (entry >>> TAG_SHIFT == tag && age(entry, tail) < size) {
                return at - line;
            }
        }
        return NONE;
    }

    /** The lower 24 bits of the sequence number of the member at a step. */
    int sequence(int key, int step) {
        return entries[line(key) + step] & SEQUENCE;
    }

    /**
     * Enters the member with the number {@code tail}, which is about to come behind the {@code size} in the ring.
     *
     * @return the lower 24 bits of the number of a member that had to give way, if its key is in the same bucket; or {@link
     *     #NONE}
     */
    int enter(int key, int tail, int size) {
        int bucket = bucket(key);
        int oldest = oldest(bucket, tail);
        if (age(entries[oldest], tail) < size) {
            int other = oldest(bucket ^ WAYS, tail);
            oldest = age(entries[other], tail) > age(entries[oldest], tail) ? other : oldest;
        }
        int oldestAge = age(entries[oldest], tail);
        int displaced = oldestAge < size ? entries[oldest] & SEQUENCE : NONE;
        entries[oldest] = tag(key) | tail & SEQUENCE;
        return displaced;
    }

    private int oldest(int bucket, int tail) {
        int oldest = bucket;
        int oldestAge = age(entries[bucket], tail);
        for (int at = bucket + 1; at < bucket + WAYS; at++) {
            int age = age(entries[at], tail);
            if (age > oldestAge) {
                oldest = at;
                oldestAge = age;
            }
        }
        return oldest;
    }

    /** Whether the entries of these two keys stand in one cache line. */
    boolean neighbours(int one, int other) {
        return (bucket(one) | WAYS) == (bucket(other) | WAYS);
    }
}

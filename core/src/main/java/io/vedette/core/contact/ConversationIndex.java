package io.vedette.core.contact;

/**
 * Finds members of a ring by a hash: candidates to be compared, most often one or none.
 *
 * <p>Members are numbered as they come, from {@link #FIRST_SEQUENCE} on; those of the last {@code size} numbers before {@code
 * tail} are in the ring. Belongs to one thread.
 */
final class ConversationIndex {

    /*
     * Buckets of eight entries, two to a line of 64 bytes. An entry has 8 bits of the hash and 24 of a sequence number; two of
     * them make a word, and a word is compared with a tag at once. An entry whose number lies outside the ring is free, so
     * nothing is ever removed. Numbers come again after 2^24 others, when a few old entries look like those of members:
     * whoever compares finds that they are not. A member whose bucket is full goes into the other one of the line; where both
     * are full, which at four entries for each member happens to some in a million, the oldest gives way.
     */
    static final int NONE = -1;

    /** Entries for each member that fits into the ring. */
    static final int SPARE = 4;

    /** Far from 0, so that no entry of an empty index looks like that of a member. */
    static final int FIRST_SEQUENCE = 1 << 23;

    private static final int WAYS = 8;
    private static final int BUCKET_WORDS = WAYS / 2;
    private static final int LINE_WORDS = 2 * BUCKET_WORDS;
    private static final int SEQUENCE = 0xff_ffff;
    private static final int TAG_SHIFT = 24;

    /** The bits of the tags of both entries of a word, the lowest of each, and the highest. */
    private static final long TAGS = 0xff00_0000_ff00_0000L;

    private static final long LOWEST = 0x0100_0000_0100_0000L;
    private static final long HIGHEST = 0x8000_0000_8000_0000L;

    private final long[] words;
    private final int bucketMask;

    /** @param members that fit into the ring, a power of two */
    ConversationIndex(int members) {
        words = new long[members * SPARE / 2];
        bucketMask = words.length / BUCKET_WORDS - 1;
    }

    /** The first word of the bucket of a key. */
    private int bucket(int key) {
        return (key & bucketMask) * BUCKET_WORDS;
    }

    /** The first word of that bucket and the other one of its line. */
    private int line(int key) {
        return bucket(key) & -LINE_WORDS;
    }

    /** The upper bits; the bucket is made of lower ones. */
    private static int tag(int key) {
        return key & ~SEQUENCE;
    }

    private static int age(int entry, int tail) {
        return tail - 1 - entry & SEQUENCE;
    }

    /** Entry number {@code way} from a word on. */
    private int entry(int word, int way) {
        return (int) (words[word + (way >> 1)] >>> ((way & 1) << 5));
    }

    /** Brings the entries for {@code key} closer; returns something that depends on them. */
    long touch(int key) {
        int line = line(key);
        return words[line] + words[line + LINE_WORDS - 1];
    }

    /**
     * The next member that may have this key, or {@link #NONE}.
     *
     * @param step 0 for the first, else one more than the step of the one before
     * @return its step; {@link #sequence} tells the member
     */
    int next(int key, int step, int tail, int size) {
        int line = line(key);
        if (step == 0 && !mayHave(key, line)) {
            return NONE;
        }
        int tag = tag(key) >>> TAG_SHIFT;
        for (int way = step; way < 2 * WAYS; way++) {
            int entry = entry(line, way);
            if (entry >>> TAG_SHIFT == tag && age(entry, tail) < size) {
                return way;
            }
        }
        return NONE;
    }

    /** Whether a tag in a line is that of the key; seldom true if none is. Looks at all without a branch. */
    private boolean mayHave(int key, int line) {
        long tag = tag(key) & 0xffff_ffffL;
        long both = tag << 32 | tag;
        return (sameTags(words[line], both)
                        | sameTags(words[line + 1], both)
                        | sameTags(words[line + 2], both)
                        | sameTags(words[line + 3], both)
                        | sameTags(words[line + 4], both)
                        | sameTags(words[line + 5], both)
                        | sameTags(words[line + 6], both)
                        | sameTags(words[line + 7], both))
                != 0;
    }

    /** Not 0 if one of two tags is zero after the exclusive or, by the usual search for a zero byte. */
    private static long sameTags(long word, long both) {
        long difference = (word ^ both) & TAGS;
        return difference - LOWEST & ~difference & HIGHEST;
    }

    /** The lower 24 bits of the sequence number of the member at a step. */
    int sequence(int key, int step) {
        return entry(line(key), step) & SEQUENCE;
    }

    /**
     * Enters the member with the number {@code tail}, which is about to come behind the {@code size} in the ring.
     *
     * @return the lower 24 bits of the number of a member that had to give way, if its key is in the same bucket; or {@link
     *     #NONE}
     */
    int enter(int key, int tail, int size) {
        int bucket = bucket(key);
        int way = freeOrOldest(bucket, tail, size);
        if (age(entry(bucket, way), tail) < size) {
            int other = bucket ^ BUCKET_WORDS;
            int otherWay = freeOrOldest(other, tail, size);
            if (age(entry(other, otherWay), tail) > age(entry(bucket, way), tail)) {
                bucket = other;
                way = otherWay;
            }
        }
        int there = entry(bucket, way);
        int displaced = age(there, tail) < size ? there & SEQUENCE : NONE;
        set(bucket, way, tag(key) | tail & SEQUENCE);
        return displaced;
    }

    private void set(int bucket, int way, int entry) {
        int at = bucket + (way >> 1);
        int shift = (way & 1) << 5;
        words[at] = words[at] & ~(0xffff_ffffL << shift) | (entry & 0xffff_ffffL) << shift;
    }

    /** The first free entry of a bucket, or the oldest if none is free. */
    private int freeOrOldest(int bucket, int tail, int size) {
        int oldest = 0;
        int oldestAge = -1;
        for (int way = 0; way < WAYS; way++) {
            int age = age(entry(bucket, way), tail);
            if (age >= size) {
                return way;
            }
            if (age > oldestAge) {
                oldest = way;
                oldestAge = age;
            }
        }
        return oldest;
    }

    /** Whether the entries of these two keys stand in one line. */
    boolean neighbours(int one, int other) {
        return line(one) == line(other);
    }
}

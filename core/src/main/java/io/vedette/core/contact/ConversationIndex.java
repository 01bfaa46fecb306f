package io.vedette.core.contact;

/**
 * Finds members of a ring by a hash: candidates to be compared, most often none.
 *
 * <p>Members are numbered as they come; those of the last numbers are in the ring. Numbers wrap around. Belongs to one thread.
 */
final class ConversationIndex {

    /*
     * Buckets of eight entries of 32 bits, two to a word, two buckets to a cache line. An entry is 8 bits of the hash and 24 of a
     * number. A member is entered in front and pushes the others back, so the oldest falls out, most often long after it has
     * left the ring; nothing is ever removed. All entries of a bucket are compared at once, without a branch, because almost all
     * look-ups are for what is not there.
     *
     * One that falls out while it is in the ring, at full load one in some thousand, is entered in the other bucket of the line.
     * Then all those that pushed it out are younger and in the ring as well: only where the last one is the other bucket is looked
     * into.
     *
     * Numbers come again after 2^24 others. An old entry may then look like that of a member: whoever compares finds that it is
     * not.
     */
    static final int NONE = -1;

    /** Far from 0, so that no entry of an empty index looks like that of a member. */
    static final int FIRST_NUMBER = 1 << 23;

    private static final int WORDS = 4;
    private static final int ENTRIES = 2 * WORDS;

    /** Words for each member that fits into the ring. */
    private static final int SPARE = 2;

    private static final int NUMBER = 0xff_ffff;
    private static final int TAG = ~NUMBER;
    private static final long TAGS = 0xff00_0000_ff00_0000L;
    private static final long LOWEST_BITS = 0x0100_0000_0100_0000L;
    private static final long HIGHEST_BITS = 0x8000_0000_8000_0000L;

    private final long[] words;
    private final int bucketMask;

    /** @param members that fit into the ring, a power of two from 4 on */
    ConversationIndex(int members) {
        words = new long[members * SPARE];
        bucketMask = words.length / WORDS - 1;
    }

    private int bucket(int key) {
        return (key & bucketMask) * WORDS;
    }

    /** Brings the entries for {@code key} closer; returns something that depends on them. */
    long touch(int key) {
        return words[bucket(key)];
    }

    /**
     * The next member that may have this key, or {@link #NONE}.
     *
     * @param step 0 for the first, else one more than the step of the one before
     * @param tail the number of the member that will come next
     * @param size of the ring
     * @return its step; {@link #number} tells the member
     */
    int next(int key, int step, int tail, int size) {
        int at = bucket(key);
        if (mayHave(at, key)) {
            return search(key, step, tail, size);
        }
        return isIn(last(at), tail, size) ? search(key, Math.max(step, ENTRIES), tail, size) : NONE;
    }

    /** Whether the tag of {@code key} may be in a bucket; false only if it is not. */
    private boolean mayHave(int at, int key) {
        long tag = key & TAG & 0xffff_ffffL;
        long both = tag << 32 | tag;
        long found = zeros((words[at] ^ both) & TAGS)
                | zeros((words[at + 1] ^ both) & TAGS)
                | zeros((words[at + 2] ^ both) & TAGS)
                | zeros((words[at + 3] ^ both) & TAGS);
        return found != 0;
    }

    /** Not 0 if one half of {@code tags} is (Mycroft; see Warren: Hacker's Delight, section 6-1). */
    private static long zeros(long tags) {
        return tags - LOWEST_BITS & ~tags & HIGHEST_BITS;
    }

    private int search(int key, int from, int tail, int size) {
        int steps = isIn(last(bucket(key)), tail, size) ? 2 * ENTRIES : ENTRIES;
        for (int step = from; step < steps; step++) {
            int entry = entry(key, step);
            if ((entry & TAG) == (key & TAG) && isIn(entry, tail, size)) {
                return step;
            }
        }
        return NONE;
    }

    private int entry(int key, int step) {
        int at = step < ENTRIES ? bucket(key) : other(bucket(key));
        return (int) (words[at + (step % ENTRIES >> 1)] >>> (step << 5));
    }

    /** The other bucket of a cache line. */
    private static int other(int at) {
        return at ^ WORDS;
    }

    /** The oldest entry of a bucket. */
    private int last(int at) {
        return (int) (words[at + WORDS - 1] >>> 32);
    }

    private static boolean isIn(int entry, int tail, int size) {
        return (tail - 1 - entry & NUMBER) < size;
    }

    /** The lower 24 bits of the number of the member at a step. */
    int number(int key, int step) {
        return entry(key, step) & NUMBER;
    }

    /**
     * Enters the member with the number {@code tail}, which is about to come behind the {@code size} in the ring.
     *
     * @return the lower 24 bits of the number of a member that fell out of the line, or {@link #NONE}
     */
    int enter(int key, int tail, int size) {
        int at = bucket(key);
        int fallen = push(at, key & TAG | tail & NUMBER);
        if (isIn(fallen, tail, size)) {
            fallen = push(other(at), fallen);
        }
        return isIn(fallen, tail, size) ? fallen & NUMBER : NONE;
    }

    /** Enters in front of a bucket; returns the entry that falls out at the end. */
    private int push(int at, int entry) {
        long first = words[at];
        long second = words[at + 1];
        long third = words[at + 2];
        long fourth = words[at + 3];
        words[at] = first << 32 | entry & 0xffff_ffffL;
        words[at + 1] = second << 32 | first >>> 32;
        words[at + 2] = third << 32 | second >>> 32;
        words[at + 3] = fourth << 32 | third >>> 32;
        return (int) (fourth >>> 32);
    }

    /** Whether the entries of these two keys stand in one cache line. */
    boolean neighbours(int one, int other) {
        return (bucket(one) | WORDS) == (bucket(other) | WORDS);
    }
}

package io.vedette.core.contact;

/**
 * Finds members of a ring by a hash: candidates to be compared, most often none.
 *
 * <p>Members are numbered as they come; those of the last numbers are in the ring. Numbers wrap around. Belongs to one thread.
 */
final class ConversationIndex {

    /*
     * Buckets of eight entries in four words, two buckets to a cache line. An entry is a tag, 8 bits of the hash, and 24 bits of a
     * number. The tags of a bucket are one word, so that all of them are compared at once, without a branch, because almost all
     * look-ups are for what is not there; the other three words are the numbers. A member is entered in front, at the lowest bits,
     * and pushes the others back, so the oldest falls out, most often long after it has left the ring; nothing is ever removed.
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

    private static final int NUMBER_BITS = 24;
    private static final int NUMBER = (1 << NUMBER_BITS) - 1;

    /** What is left of the bits of a word of numbers when one number is pushed in. */
    private static final int KEPT_BITS = Long.SIZE - NUMBER_BITS;

    private static final long LOWEST_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGHEST_BITS = 0x8080_8080_8080_8080L;

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
        int at = bucket(key);
        return words[at] + words[at + WORDS - 1]; // nothing is known of where lines begin
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

    /** Whether the tag of {@code key} is in a bucket (Mycroft; see Warren: Hacker's Delight, section 6-1). */
    private boolean mayHave(int at, int key) {
        long tags = words[at] ^ (key >>> NUMBER_BITS) * LOWEST_BITS;
        return (tags - LOWEST_BITS & ~tags & HIGHEST_BITS) != 0;
    }

    private int search(int key, int from, int tail, int size) {
        int steps = isIn(last(bucket(key)), tail, size) ? 2 * ENTRIES : ENTRIES;
        for (int step = from; step < steps; step++) {
            if (tag(key, step) == key >>> NUMBER_BITS && isIn(number(key, step), tail, size)) {
                return step;
            }
        }
        return NONE;
    }

    private int bucket(int key, int step) {
        return step < ENTRIES ? bucket(key) : other(bucket(key));
    }

    private int tag(int key, int step) {
        return (int) (words[bucket(key, step)] >>> step % ENTRIES * Byte.SIZE) & 0xff;
    }

    /** The other bucket of a cache line. */
    private static int other(int at) {
        return at ^ WORDS;
    }

    /** The number of the oldest entry of a bucket. */
    private int last(int at) {
        return (int) (words[at + 3] >>> KEPT_BITS);
    }

    /** @param number its lower 24 bits, and anything above them */
    private static boolean isIn(int number, int tail, int size) {
        return (tail - 1 - number & NUMBER) < size;
    }

    /** The lower 24 bits of the number of the member at a step. */
    int number(int key, int step) {
        int bit = step % ENTRIES * NUMBER_BITS;
        int at = bucket(key, step) + 1 + bit / Long.SIZE;
        int shift = bit % Long.SIZE;
        long lower = words[at] >>> shift;
        return (int) (shift <= KEPT_BITS ? lower : lower | words[at + 1] << Long.SIZE - shift) & NUMBER;
    }

    /**
     * Enters the member with the number {@code tail}, which is about to come behind the {@code size} in the ring.
     *
     * @return the lower 24 bits of the number of a member that fell out of the line, or {@link #NONE}
     */
    int enter(int key, int tail, int size) {
        int at = bucket(key);
        int fallen = push(at, key & ~NUMBER | tail & NUMBER);
        if (isIn(fallen, tail, size)) {
            fallen = push(other(at), fallen);
        }
        return isIn(fallen, tail, size) ? fallen & NUMBER : NONE;
    }

    /** Enters in front of a bucket; returns the entry that falls out at the end. Entries have the tag in their upper bits. */
    private int push(int at, int entry) {
        long tags = words[at];
        words[at] = tags << Byte.SIZE | entry >>> NUMBER_BITS;
        long first = words[at + 1];
        words[at + 1] = first << NUMBER_BITS | entry & NUMBER;
        long second = words[at + 2];
        words[at + 2] = second << NUMBER_BITS | first >>> KEPT_BITS;
        long third = words[at + 3];
        words[at + 3] = third << NUMBER_BITS | second >>> KEPT_BITS;
        return (int) (tags >>> Long.SIZE - Byte.SIZE) << NUMBER_BITS | (int) (third >>> KEPT_BITS);
    }

    /** Whether the entries of these two keys stand in one cache line. */
    boolean neighbours(int one, int other) {
        return (bucket(one) | WORDS) == (bucket(other) | WORDS);
    }
}

package io.vedette.core.contact;

/**
 * Finds members of a ring by a hash: candidates to be compared, most often none.
 *
 * <p>Members are numbered as they come; the ring holds those of the last numbers. Numbers wrap around. Belongs to one
 * thread.
 */
final class ConversationIndex {

    /*
     * Chains. For each hash there is the number of the member entered last, and for each place of the ring the number of the
     * one entered before it under the same hash. Numbers fall along a chain, so it ends at the first that is not in the ring,
     * and nothing is ever removed. Whoever never had a successor under its hash is found with one access to memory, and whoever
     * was never there is missed with one.
     */

    /** Hashes for each member that fits into the ring. */
    private static final int SPARE = 4;

    private final int[] last;
    private final int[] before;

    /** @param members that fit into the ring, a power of two */
    ConversationIndex(int members) {
        last = new int[members * SPARE];
        before = new int[members];
    }

    /** The number of the member entered last under the hash of {@code key}; of one that has left the ring if there is none. */
    int last(int key) {
        return last[key & last.length - 1];
    }

    /** The number of the member entered before a member under its hash; of one that has left the ring if there is none. */
    int before(int number) {
        return before[number & before.length - 1];
    }

    /** Enters the member with a number, which is higher than all before. */
    void enter(int key, int number) {
        int hash = key & last.length - 1;
        int previous = last[hash];
        // A number that has wrapped around since would lead upwards.
        boolean falls = Integer.compareUnsigned(number - previous, before.length) <= 0;
        before[number & before.length - 1] = falls ? previous : number - before.length - 1;
        last[hash] = number;
    }
}

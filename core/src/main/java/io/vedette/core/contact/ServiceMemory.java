package io.vedette.core.contact;

import io.vedette.core.sketch.KeyedHash;

/**
 * Which couples of host and port have been turned to before, and so offer a service: what comes from them is an answer.
 *
 * <p>A fixed table of 8-byte cells, each a 48-bit tag and a saturating count; a couple that falls on another's cell takes
 * it over once that one's count has been worn down. Forgetting is harmless: the couple is learned again.
 */
final class ServiceMemory {

    private static final int CELLS = 1 << 13;

    /** Contacts after which a couple counts as a service. */
    private static final int KNOWN = 3;

    private static final long COUNT = 0xffff;
    private static final long SATURATED = 64;

    private final long[] cells = new long[CELLS];
    private final KeyedHash hash;

    ServiceMemory(KeyedHash hash) {
        this.hash = hash;
    }

    /** Notes that somebody turned to this couple. */
    void learn(long high, long low, int port, int protocol) {
        long key = hash.ofCouple(high, low, port, protocol);
        int at = (int) key & CELLS - 1;
        long cell = cells[at];
        long count = cell & COUNT;
        if ((cell ^ key) >>> 16 == 0) {
            if (count < SATURATED) {
                cells[at] = cell + 1;
            }
        } else if (count > 1) {
            cells[at] = cell - 1;
        } else {
            cells[at] = key & ~COUNT | 1;
        }
    }

    boolean knows(long high, long low, int port, int protocol) {
        long key = hash.ofCouple(high, low, port, protocol);
        long cell = cells[(int) key & CELLS - 1];
        return (cell ^ key) >>> 16 == 0 && (cell & COUNT) >= KNOWN;
    }
}

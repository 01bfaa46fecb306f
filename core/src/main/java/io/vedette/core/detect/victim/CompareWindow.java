package io.vedette.core.detect.victim;

/**
 * The time within which the couples of one suspect are compared with those of others, and how often it has succeeded since it
 * began: in one word, of which 0 is none. Begins with a failed contact, and again with the first that lies outside.
 */
final class CompareWindow {

    // From the top: the first moment in milliseconds (44 bits), successes (19), whether there is one (1).
    private static final int MILLIS_SHIFT = 20;
    private static final long ANSWERED = (1 << 19) - 1;
    private static final long SOME = 1;

    private CompareWindow() {}

    static long from(long millis) {
        return millis << MILLIS_SHIFT | SOME;
    }

    /** Whether a contact at {@code millis} belongs to it. */
    static boolean covers(long window, long millis, long lengthMillis) {
        return window != 0 && Math.abs(millis - sinceMillis(window)) <= lengthMillis;
    }

    static long sinceMillis(long window) {
        return window >> MILLIS_SHIFT;
    }

    static int answered(long window) {
        return (int) (window >>> 1 & ANSWERED);
    }

    /** The same with one success more. */
    static long withAnswer(long window) {
        return answered(window) < ANSWERED ? window + 2 : window;
    }
}

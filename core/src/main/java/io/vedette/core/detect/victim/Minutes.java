package io.vedette.core.detect.victim;

/**
 * How many contacts of one target fell into which minute of their own time, of those between two ticks.
 *
 * <p>Most ticks lie within one minute. If not, either much was late and comes at once, or clocks are wrong: the fullest minute tells
 * what was there at one time, whatever single stamps say. Minutes that are a multiple of {@value #CELLS} apart share a cell.
 * Sums and maxima: can be joined.
 */
final class Minutes {

    static final long MILLIS = 60_000;
    private static final int CELLS = 64;

    private final long[] counts = new long[CELLS];
    /** The latest minute in each cell that is used. */
    private final long[] latest = new long[CELLS];

    /** The number of the minute a time lies in. */
    static long of(long millis) {
        return Math.floorDiv(millis, MILLIS);
    }

    void add(long minute, long count) {
        int cell = (int) minute & CELLS - 1;
        latest[cell] = counts[cell] == 0 ? minute : Math.max(latest[cell], minute);
        counts[cell] += count;
    }

    void addAll(Minutes more) {
        for (int cell = 0; cell < CELLS; cell++) {
            if (more.counts[cell] > 0) {
                add(more.latest[cell], more.counts[cell]);
            }
        }
    }

    /** The minute with the most contacts, the latest of several. There must be one. */
    long fullest() {
        int fullest = 0;
        for (int cell = 1; cell < CELLS; cell++) {
            long more = counts[cell] - counts[fullest];
            fullest = more > 0 || more == 0 && latest[cell] > latest[fullest] ? cell : fullest;
        }
        return latest[fullest];
    }

    /** The contacts of a minute. */
    long count(long minute) {
        return counts[(int) minute & CELLS - 1];
    }
}

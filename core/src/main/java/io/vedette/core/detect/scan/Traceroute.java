package io.vedette.core.detect.scan;

import io.vedette.core.flow.IpProtocol;

/**
 * Tells who asks for the way to a host from who asks for its ports: over UDP both send to many of them.
 *
 * <p>Where each probe has a port of its own, so that an answer tells which one it belongs to, ports count up from a high one.
 * Scanners take ports in random order, or begin at low ones.
 */
final class Traceroute {

    /** Ports that the traceroute of BSD counts up through (its base port, and 192 above it: 64 hops, three probes each). */
    private static final int CLASSIC_FIRST = 33434;

    private static final int CLASSIC_LAST = 33626;

    /** Ports that the tracepath of iputils counts through, again and again. */
    private static final int TRACEPATH_FIRST = 44444;

    private static final int TRACEPATH_LAST = 44507;

    /** The lowest port that any known tool counts up from: that of mtr, which goes on to the last one; Trippy begins at 33434. */
    private static final int COUNTED_FIRST = 33000;

    /** So few ports have no order. */
    private static final int LEAST_ORDERED = 6;

    /**
     * Of ten pairs of ports so many may fall, because probes export what they saw within a second in any order. That is a rank
     * correlation (Kendall) of 0.4: of sets in random order one in seven has it at six ports, one in a hundred at twenty.
     */
    private static final int FALLING_IN_TEN = 3;

    private Traceroute() {}

    /** Whether a couple is of the ports that are taken for traceroute's whatever their order. */
    static boolean isUsual(ScanState state, int at) {
        int port = state.port(at);
        return state.protocol(at) == IpProtocol.UDP
                && (port >= CLASSIC_FIRST && port <= CLASSIC_LAST || port >= TRACEPATH_FIRST && port <= TRACEPATH_LAST);
    }

    /** Those of some couples on UDP ports of one host that are not traceroute's, a bit each. */
    static long without(ScanState state, long couples) {
        long counted = 0;
        long others = couples;
        for (long left = couples; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            others &= isUsual(state, i) ? ~(1L << i) : -1;
            counted |= state.port(i) >= COUNTED_FIRST ? 1L << i : 0;
        }
        return rises(state, counted) ? others & ~counted : others;
    }

    /** Whether the later one of two ports is the higher one, mostly. */
    private static boolean rises(ScanState state, long couples) {
        int ports = Long.bitCount(couples);
        if (ports < LEAST_ORDERED) {
            return false;
        }
        int falling = 0;
        for (long left = couples; left != 0; left &= left - 1) {
            int first = Long.numberOfTrailingZeros(left);
            for (long others = left & left - 1; others != 0; others &= others - 1) {
                int second = Long.numberOfTrailingZeros(others);
                // What began in the same millisecond is in the order in which it was noted.
                boolean later = state.timeMillis(second) >= state.timeMillis(first);
                falling += later == state.port(second) > state.port(first) ? 0 : 1;
            }
        }
        int pairs = ports * (ports - 1) / 2;
        return falling * 10 <= pairs * FALLING_IN_TEN;
    }
}

package io.vedette.core.detect.scan;

/**
 * How wide some couples of a source lie, which draw no line: whoever goes through a network in random order, as Masscan does,
 * hits each host and each port now and then.
 *
 * @param couples distinct couples of host and port
 * @param hosts distinct hosts of theirs
 * @param ports distinct ports of theirs
 * @param privileged couples with ports below 1024, which no peer and no media stream chooses for itself
 */
record Scatter(int couples, int hosts, int ports, int privileged) {

    private static final int FIRST_USER_PORT = 1024;

    /** @param set the positions of the couples on the list of {@code state}, a bit each */
    static Scatter of(ScanState state, long set) {
        int privileged = 0;
        for (long left = set; left != 0; left &= left - 1) {
            privileged += state.port(Long.numberOfTrailingZeros(left)) < FIRST_USER_PORT ? 1 : 0;
        }
        return new Scatter(Long.bitCount(set), state.hostsOf(set), state.portsOf(set), privileged);
    }

    boolean covers(int leastHosts, int leastPorts) {
        return hosts >= leastHosts && ports >= leastPorts;
    }
}

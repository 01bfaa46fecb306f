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
        int hosts = 0;
        int ports = 0;
        int privileged = 0;
        for (long left = set; left != 0; left &= left - 1) {
            int i = Long.numberOfTrailingZeros(left);
            boolean newHost = true;
            boolean newPort = true;
            for (long before = set & (1L << i) - 1; before != 0; before &= before - 1) {
                int j = Long.numberOfTrailingZeros(before);
                newHost &= !state.sameAddress(i, j);
                newPort &= !state.samePort(i, j);
            }
            hosts += newHost ? 1 : 0;
            ports += newPort ? 1 : 0;
            privileged += state.port(i) < FIRST_USER_PORT ? 1 : 0;
        }
        return new Scatter(Long.bitCount(set), hosts, ports, privileged);
    }

    boolean covers(int leastHosts, int leastPorts) {
        return hosts >= leastHosts && ports >= leastPorts;
    }
}

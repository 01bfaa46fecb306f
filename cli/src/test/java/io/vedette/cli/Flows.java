package io.vedette.cli;

/** Flow records as nProbe writes them. */
final class Flows {

    private Flows() {}

    /** One source that sends a SYN to each of {@code ports} ports of one host and gets no answer. */
    static String synScan(String source, int ports) {
        StringBuilder lines = new StringBuilder();
        for (int port = 1; port <= ports; port++) {
            lines.append(syn(source, 1 + (port - 1) % 65535));
        }
        return lines.toString();
    }

    static String syn(String source, int port) {
        return "{\"IPV4_SRC_ADDR\":\"" + source
                + "\",\"IPV4_DST_ADDR\":\"198.51.100.7\",\"PROTOCOL\":6,\"L4_SRC_PORT\":40000," + "\"L4_DST_PORT\":"
                + port + ",\"TCP_FLAGS\":2,\"IN_PKTS\":1}\n";
    }
}

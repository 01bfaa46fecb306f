package io.vedette.core.darknet.report;

import io.vedette.core.darknet.Traffic;

/** A port and kind of traffic, by their numbers. */
record Service(int port, int traffic) implements Comparable<Service> {

    private static final int KINDS = Traffic.values().length;

    @Override
    public int compareTo(Service other) {
        int byPort = Integer.compare(port, other.port);
        return byPort != 0 ? byPort : Integer.compare(traffic, other.traffic);
    }

    /** The first two columns of a table. */
    String text() {
        return port + ", " + traffic;
    }

    /** For people: {@code 23/tcp SYN}, {@code ICMPEchoRequest}. */
    String label() {
        if (traffic < 0 || traffic >= KINDS) {
            return port + ", traffic " + traffic;
        }
        return switch (Traffic.of(traffic)) {
            case TCP_SYN -> port + "/tcp SYN";
            case TCP_SYN_ACK -> port + "/tcp SYN-ACK";
            case TCP_ACK -> port + "/tcp ACK";
            case TCP_RST -> port + "/tcp RST";
            case TCP_OTHER -> port + "/tcp other flags";
            case UDP -> port + "/udp";
            case UNKNOWN -> "other protocols, fragments";
            default -> Traffic.of(traffic).title();
        };
    }
}

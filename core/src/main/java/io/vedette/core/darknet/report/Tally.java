package io.vedette.core.darknet.report;

/** Packets and events of one row. */
final class Tally {

    long packets;
    long events;

    void add(long packetCount) {
        packets += packetCount;
        events++;
    }
}

package io.vedette.collector.shard;

import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.udp.UdpUsual;

/** What a shard knows beside the contact that is being judged. Belongs to the shard's thread. */
final class ShardSurroundings implements Surroundings {

    private final Acquaintances acquaintances;
    private UdpActivity udp;
    private UdpUsual udpUsual = UdpUsual.UNKNOWN;
    private long receivedMillis;
    private long judged;
    private boolean exact = true;

    ShardSurroundings(Acquaintances acquaintances, UdpActivity udp) {
        this.acquaintances = acquaintances;
        this.udp = udp;
    }

    UdpActivity udp() {
        return udp;
    }

    void udp(UdpActivity restored) {
        udp = restored;
    }

    void udpUsual(UdpUsual usual) {
        udpUsual = usual;
    }

    /** Sets the time of receipt, which never goes back. */
    void receivedAt(long millis) {
        receivedMillis = Math.max(receivedMillis, millis);
    }

    /**
     * Sets which source the questions are about, by its key.
     *
     * @param exactly whether there is room to count exactly what it does
     */
    void judge(long key, boolean exactly) {
        judged = key;
        exact = exactly;
    }

    @Override
    public boolean countsExactly() {
        return exact;
    }

    @Override
    public long receivedMillis() {
        return receivedMillis;
    }

    @Override
    public UdpUsual udpUsual() {
        return udpUsual;
    }

    @Override
    public long udpPorts() {
        return udp.ports();
    }

    @Override
    public long udpHosts() {
        return udp.hosts();
    }

    @Override
    public int reachedOn(int port) {
        return acquaintances.reachedOn(judged, port);
    }

    @Override
    public boolean knows(long hostHigh, long hostLow) {
        return acquaintances.knows(judged, hostHigh, hostLow);
    }
}

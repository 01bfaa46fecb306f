package io.vedette.core.detect.udp;

import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How many couples and hosts each source failed to reach over UDP in this window: exact, up to a bound on both. Belongs to one
 * thread.
 */
public final class UdpFailures implements UdpTable {

    private final UdpCouples couples;
    private final UdpCouples targets;
    private final UdpSpread portsGained = new UdpSpread();
    private final UdpSpread hostsGained = new UdpSpread();
    private long ports;
    private long hosts;

    /** @param maxSources sources counted at once; and as many couples and hosts beyond the first two of each */
    public UdpFailures(KeyedHash hash, int maxSources) {
        this(new UdpCouples(hash, maxSources), new UdpCouples(hash, maxSources));
    }

    private UdpFailures(UdpCouples couples, UdpCouples targets) {
        this.couples = couples;
        this.targets = targets;
    }

    /** Another one with the same hash and bounds, with nothing counted. */
    public UdpFailures empty() {
        return new UdpFailures(couples.empty(), targets.empty());
    }

    /** Counts a failed couple for a source, of whose address {@code source} is the keyed hash. */
    public void add(long source, long targetHigh, long targetLow, int port) {
        look(source);
        long portsBefore = ports;
        long hostsBefore = hosts;
        couples.add(source, targetHigh, targetLow, port);
        boolean counts = !couples.isLastExcluded();
        targets.add(source, targetHigh, targetLow, 0);
        look(source);
        if (counts) {
            portsGained.move(portsBefore, ports);
            hostsGained.move(hostsBefore, hosts);
        }
    }

    /** Moves to a source, for {@link #ports} and {@link #hosts}. */
    public void look(long source) {
        long all = couples.count(source);
        hosts = targets.count(source);
        // One port of each host is what a client wants there; those beyond it look as if they were of one host.
        ports = all == 0 ? 0 : Math.max(1, all - hosts + 1);
    }

    /** Failed ports of one host, of the source that was looked at; over several hosts those beyond each host's first. */
    public long ports() {
        return ports;
    }

    /** Failed hosts of the source that was looked at. */
    public long hosts() {
        return hosts;
    }

    /** Takes a source out of what is usual until the window ends: it is no example. */
    public void exclude(long source) {
        if (couples.exclude(source)) {
            look(source);
            portsGained.move(ports, 0);
            hostsGained.move(hosts, 0);
        }
    }

    public UdpGain takeGain() {
        return new UdpGain(
                couples.takeCouplesGained(), couples.takeSourcesGained(), portsGained.take(), hostsGained.take());
    }

    /** Forgets everything: a new window begins. What changed since the last report is lost. */
    public void erase() {
        couples.erase();
        targets.erase();
        portsGained.clear();
        hostsGained.clear();
    }

    @Override
    public int sources() {
        return couples.sources();
    }

    /** Couples and hosts that could not be counted because a bound was reached. */
    public long overLimit() {
        return couples.overLimit() + targets.overLimit();
    }

    @Override
    public long writtenBytes() {
        return couples.writtenBytes()
                + targets.writtenBytes()
                + portsGained.writtenBytes()
                + hostsGained.writtenBytes();
    }

    @Override
    public void write(DataOutput out) throws IOException {
        couples.write(out);
        targets.write(out);
        portsGained.write(out);
        hostsGained.write(out);
    }

    @Override
    public void read(DataInput in) throws IOException {
        couples.read(in);
        targets.read(in);
        portsGained.read(in);
        hostsGained.read(in);
    }
}

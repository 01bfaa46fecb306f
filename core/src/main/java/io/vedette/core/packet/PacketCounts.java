package io.vedette.core.packet;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;

/**
 * What became of the frames of an input. The equation: <b>frames = packets + notIp + unknownLink + malformed</b>.
 */
public final class PacketCounts {

    /** Link types are counted one by one below this number, which is above all assigned ones; the others together. */
    private static final int LINK_TYPES = 512;

    public final Counter frames = new Counter();

    /** Frames that became a row: IPv4 and IPv6 packets. */
    public final Counter packets = new Counter();

    /** Frames with something else inside, such as ARP. */
    public final Counter notIp = new Counter();

    /** Frames of link types that cannot be read. */
    public final Counter unknownLink = new Counter();

    /** Frames that could not be read, by reason. */
    public final CounterFamily<MalformedReason> malformed = new CounterFamily<>(MalformedReason.class);

    /** Of {@link #packets}: those inside others. */
    public final Counter tunnelled = new Counter();

    /** Of {@link #packets}: parts of larger ones. */
    public final Counter fragments = new Counter();

    /** Packets inside {@link #packets} that could not be read, by reason; the packet around them was used. */
    public final CounterFamily<MalformedReason> malformedInside = new CounterFamily<>(MalformedReason.class);

    private final Counter[] protocols = counters(256);
    private final Counter[] linkTypes = counters(LINK_TYPES);

    private static Counter[] counters(int length) {
        Counter[] counters = new Counter[length];
        for (int i = 0; i < length; i++) {
            counters[i] = new Counter();
        }
        return counters;
    }

    /** Of {@link #packets}: those of one IP protocol, parts of larger ones among them. */
    public long ofProtocol(int protocol) {
        return protocols[protocol].get();
    }

    /** Of {@link #frames}: those of one link type. */
    public long ofLinkType(int linkType) {
        return linkTypes[Math.min(linkType, LINK_TYPES - 1)].get();
    }

    /** {@code frames - packets - notIp - unknownLink - malformed}: zero unless a frame was lost inside the decoder. */
    public long imbalance() {
        return frames.get() - packets.get() - notIp.get() - unknownLink.get() - malformed.total();
    }

    void add(int linkType, int frameCount, PacketBatch batch) {
        frames.add(frameCount);
        linkTypes[Math.min(linkType, LINK_TYPES - 1)].add(frameCount);
        int rows = batch.size();
        packets.add(rows);
        int fragmentRows = 0;
        int tunnelledRows = 0;
        for (int row = 0; row < rows; row++) {
            protocols[batch.protocol(row)].increment();
            fragmentRows += batch.isFragment(row) ? 1 : 0;
            tunnelledRows += batch.depth(row) > 0 ? 1 : 0;
        }
        fragments.add(fragmentRows);
        tunnelled.add(tunnelledRows);
    }
}

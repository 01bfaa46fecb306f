package io.vedette.core.isn;

import io.vedette.core.meter.Counter;

/**
 * What became of packets. The equation: <b>packets = syns + ipv6 + other</b>, where {@link #ipv6} is zero if those are counted
 * as well.
 */
public final class SynCounts {

    public final Counter packets = new Counter();

    /** SYNs that were counted. */
    public final Counter syns = new Counter();

    /** Of {@link #syns}: those whose sequence number is the address they go to. */
    public final Counter matching = new Counter();

    /** SYNs over IPv6 that were left out. */
    public final Counter ipv6 = new Counter();

    /** Everything else: other protocols, other flags, fragments without a complete header. */
    public final Counter other = new Counter();

    /** Packets whose header was in fragments and never became complete because others took their place. */
    public final Counter fragmentsForgotten = new Counter();

    /** {@code packets - syns - ipv6 - other}: zero unless a packet was lost. */
    public long imbalance() {
        return packets.get() - syns.get() - ipv6.get() - other.get();
    }
}

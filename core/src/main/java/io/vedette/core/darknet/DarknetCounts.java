package io.vedette.core.darknet;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;

/**
 * What became of frames and events. The equations:
 *
 * <p><b>frames = packets + notIpv4 + malformed + outside</b>, where packets are those of {@link #traffic} together, and, once
 * everything is closed, <b>events = reported + ignored</b> for each of the two ways out.
 */
public final class DarknetCounts {

    public final Counter frames = new Counter();

    /** Frames with something else than IPv4 inside. */
    public final Counter notIpv4 = new Counter();

    /** Frames that end in the link or IPv4 header, or whose IPv4 header contradicts itself. */
    public final Counter malformed = new Counter();

    /** Packets to addresses that are not of the darknet, where its prefixes are known. */
    public final Counter outside = new Counter();

    /** Packets that became part of an event. */
    public final CounterFamily<Traffic> traffic = new CounterFamily<>(Traffic.class);

    /** Events that passed the filters, and their packets. */
    public final Counter reportedEvents = new Counter();

    public final Counter reportedPackets = new Counter();

    /** Events that the filters left out, and their packets, by the first filter that did. */
    public final CounterFamily<EventFilter.Reason> ignoredEvents = new CounterFamily<>(EventFilter.Reason.class);

    public final CounterFamily<EventFilter.Reason> ignoredPackets = new CounterFamily<>(EventFilter.Reason.class);

    /** Open events reported as such, and those that the filters left out. */
    public final Counter ongoingEvents = new Counter();

    public final Counter ongoingIgnored = new Counter();

    /** Events that ended early because there was no room for another one. */
    public final Counter cutShort = new Counter();

    /** Sets of destinations that were exact and are estimated from then on. */
    public final Counter estimatedSets = new Counter();

    /** Frames not kept as samples because there was no room. */
    public final Counter samplesLeftOut = new Counter();

    /** {@code frames - packets - notIpv4 - malformed - outside}: zero unless a frame was lost. */
    public long imbalance() {
        return frames.get() - traffic.total() - notIpv4.get() - malformed.get() - outside.get();
    }
}

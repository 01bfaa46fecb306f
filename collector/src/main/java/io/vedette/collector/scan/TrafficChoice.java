package io.vedette.collector.scan;

import io.vedette.collector.pcap.FrameFilter;
import io.vedette.core.filter.Selection;
import org.jspecify.annotations.Nullable;

/**
 * What of the traffic is looked at; the rest is counted and left out before anything else sees it.
 *
 * @param filter for the frames of captures; null for all frames. Flow records cannot be filtered so
 * @param selection of packets and of flow records
 */
public record TrafficChoice(@Nullable FrameFilter filter, Selection selection) {

    /** All of it. */
    public static final TrafficChoice ALL = new TrafficChoice(null, Selection.ALL);
}

package io.vedette.core.filter;

import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to look at: hosts, ports, a span of time. Each part that is left out selects everything; what is
 * selected fulfils all parts.
 *
 * @param hosts addresses of either end; null for all
 * @param ports ports of either end; null for all packets, with ports or without
 * @param from the first moment; null for the beginning
 * @param to the first moment that is too late; null for the end
 */
public record Selection(
        @Nullable PrefixSet hosts,
        @Nullable PortSet ports,
        @Nullable Moment from,
        @Nullable Moment to) {

    /** A selection of everything. */
    public static final Selection ALL = new Selection(null, null, null, null);

    /** A selection by what stands in the lists; an empty one stands for everything. */
    public static Selection of(
            List<Prefix> hosts, List<PortSet.Range> ports, @Nullable Moment from, @Nullable Moment to) {
        return new Selection(
                hosts.isEmpty() ? null : PrefixSet.of(hosts), ports.isEmpty() ? null : PortSet.of(ports), from, to);
    }

    /** Whether nothing is left out. */
    public boolean isAll() {
        return hosts == null && ports == null && from == null && to == null;
    }

    /**
     * A point in time.
     *
     * @param nanos nanoseconds since 1970 UTC, or since the first packet or flow of the traffic
     * @param relative whether it counts from the first packet or flow
     */
    public record Moment(long nanos, boolean relative) {

        /** The point in nanoseconds since 1970 UTC, in traffic that begins at {@code firstNanos}. */
        long resolve(long firstNanos) {
            return relative ? firstNanos + nanos : nanos;
        }
    }
}

package io.vedette.core.isn;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one port got over a range of days.
 *
 * @param port TCP destination port
 * @param days by day, in order, the days of {@link IsnHistory#totals} exactly: a day without SYNs to this port is there with
 *     zeros, a day of which nothing is known is not there
 * @param total all days together
 * @param sources of all days together, each address once; null where the store does not keep them
 */
public record PortHistory(
        int port,
        SortedMap<LocalDate, DayCount> days,
        SynCount total,
        @Nullable SourceCount sources) {

    public PortHistory {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }
}

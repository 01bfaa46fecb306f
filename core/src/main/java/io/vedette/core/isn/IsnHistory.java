package io.vedette.core.isn;

import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a range of days brought: all ports together, and the interesting ones each.
 *
 * @param range the days that were asked for
 * @param totals SYNs to all ports by day, in order. A day that is not there is a gap: nothing of it was ever counted
 * @param ports those that were interesting, by number
 * @param leftOut how many more ports were interesting than fit: those with the fewest matching SYNs
 */
public record IsnHistory(DayRange range, SortedMap<LocalDate, SynCount> totals, List<PortHistory> ports, int leftOut) {

    public IsnHistory {
        totals = Collections.unmodifiableSortedMap(new TreeMap<>(totals));
        ports = List.copyOf(ports);
    }

    /** With all ports that were interesting. */
    public IsnHistory(DayRange range, SortedMap<LocalDate, SynCount> totals, List<PortHistory> ports) {
        this(range, totals, ports, 0);
    }

    /** Whether nothing was ever counted on {@code day}. */
    public boolean isGap(LocalDate day) {
        return !totals.containsKey(day);
    }
}

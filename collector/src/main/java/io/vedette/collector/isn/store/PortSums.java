package io.vedette.collector.isn.store;

import io.vedette.core.isn.Interest;
import io.vedette.core.isn.SynCount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The sums of all ports and of all days, made in one pass over what a store holds, in any order. For one thread. */
public final class PortSums {

    private static final int PORTS = 65_536;

    private final long[] all = new long[PORTS];
    private final long[] matching = new long[PORTS];
    private final SortedMap<LocalDate, SynCount> totals = new TreeMap<>();

    /**
     * Adds what one port got on one day.
     *
     * @throws IllegalArgumentException if there is no such port
     */
    public void add(LocalDate day, int port, SynCount syns) {
        if (port < 0 || port >= PORTS) {
            throw new IllegalArgumentException("port " + port);
        }
        all[port] += syns.all();
        matching[port] += syns.matching();
        totals.merge(day, syns, SynCount::plus);
    }

    /** SYNs to all ports, by day. */
    public SortedMap<LocalDate, SynCount> totals() {
        return totals;
    }

    /** What one port got on all days. */
    public SynCount of(int port) {
        return new SynCount(all[port], matching[port]);
    }

    /** Interesting ports: those with the most matching SYNs, then SYNs, then the lowest number first. */
    public List<Integer> interesting(Interest interest) {
        List<Integer> ports = new ArrayList<>();
        for (int port = 0; port < PORTS; port++) {
            if (interest.isMetBy(of(port))) {
                ports.add(port);
            }
        }
        ports.sort(Comparator.<Integer>comparingLong(port -> -matching[port])
                .thenComparingLong(port -> -all[port])
                .thenComparing(Comparator.naturalOrder()));
        return ports;
    }
}

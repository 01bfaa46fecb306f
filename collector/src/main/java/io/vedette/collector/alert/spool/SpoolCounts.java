package io.vedette.collector.alert.spool;

import java.util.Map;

/**
 * What became of the alerts of one spool. The equation: <b>accepted + recovered = the sum of all fates + waiting</b>.
 *
 * @param accepted alerts put in during this life of the process
 * @param recovered alerts of earlier lives that were not settled, lost ones included
 * @param fates alerts that left, by how
 * @param waiting alerts in the spool, on disk or in memory
 */
public record SpoolCounts(long accepted, long recovered, Map<SpoolFate, Long> fates, long waiting) {

    public SpoolCounts {
        fates = Map.copyOf(fates);
    }

    public long of(SpoolFate fate) {
        return fates.getOrDefault(fate, 0L);
    }

    /** What the equation leaves over: zero unless an alert was forgotten or counted twice. */
    public long imbalance() {
        long left = fates.values().stream().mapToLong(Long::longValue).sum();
        return accepted + recovered - left - waiting;
    }
}

package io.vedette.collector.alert;

import java.util.Map;

/**
 * What one sink has done, read in one moment. The equation: <b>raised = delivered + suppressed + spooled + dead-lettered +
 * dropped + queued</b>.
 *
 * @param raised alerts that reached the sink's queue or were dropped before it
 * @param settled by fate, every fate present
 * @param dropped by reason, every reason present
 * @param queued alerts that wait, those in the sink's hands included
 * @param waits times that a raiser had to wait for room in the queue
 */
public record SinkCounts(
        String sink, long raised, Map<Fate, Long> settled, Map<DropReason, Long> dropped, long queued, long waits) {

    public SinkCounts {
        settled = Map.copyOf(settled);
        dropped = Map.copyOf(dropped);
    }

    public long settled(Fate fate) {
        return settled.getOrDefault(fate, 0L);
    }

    public long dropped(DropReason reason) {
        return dropped.getOrDefault(reason, 0L);
    }

    public long droppedTotal() {
        return dropped.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What the equation leaves over: zero unless an alert was lost or counted twice. */
    public long imbalance() {
        long settledTotal = settled.values().stream().mapToLong(Long::longValue).sum();
        return raised - settledTotal - droppedTotal() - queued;
    }
}

package io.vedette.collector.alert;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The queues that one alert was put into before that of a record, and its place in each.
 *
 * @param places how many alerts the queue had taken when this one was in, itself included; 0 if it did not take it
 */
record Predecessors(List<SinkQueue> queues, long[] places) {

    static final Predecessors NONE = new Predecessors(List.of(), new long[0]);

    /** The longest that a record waits for a sink before it goes on without it. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Waits until the sinks of these queues have dealt with the alert, or one of them is stuck. Returns whether they all have. */
    boolean await() {
        boolean all = true;
        for (int i = 0; i < places.length; i++) {
            all &= queues.get(i).awaitSettled(places[i], PATIENCE_NANOS);
        }
        return all;
    }
}

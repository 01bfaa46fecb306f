package io.vedette.collector.alert;

import io.vedette.collector.alert.suppress.Suppressor;
import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.AlertSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands every alert to every sink. Any number of threads may raise; each sink gets the alerts of one thread in their order.
 *
 * <p>{@link #raise} returns at once unless the queue of an {@link Guarantee#AT_LEAST_ONCE} sink is full; then it waits, and
 * so does detection, and in the end the probe: nothing is lost. Best-effort sinks are served first, so they have what the
 * raiser waits for. A {@linkplain Sink#isRecord record} is served last and writes last.
 *
 * <p>{@link #start} before the first alert; {@link #close(Duration)} once the detectors are done.
 */
public final class AlertDispatcher implements AlertSink, MetricSource, AutoCloseable {

    /** How long {@link #close()} waits. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    /** How long {@link #close(Duration)} waits for a sink that promised nothing: a stopped terminal must not hold up the end. */
    private static final long FAREWELL_NANOS = Duration.ofSeconds(2).toNanos();

    private static final Logger log = LoggerFactory.getLogger(AlertDispatcher.class);

    private final List<SinkWorker> workers;
    private final List<SinkQueue> promised;
    private final Suppressor suppressor;
    private final RuleCounts rules = new RuleCounts();

    /** @throws IllegalArgumentException if two sinks have the same name or a queue limit is below 1 */
    public AlertDispatcher(List<? extends Sink> sinks) {
        this(sinks, Suppressor.NONE);
    }

    /**
     * @param suppressor which alerts no person wants to hear about: only a {@linkplain Sink#isRecord record}
     *     gets them; for the others they count as suppressed
     */
    public AlertDispatcher(List<? extends Sink> sinks, Suppressor suppressor) {
        this.suppressor = suppressor;
        List<SinkWorker> ordered = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Sink sink : sinks) {
            if (!names.add(sink.name())) {
                throw new IllegalArgumentException("two sinks are called " + sink.name());
            }
            ordered.add(new SinkWorker(sink));
        }
        ordered.sort(Comparator.comparing((SinkWorker worker) -> worker.sink().isRecord())
                .thenComparing(worker -> worker.sink().guarantee() == Guarantee.AT_LEAST_ONCE));
        workers = List.copyOf(ordered);
        promised = workers.stream()
                .filter(worker -> worker.sink().guarantee() == Guarantee.AT_LEAST_ONCE
                        && !worker.sink().isRecord())
                .map(SinkWorker::queue)
                .toList();
    }

    public void start() {
        workers.forEach(SinkWorker::start);
    }

    @Override
    public void raise(Alert alert) {
        String suppression = suppressor.suppress(alert);
        rules.raised(alert, suppression != null);
        long[] places = new long[promised.size()];
        int next = 0;
        for (SinkWorker worker : workers) {
            if (worker.sink().isRecord()) {
                worker.queue().add(alert, suppression == null ? "" : suppression, new Predecessors(promised, places));
                continue;
            }
            long place = 0;
            if (suppression == null) {
                place = worker.queue().add(alert);
            } else {
                worker.queue().suppress();
            }
            if (worker.sink().guarantee() == Guarantee.AT_LEAST_ONCE) {
                places[next++] = place;
            }
        }
    }

    /**
     * Waits until every sink that promised to deliver has what was raised so far: the log on disk, the others in their spools, so
     * that a killed process no longer takes it along.
     *
     * @return whether they have; false if {@code patience} was over before
     */
    public boolean awaitTaken(Duration patience) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        for (SinkWorker worker : workers) {
            SinkQueue queue = worker.queue();
            if (worker.sink().guarantee() == Guarantee.AT_LEAST_ONCE
                    && !queue.awaitGone(queue.taken(), deadlineNanos - System.nanoTime())) {
                return false;
            }
        }
        return true;
    }

    /** The accounts of every sink. */
    public List<SinkCounts> counts() {
        return workers.stream().map(worker -> worker.queue().counts()).toList();
    }

    /**
     * Delivers what waits, for at most {@code patience}, and stops the sinks.
     *
     * @return what is left undelivered, by sink; only sinks that promised to deliver, and nothing if all is well
     */
    public Map<String, Long> close(Duration patience) {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        workers.forEach(worker -> worker.queue().drain());
        long farewellNanos = Math.min(deadlineNanos, System.nanoTime() + FAREWELL_NANOS);
        for (SinkWorker worker : workers) {
            worker.stop(worker.sink().guarantee() == Guarantee.BEST_EFFORT ? farewellNanos : deadlineNanos);
        }
        Map<String, Long> left = new LinkedHashMap<>();
        for (SinkWorker worker : workers) {
            long queued = worker.queue().counts().queued();
            if (queued > 0) {
                left.put(worker.sink().name(), queued);
                log.error(
                        "sink {}: {} alerts could not be delivered",
                        worker.sink().name(),
                        queued);
            }
        }
        return left;
    }

    @Override
    public void close() {
        close(DRAIN);
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        rules.writeMetrics(writer);
        perSink(writer, "sink_sent", "Alerts delivered.", counts -> counts.settled(Fate.DELIVERED));
        for (SinkWorker worker : workers) {
            String help = "Failed attempts to deliver.";
            writer.counter("sink_errors", help, "sink", worker.sink().name(), worker.errors());
        }
        long overtaken = workers.stream().mapToLong(SinkWorker::overtaken).sum();
        String ahead = "Times the alert log went on without a sink that was stuck for a second.";
        writer.counter("sinks_overtaken", ahead, overtaken);
        perSink(writer, "sink_dropped", "Alerts that were given up.", SinkCounts::droppedTotal);
        perSink(writer, "sink_waits", "Times detection waited for room in the queue.", SinkCounts::waits);
        for (SinkWorker worker : workers) {
            long queued = worker.queue().counts().queued();
            writer.gauge(
                    "sink_queued", "Alerts that wait.", "sink", worker.sink().name(), queued);
        }
        for (SinkWorker worker : workers) {
            double up = worker.isUp() ? 1 : 0;
            writer.gauge(
                    "sink_up",
                    "Whether the last attempt succeeded.",
                    "sink",
                    worker.sink().name(),
                    up);
        }
        for (DropReason reason : DropReason.values()) {
            long count = counts().stream().mapToLong(c -> c.dropped(reason)).sum();
            String label = reason.name().toLowerCase(Locale.ROOT);
            writer.counter("alerts_dropped", "Alerts given up by a sink.", "reason", label, count);
        }
    }

    private void perSink(MetricWriter writer, String name, String help, ToLongFunction<SinkCounts> value) {
        for (SinkCounts counts : counts()) {
            writer.counter(name, help, "sink", counts.sink(), value.applyAsLong(counts));
        }
    }
}

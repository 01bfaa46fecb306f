package io.vedette.collector.alert;

import io.vedette.core.meter.Counter;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread of one sink: takes batches from its queue, hands them over, and tries again after a failure, at first soon,
 * then every {@value #LAST_PAUSE_MILLIS} ms. A sink that fails says so in one log line, and in one more when it is well.
 */
final class SinkWorker implements Runnable {

    static final int BATCH = 256;
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long LAST_PAUSE_MILLIS = 2_000;

    private static final Logger log = LoggerFactory.getLogger(SinkWorker.class);

    private final Sink sink;
    private final SinkQueue queue;
    private final Thread thread;
    private final Counter errors = new Counter();
    private final Counter overtaken = new Counter();
    private volatile boolean up;

    private int failuresInRow;
    private long failingSinceNanos;

    SinkWorker(Sink sink) {
        this.sink = sink;
        queue = new SinkQueue(sink.name(), sink.guarantee(), sink.queueLimit());
        sink.wakeBy(queue::wake);
        thread = new Thread(this, "vedette-sink-" + sink.name());
        thread.setDaemon(true); // a write that never returns must not keep the process
    }

    Sink sink() {
        return sink;
    }

    SinkQueue queue() {
        return queue;
    }

    boolean isUp() {
        return up;
    }

    long errors() {
        return errors.get();
    }

    long overtaken() {
        return overtaken.get();
    }

    void start() {
        thread.start();
    }

    /** Waits until everything is settled, then or at {@code deadlineNanos} stops. */
    void stop(long deadlineNanos) {
        boolean interrupted = Thread.interrupted();
        long left = deadlineNanos - System.nanoTime();
        try {
            if (left > 0) {
                thread.join(Duration.ofNanos(left).toMillis() + 1);
            }
        } catch (InterruptedException e) {
            interrupted = true;
        }
        queue.shut(DropReason.CLOSED);
        if (sink.guarantee() == Guarantee.BEST_EFFORT) {
            queue.dropAll(DropReason.CLOSED);
        }
        thread.interrupt();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            long patienceNanos = 0; // the first tick comes at once: it opens the sink
            @Nullable AlertBatch batch;
            while ((batch = queue.next(patienceNanos, BATCH)) != null) {
                boolean brought = !batch.isEmpty();
                serve(batch);
                patienceNanos = brought ? 0 : TICK_NANOS; // what a batch has brought may be worth a tick at once
            }
        } catch (SinkGoneException e) {
            log.debug("sink {}: {}", sink.name(), e.getMessage());
            queue.shut(DropReason.GONE);
            queue.dropAll(DropReason.GONE);
        } finally {
            up = false;
            queue.shut(DropReason.GONE); // after an error that ended this thread nobody may wait for room
            sink.close();
        }
    }

    private void serve(AlertBatch batch) throws SinkGoneException {
        try {
            sink.tick();
            if (!batch.isEmpty()) {
                if (!queue.awaitPredecessors(batch.alerts().size())) {
                    overtaken.increment();
                }
                sink.deliver(batch);
            }
            if (!batch.isEmpty()) {
                throw new IllegalStateException(batch.alerts().size() + " alerts are not settled");
            }
            succeeded();
        } catch (SinkGoneException e) {
            throw e;
        } catch (IOException e) {
            if (!queue.isShut()) { // else it was cut off because time was up, and that is reported elsewhere
                failed(e, batch);
            }
        } catch (RuntimeException e) {
            log.error("sink {}: error in the sink itself, the alert in its hands is dropped", sink.name(), e);
            batch.drop(Math.min(1, batch.alerts().size()), DropReason.FAILED);
            standBack();
        }
    }

    private void succeeded() {
        if (failuresInRow > 0) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - failingSinceNanos);
            log.warn("sink {} is up again after {} s and {} attempts", sink.name(), seconds, failuresInRow);
            failuresInRow = 0;
        }
        up = true;
    }

    private void failed(IOException cause, AlertBatch batch) {
        if (failuresInRow == 0) {
            String consequence = sink.guarantee() == Guarantee.AT_LEAST_ONCE
                    ? "alerts wait (up to " + sink.queueLimit() + ", then detection waits too)"
                    : "alerts for it are dropped";
            log.error("sink {} is down: {}; {}, it is tried again", sink.name(), FileTrouble.why(cause), consequence);
        }
        if (sink.guarantee() == Guarantee.BEST_EFFORT) {
            batch.drop(batch.alerts().size(), DropReason.FAILED);
        }
        standBack();
    }

    private void standBack() {
        errors.increment();
        up = false;
        if (failuresInRow == 0) {
            failingSinceNanos = System.nanoTime();
        }
        long millis = Math.min(LAST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(10, failuresInRow));
        failuresInRow++;
        queue.pause(TimeUnit.MILLISECONDS.toNanos(millis));
    }
}

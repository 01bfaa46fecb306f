package io.vedette.collector.alert;

import io.vedette.core.meter.Counter;
import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compresses and deletes the files that an alert log has put aside, on a thread of its own, which exists only while there is
 * something to do: no alert waits for it. Requests that come while it works are one.
 */
final class LogUpkeep implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogUpkeep.class);

    private final LogRotation rotation;
    private final boolean compress;
    private final InstantSource clock;
    private final Counter errors = new Counter();
    private final ThreadPoolExecutor worker;
    private volatile boolean cutOff;

    LogUpkeep(LogRotation rotation, boolean compress, InstantSource clock) {
        this.rotation = rotation;
        this.compress = compress;
        this.clock = clock;
        worker = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1), task -> {
            Thread thread = new Thread(task, "vedette-alert-log-upkeep");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            return thread;
        });
    }

    void request() {
        try {
            worker.execute(this::work);
        } catch (RejectedExecutionException e) {
            log.trace("upkeep of the alert log is asked for already, or at its end");
        }
    }

    private void work() {
        try {
            rotation.prune(clock.instant());
            if (compress) {
                rotation.compress();
                rotation.prune(clock.instant());
            }
        } catch (IOException e) {
            if (!cutOff) {
                errors.increment();
                log.error(
                        "files of the alert log that were put aside cannot be kept in order: {}; tried again later",
                        e.toString());
            }
        }
    }

    long errors() {
        return errors.get();
    }

    /** Waits for what is under way, for five seconds at most; what is cut off is done again by the next run. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(5, TimeUnit.SECONDS)) {
                cutOff();
            }
        } catch (InterruptedException e) {
            cutOff();
            Thread.currentThread().interrupt();
        }
    }

    private void cutOff() {
        cutOff = true;
        worker.shutdownNow();
    }
}

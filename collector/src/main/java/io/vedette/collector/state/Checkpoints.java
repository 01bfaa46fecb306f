package io.vedette.collector.state;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.meter.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Saves state now and then and at the end, and gives back that of an earlier run. Does nothing without a directory. A disk
 * that is full or gone is said once and tried again each time.
 *
 * <p>Thread-safe.
 */
public final class Checkpoints implements MetricSource, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    /** Longest time that gathering a checkpoint may take before the attempt is given up. */
    private static final Duration GATHERING = Duration.ofSeconds(60);

    /** Longest time that a checkpoint waits for the alerts before it. */
    private static final Duration TELLING = Duration.ofSeconds(10);

    /** What is saved. */
    @FunctionalInterface
    public interface Source {

        /**
         * Begins to gather everything as of now; returns at once.
         *
         * @param maxBytes that the result may have; what does not fit is left out
         */
        CompletableFuture<Content> capture(int maxBytes);

        /**
         * Waits until nothing that the captured state takes for told can be lost any more; for {@code limit} at most. A state
         * on disk that is ahead of its alerts would keep them from ever being told.
         *
         * @return whether that is so
         */
        default boolean awaitTold(Duration limit) throws InterruptedException {
            return true;
        }
    }

    /**
     * A checkpoint.
     *
     * @param chunks its bytes in order, to be read once
     * @param leftOut things that did not fit
     */
    public record Content(List<ByteBuffer> chunks, long leftOut) {}

    private final StateConfig config;
    private final @Nullable StateFile file;
    private final LongSupplier nanoTime;
    private final ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor(Checkpoints::thread);
    private final Counter errors = new Counter();
    private final Counter leftOut = new Counter();
    private volatile long lastNanos;
    private volatile int lastBytes;
    private boolean failing;
    private boolean full;

    public Checkpoints(StateConfig config, LongSupplier nanoTime) {
        this.config = config;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
        Path dir = config.dir();
        this.file =
                dir == null ? null : new StateFile(dir, (int) config.maxSize().bytes());
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "vedette-state");
        thread.setDaemon(true);
        return thread;
    }

    public boolean isEnabled() {
        return file != null;
    }

    /** What an earlier run saved; null if it did not, or if that cannot be used, which is said. */
    public byte @Nullable [] restore() {
        return file == null ? null : file.read();
    }

    /** Puts what {@link #restore} gave aside, because its content turned out to be none. */
    public void refuse(String why) {
        if (file != null) {
            file.putAside(why);
        }
    }

    public void start(Source source) {
        if (file != null) {
            long millis = config.every().toMillis();
            writer.scheduleWithFixedDelay(() -> save(source, GATHERING), millis, millis, TimeUnit.MILLISECONDS);
        }
    }

    /**
     * Saves a last time and ends.
     *
     * @return whether all is on the disk
     */
    public boolean finish(Source source, Duration limit) throws InterruptedException {
        if (file == null) {
            return false;
        }
        Future<Boolean> saved = writer.submit(() -> save(source, limit));
        writer.shutdown();
        try {
            boolean done = saved.get(limit.toMillis() + 1_000, TimeUnit.MILLISECONDS);
            file.release();
            return done;
        } catch (ExecutionException | TimeoutException e) {
            log.error("the last checkpoint failed", e);
            return false;
        }
    }

    /** Of the time for a checkpoint, so much for the alerts before it: the end of the process has more to do. */
    private static Duration share(Duration limit) {
        Duration third = limit.dividedBy(3);
        return third.compareTo(TELLING) < 0 ? third : TELLING;
    }

    private boolean save(Source source, Duration limit) {
        if (file == null) {
            return false;
        }
        try {
            Content content =
                    source.capture((int) config.maxSize().bytes()).get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!source.awaitTold(share(limit))) {
                throw new IOException("alerts wait for a sink that does not take them");
            }
            lastBytes = file.write(content.chunks());
            leaveOut(content.leftOut());
            lastNanos = nanoTime.getAsLong();
            if (failing) {
                failing = false;
                log.info("checkpoints are written again");
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                return false; // closed meanwhile
            }
            errors.increment();
            if (!failing) {
                failing = true;
                log.error(
                        "cannot write a checkpoint to {}, tried again every {} ms: {}",
                        file.path(),
                        config.every().toMillis(),
                        e instanceof IOException && e.getClass() == IOException.class ? e.getMessage() : e.toString());
            }
        }
        return false;
    }

    private void leaveOut(long things) {
        leftOut.add(things);
        if (things > 0 && !full) {
            full = true;
            log.warn(
                    "the checkpoint is full: {} suspects or incidents are left out and would be unknown after a restart; "
                            + "raise state.max-size and the heap (said once; checkpoint_left_out counts on)",
                    things);
        }
    }

    @Override
    public void writeMetrics(MetricWriter metrics) {
        double age = file == null ? 0 : (nanoTime.getAsLong() - lastNanos) / 1e9;
        metrics.gauge("checkpoint_age_seconds", "Time since the last checkpoint; 0 without state.dir.", age);
        metrics.gauge("checkpoint_bytes", "Size of the last checkpoint.", lastBytes);
        metrics.counter("checkpoint_errors", "Checkpoints that could not be written.", errors.get());
        metrics.counter(
                "checkpoint_left_out", "Sources and targets that did not fit into a checkpoint.", leftOut.get());
    }

    @Override
    public void close() {
        writer.shutdownNow();
        if (file != null) {
            file.release();
        }
    }
}

package io.vedette.collector.isn;

import io.vedette.collector.isn.redis.CaptureQueue;
import io.vedette.collector.isn.redis.RedisAddress;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the captures that a queue names, the oldest first. A path leaves the queue's second list when its counts are in the
 * store, so that none is lost; what was counted before the path could leave it is recognised. A queue that cannot be reached is
 * tried again.
 */
public final class QueueWatch extends FileWatch {

    private static final Logger log = LoggerFactory.getLogger(QueueWatch.class);

    private static final int WAIT_SECONDS = 1;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

    private final RedisAddress address;
    private final String key;

    public QueueWatch(RedisAddress address, String key, ImportRun run, ImportReport report) {
        super(run, report);
        this.address = address;
        this.key = key;
    }

    @Override
    public void run() throws IOException, InterruptedException {
        try {
            boolean reached = true;
            do {
                try (CaptureQueue queue = CaptureQueue.open(address, key)) {
                    if (!reached) {
                        log.info("queue {} can be reached again", address);
                    }
                    reached = true;
                    work(queue);
                } catch (IOException e) {
                    if (reached) {
                        log.warn(
                                "queue {}; trying again every {} s",
                                Printable.of(String.valueOf(e.getMessage())),
                                BETWEEN_TRIES.toSeconds());
                    }
                    reached = false;
                }
            } while (!isStopped() && await(BETWEEN_TRIES));
        } catch (UncheckedIOException e) {
            throw e.getCause(); // of the store, for which there is no second try
        }
    }

    private void work(CaptureQueue queue) throws IOException {
        for (String path : queue.unfinished()) {
            if (!isStopped()) {
                work(queue, path);
            }
        }
        while (!isStopped()) {
            String path = queue.take(WAIT_SECONDS);
            if (path != null) {
                work(queue, path);
            }
        }
    }

    private void work(CaptureQueue queue, String path) throws IOException {
        boolean well = count(path);
        if (isStopped() && !well) {
            return; // it was not read to its end: the next run does
        }
        if (well) {
            queue.done(path);
        } else {
            queue.failed(path);
        }
        tell(log);
    }

    private boolean count(String name) {
        Path file = path(name);
        if (file == null) {
            problem(name + ": not a file name");
            return false;
        }
        try {
            return count(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }
}

package io.vedette.collector.timer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task that is done again even if it failed: executors drop a periodic task at its first exception, and say nothing.
 *
 * <p>Of failures in a row the first is logged, and that they are over. Errors of the machine pass: they are not for us to survive.
 */
public final class SteadyTask implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(SteadyTask.class);

    private final String name;
    private final Runnable task;
    private boolean failing;

    /** @param name what is done, as the subject of a sentence: {@code the sweep of the shards} */
    public SteadyTask(String name, Runnable task) {
        this.name = name;
        this.task = task;
    }

    @Override
    public void run() {
        try {
            task.run();
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                log.error("a bug in {}, which goes on", name, e);
            }
            return;
        }
        if (failing) {
            failing = false;
            log.info("{} works again", name);
        }
    }
}

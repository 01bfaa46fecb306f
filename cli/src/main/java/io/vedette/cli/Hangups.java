package io.vedette.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done on SIGHUP, and the thread that does it. However many requests come while the actions run, they run once
 * more and see everything that was there at the last request.
 */
final class Hangups implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Hangups.class);

    private final List<Runnable> actions = new CopyOnWriteArrayList<>();
    private final Semaphore requests = new Semaphore(0);

    /** Registers {@code action}; actions run in the order in which they were added. */
    void add(Runnable action) {
        actions.add(action);
    }

    void start() {
        Thread thread = new Thread(this, "hangup");
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks for the actions; returns at once. */
    void request() {
        requests.release();
    }

    @Override
    public void run() {
        while (true) {
            try {
                requests.acquire();
            } catch (InterruptedException e) {
                return;
            }
            requests.drainPermits();
            actions.forEach(Hangups::attempt);
        }
    }

    private static void attempt(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.error("error while a SIGHUP was obeyed", e);
        }
    }
}

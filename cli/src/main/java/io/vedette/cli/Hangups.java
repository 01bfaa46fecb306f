package io.vedette.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be done on SIGHUP or a request that asks for the same, and the thread that does it. However many requests come while the actions run, they run once
 * more and see everything that was there at the last request.
 */
final class Hangups implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(Hangups.class);

    private final List<Consumer<String>> actions = new CopyOnWriteArrayList<>();
    private final Semaphore requests = new Semaphore(0);
    private volatile String reason = "";

    /** Registers {@code action}, which is told who asked last; actions run in the order in which they were added. */
    void add(Consumer<String> action) {
        actions.add(action);
    }

    void start() {
        Thread thread = new Thread(this, "hangup");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Asks for the actions; returns at once.
     *
     * @param who asks, for the log
     */
    void request(String who) {
        reason = who;
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
            String who = reason;
            actions.forEach(action -> attempt(action, who));
        }
    }

    private static void attempt(Consumer<String> action, String who) {
        try {
            action.accept(who);
        } catch (RuntimeException e) {
            log.error("error while {} was obeyed", who, e);
        }
    }
}

package io.vedette.collector.isn;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waiting that ends when the program is told to. */
final class Pause {

    private final CountDownLatch stop = new CountDownLatch(1);

    /** Ends all waiting; from any thread. */
    void stop() {
        stop.countDown();
    }

    boolean isStopped() {
        return stop.getCount() == 0;
    }

    /** Waits; returns whether to go on. */
    boolean await(Duration time) throws InterruptedException {
        return !stop.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }
}

package io.vedette.collector.shard;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue before one shard. Putting never fails and never blocks; how much is put is bounded by the readers, who stop when
 * {@link #isHigh}.
 *
 * @param <M> what is handed over
 */
final class Mailbox<M> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final ArrayDeque<M> messages = new ArrayDeque<>();
    private final int high;
    private volatile int depth;

    /** @param high number of messages from which readers should stop */
    Mailbox(int high) {
        this.high = high;
    }

    void put(M message) {
        lock.lock();
        try {
            messages.add(message);
            depth = messages.size();
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next message. */
    M take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (messages.isEmpty()) {
                filled.await();
            }
            M message = messages.remove();
            depth = messages.size();
            return message;
        } finally {
            lock.unlock();
        }
    }

    int depth() {
        return depth;
    }

    boolean isHigh() {
        return depth >= high;
    }

    /** Whether there is so much room again that readers may go on: half of the high mark. */
    boolean isLow() {
        return depth <= high / 2;
    }
}

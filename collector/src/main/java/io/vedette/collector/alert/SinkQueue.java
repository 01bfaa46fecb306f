package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bounded queue of one sink, and its accounts. Many threads add, the sink's thread takes.
 *
 * <p>One lock guards both, so that the equation of {@link SinkCounts} is exact at every moment. Alerts are rare; what a lock
 * costs does not matter here.
 */
final class SinkQueue {

    /** @param suppression the id of what keeps it back from people, empty if nothing does */
    private record Waiting(Alert alert, String suppression, Predecessors predecessors) {}

    private enum State {
        OPEN,
        /** Still takes alerts, but ends as soon as it is empty. */
        DRAINING,
        /** Takes no more. */
        SHUT
    }

    private final String sink;
    private final Guarantee guarantee;
    private final int limit;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();

    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Map<Fate, Long> settled = new EnumMap<>(Fate.class);
    private final Map<DropReason, Long> dropped = new EnumMap<>(DropReason.class);
    private State state = State.OPEN;
    private DropReason refusal = DropReason.CLOSED;
    private int waitingRaisers;
    private long raised;
    private long waits;
    private boolean woken;
    /** Alerts that were put in, and that were taken out again. */
    private long taken;

    private long gone;
    private long stuckAt = -1;

    SinkQueue(String sink, Guarantee guarantee, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("queue limit of sink " + sink + " is " + limit + ", expected 1 or more");
        }
        this.sink = sink;
        this.guarantee = guarantee;
        this.limit = limit;
        for (Fate fate : Fate.values()) {
            settled.put(fate, 0L);
        }
        for (DropReason reason : DropReason.values()) {
            dropped.put(reason, 0L);
        }
    }

    /** Counts an alert that is kept back from this sink. */
    void suppress() {
        lock.lock();
        try {
            raised++;
            settled.merge(Fate.SUPPRESSED, 1L, Long::sum);
        } finally {
            lock.unlock();
        }
    }

    /** Adds {@code alert}; if there is no room, waits for some or drops it, as the sink's guarantee demands. */
    long add(Alert alert) {
        return add(alert, "", Predecessors.NONE);
    }

    /**
     * The same for a record.
     *
     * @param suppression the id of what keeps {@code alert} back from people, empty if nothing does
     * @param predecessors where it was put before
     * @return how many alerts were taken so far, this one included; 0 if it was not
     */
    long add(Alert alert, String suppression, Predecessors predecessors) {
        lock.lock();
        try {
            if (guarantee == Guarantee.AT_LEAST_ONCE && isFull() && state != State.SHUT) {
                awaitRoom();
            }
            raised++;
            if (state == State.SHUT) {
                count(refusal, 1);
                return 0;
            }
            if (isFull()) {
                count(DropReason.QUEUE_FULL, 1);
                return 0;
            }
            waiting.add(new Waiting(alert, suppression, predecessors));
            work.signal();
            return ++taken;
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        waits++;
        waitingRaisers++;
        while (isFull() && state != State.SHUT) {
            room.awaitUninterruptibly();
        }
        waitingRaisers--;
    }

    private boolean isFull() {
        return waiting.size() >= limit;
    }

    /**
     * The first alerts, at most {@code most}, as soon as there is one; none if there is none after {@code nanos}
     * or when it is {@linkplain #wake woken}.
     *
     * @return null when there will be no more
     */
    @Nullable
    AlertBatch next(long nanos, int most) {
        lock.lock();
        try {
            long left = nanos;
            while (waiting.isEmpty() && waitingRaisers == 0 && state == State.OPEN && !woken && left > 0) {
                left = work.awaitNanos(left);
            }
            woken = false;
            if (state == State.DRAINING && waiting.isEmpty() && waitingRaisers == 0) {
                shut(DropReason.CLOSED);
            }
            return state == State.SHUT ? null : head(most);
        } catch (InterruptedException e) {
            shut(DropReason.CLOSED);
            return null;
        } finally {
            lock.unlock();
        }
    }

    private AlertBatch head(int most) {
        int size = Math.min(most, waiting.size());
        List<Alert> alerts = new ArrayList<>(size);
        List<String> suppressions = new ArrayList<>(size);
        for (Waiting first : waiting) {
            if (alerts.size() == size) {
                break;
            }
            alerts.add(first.alert());
            suppressions.add(first.suppression());
        }
        return new AlertBatch(this, alerts, suppressions);
    }

    /** Waits until the sinks before this one have the first alerts, at most {@code most}. Returns whether they have. */
    boolean awaitPredecessors(int most) {
        List<Predecessors> all = new ArrayList<>();
        lock.lock();
        try {
            for (Waiting first : waiting) {
                if (all.size() == most) {
                    break;
                }
                all.add(first.predecessors());
            }
        } finally {
            lock.unlock();
        }
        boolean have = true;
        for (Predecessors each : all) {
            have &= each.await();
        }
        return have;
    }

    /**
     * Waits until the alert that was the {@code place}th to be taken is settled, for {@code nanos} at most, and not again
     * while nothing has moved since that was in vain. Returns whether it is, or never will be.
     */
    boolean awaitSettled(long place, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (gone < place && state != State.SHUT && left > 0 && gone != stuckAt) {
                left = room.awaitNanos(left);
            }
            boolean settledOrLost = gone >= place || state == State.SHUT;
            stuckAt = settledOrLost ? -1 : gone;
            return settledOrLost;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** How many alerts were put in so far. */
    long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until as many have left again as were in at {@code place}, for {@code nanos} at most. Returns whether they have, or
     * never will because the sink has ended.
     */
    boolean awaitGone(long place, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (gone < place && state != State.SHUT && left > 0) {
                left = room.awaitNanos(left);
            }
            return gone >= place || state == State.SHUT;
        } finally {
            lock.unlock();
        }
    }

    /** Makes {@link #next} return at once, this time or, if nobody is in it, the next. */
    void wake() {
        lock.lock();
        try {
            woken = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets {@code nanos} pass, or less if the queue is to be drained or shut meanwhile. */
    void pause(long nanos) {
        lock.lock();
        try {
            State before = state;
            long left = nanos;
            while (state == before && left > 0) {
                left = work.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            shut(DropReason.CLOSED);
        } finally {
            lock.unlock();
        }
    }

    void settle(int count, Fate fate) {
        lock.lock();
        try {
            settled.merge(fate, (long) removeHead(count), Long::sum);
        } finally {
            lock.unlock();
        }
    }

    void drop(int count, DropReason reason) {
        lock.lock();
        try {
            count(reason, removeHead(count));
        } finally {
            lock.unlock();
        }
    }

    /** Removes the first alerts; fewer only if {@link #dropAll} was quicker than a write that hung when the sink was shut. */
    private int removeHead(int count) {
        int removed = state == State.SHUT ? Math.min(count, waiting.size()) : count;
        for (int i = 0; i < removed; i++) {
            waiting.remove();
        }
        gone += removed;
        room.signalAll();
        return removed;
    }

    private void count(DropReason reason, int count) {
        dropped.merge(reason, (long) count, Long::sum);
    }

    /** Makes {@link #next} end once everything is settled. */
    void drain() {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.DRAINING;
                work.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more: whoever waits for room goes on, and from now on alerts are dropped for {@code reason}. */
    void shut(DropReason reason) {
        lock.lock();
        try {
            if (state != State.SHUT) {
                state = State.SHUT;
                refusal = reason;
                work.signalAll();
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean isShut() {
        lock.lock();
        try {
            return state == State.SHUT;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what waits, for {@code reason}. */
    void dropAll(DropReason reason) {
        lock.lock();
        try {
            drop(waiting.size(), reason);
        } finally {
            lock.unlock();
        }
    }

    SinkCounts counts() {
        lock.lock();
        try {
            return new SinkCounts(sink, raised, settled, dropped, waiting.size(), waits);
        } finally {
            lock.unlock();
        }
    }
}

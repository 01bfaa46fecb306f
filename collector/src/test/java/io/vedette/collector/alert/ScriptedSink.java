package io.vedette.collector.alert;

import io.vedette.core.detect.Alert;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** A sink that does what a test tells it, delivery by delivery; by default it delivers. */
class ScriptedSink implements Sink {

    /** What happens at one delivery. */
    interface Act {
        void deliver(AlertBatch batch) throws IOException;
    }

    final List<String> delivered = new CopyOnWriteArrayList<>();
    final Queue<Act> script = new ConcurrentLinkedQueue<>();
    final AtomicInteger closings = new AtomicInteger();
    final CountDownLatch gate;

    private final String name;
    private final Guarantee guarantee;
    private final int queueLimit;

    ScriptedSink(String name, Guarantee guarantee, int queueLimit) {
        this(name, guarantee, queueLimit, new CountDownLatch(0));
    }

    /** @param gate nothing is delivered, and nothing returns, before it is open */
    ScriptedSink(String name, Guarantee guarantee, int queueLimit, CountDownLatch gate) {
        this.name = name;
        this.guarantee = guarantee;
        this.queueLimit = queueLimit;
        this.gate = gate;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Guarantee guarantee() {
        return guarantee;
    }

    @Override
    public int queueLimit() {
        return queueLimit;
    }

    @Override
    public void tick() {}

    @Override
    public void deliver(AlertBatch batch) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        Act act = script.poll();
        if (act == null) {
            deliver(batch, batch.alerts().size(), Fate.DELIVERED);
        } else {
            act.deliver(batch);
        }
    }

    void deliver(AlertBatch batch, int count, Fate fate) {
        delivered.addAll(
                batch.alerts().subList(0, count).stream().map(Alert::id).toList());
        batch.settle(count, fate);
    }

    @Override
    public void close() {
        closings.incrementAndGet();
    }
}

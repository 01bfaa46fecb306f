package io.vedette.collector.shard;

import io.vedette.core.detect.udp.UdpPopulation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Where the shards meet at a tick: the last to arrive makes the forecast, and none goes on before it is made.
 *
 * <p>So every contact that was handed over before a tick counts for its mean, and every one after it is judged by its
 * forecast, whatever the number of shards. Thread-safe.
 */
final class UdpTicks {

    private final int shards;
    private final UdpPopulation population;
    private int arrived;
    private long round;
    private long ticks;
    private boolean closed;

    UdpTicks(int shards, UdpPopulation population) {
        this.shards = shards;
        this.population = population;
    }

    /**
     * Reports a shard's change, waits for the others, and returns the forecast for what comes next.
     *
     * @throws InterruptedException if the shard is being stopped
     */
    synchronized double meet(ShardWork.UdpGain gain) throws InterruptedException {
        population.add(gain.couples(), gain.sources());
        if (++arrived == shards) {
            arrived = 0;
            round++;
            population.tick();
            ticks++;
            notifyAll();
            return population.forecast();
        }
        await(round);
        return population.forecast();
    }

    /** Waits for the other shards to have forgotten their couples, and forgets the sums. */
    synchronized void erase() throws InterruptedException {
        if (++arrived == shards) {
            arrived = 0;
            round++;
            population.reset();
            notifyAll();
            return;
        }
        await(round);
    }

    private void await(long mine) throws InterruptedException {
        while (round == mine && !closed) {
            wait();
        }
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Ticks at which all shards have met. */
    synchronized long count() {
        return ticks;
    }

    synchronized double forecast() {
        return population.forecast();
    }

    synchronized double mean() {
        return population.mean();
    }

    /** Writes series and sums, with their length before them. */
    synchronized void write(DataOutput out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        population.write(new DataOutputStream(bytes));
        out.writeShort(bytes.size());
        out.write(bytes.toByteArray());
    }

    /** @param withSums whether the couples that the sums are made of are restored as well */
    synchronized void restore(byte[] written, boolean withSums) throws IOException {
        population.read(new DataInputStream(new ByteArrayInputStream(written)));
        if (!withSums) {
            population.reset();
        }
    }
}

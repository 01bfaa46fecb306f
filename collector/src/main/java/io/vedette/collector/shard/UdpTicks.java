package io.vedette.collector.shard;

import io.vedette.core.detect.udp.UdpExpectation;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpUsual;
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
    private final UdpExpectation expectation;
    private int arrived;
    private long round;
    private long ticks;
    private boolean closed;

    UdpTicks(int shards, UdpExpectation expectation) {
        this.shards = shards;
        this.expectation = expectation;
    }

    /**
     * Reports a shard's change, waits for the others, and returns what is usual for what comes next.
     *
     * @throws InterruptedException if the shard is being stopped
     */
    UdpUsual meet(UdpGain gain) throws InterruptedException {
        return meet(gain, this::tick);
    }

    /** The same at the end of a window, after which every shard forgets its couples. */
    UdpUsual erase(UdpGain gain) throws InterruptedException {
        return meet(gain, expectation::erase);
    }

    private void tick() {
        expectation.tick();
        ticks++;
    }

    private synchronized UdpUsual meet(UdpGain gain, Runnable measure) throws InterruptedException {
        expectation.add(gain);
        if (++arrived == shards) {
            arrived = 0;
            round++;
            measure.run();
            notifyAll();
        } else {
            await(round);
        }
        return expectation.usual();
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

    synchronized UdpUsual usual() {
        return expectation.usual();
    }

    synchronized double mean() {
        return expectation.mean();
    }

    /** Writes series and sums, with their length before them. */
    synchronized void write(DataOutput out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        expectation.write(new DataOutputStream(bytes));
        out.writeShort(bytes.size());
        out.write(bytes.toByteArray());
    }

    /** @param withSums whether the couples that the sums are made of are restored as well */
    synchronized void restore(byte[] written, boolean withSums) throws IOException {
        expectation.read(new DataInputStream(new ByteArrayInputStream(written)));
        if (!withSums) {
            expectation.forget();
        }
    }
}

package io.vedette.collector.shard;

import io.vedette.core.detect.udp.UdpExpectation;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpUsual;

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
        return meet(gain, expectation::tick);
    }

    /** The same at the end of a window, after which every shard forgets its couples. */
    UdpUsual erase(UdpGain gain) throws InterruptedException {
        return meet(gain, expectation::erase);
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

    synchronized UdpUsual usual() {
        return expectation.usual();
    }

    synchronized double mean() {
        return expectation.mean();
    }
}

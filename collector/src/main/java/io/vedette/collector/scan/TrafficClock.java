package io.vedette.collector.scan;

import io.vedette.collector.shard.ShardHost;
import io.vedette.core.detect.udp.UdpSettings;

/** Gives the shards their ticks by the time stamps of the traffic. Belongs to the reading thread. */
final class TrafficClock {

    private static final long SWEEP_MILLIS = 10_000;

    private final ShardHost shards;
    private final long desMillis;
    private final long eraseMillis;
    private long nowMillis = Long.MIN_VALUE;
    private long nextSweep;
    private long nextDes;
    private long nextErase;

    TrafficClock(ShardHost shards, UdpSettings udp) {
        this.shards = shards;
        this.desMillis = udp.des().toMillis();
        this.eraseMillis = udp.erase().toMillis();
    }

    /** Moves to {@code millis}, if that is later, and ticks for what has passed. */
    void advance(long millis) {
        if (nowMillis == Long.MIN_VALUE) {
            nextSweep = millis + SWEEP_MILLIS;
            nextDes = millis + desMillis;
            nextErase = millis + eraseMillis;
        }
        if (millis <= nowMillis) {
            return;
        }
        nowMillis = millis;
        while (nextDes <= millis || nextErase <= millis) {
            if (nextErase < nextDes) {
                shards.eraseUdp();
                nextErase += eraseMillis;
                // After a reset, ticks without traffic change nothing: the rest of a long pause is jumped over.
                nextErase += Math.max(0, (millis - nextErase) / eraseMillis) * eraseMillis;
                nextDes += Math.max(0, (nextErase - eraseMillis - nextDes) / desMillis) * desMillis;
            } else {
                shards.tickUdp();
                nextDes += desMillis;
            }
        }
        if (nextSweep <= millis) {
            shards.sweep(millis);
            nextSweep = millis + SWEEP_MILLIS;
        }
    }

    /** Whether {@link #advance} would tick: what came before must have been handed over by then. */
    boolean isDue(long millis) {
        return nowMillis != Long.MIN_VALUE && (nextDes <= millis || nextErase <= millis || nextSweep <= millis);
    }

    long nowMillis() {
        return nowMillis;
    }
}

package io.vedette.collector.scan;

import io.vedette.collector.shard.ShardHost;
import io.vedette.core.contact.TrustedClock;
import io.vedette.core.detect.udp.UdpSettings;

/**
 * Gives the shards their ticks by the time stamps of the traffic. Belongs to the reading thread.
 *
 * <p>Its own time is how long the traffic has lasted since its first time stamp: where stamps go back, because an earlier
 * file follows or because the first stamp was wrong, it goes on from where it was and never back.
 */
final class TrafficClock {

    /** For saved traffic, where nobody waits for alerts. */
    private static final long SWEEP_MILLIS = 10_000;

    /** Alerts come with the sweeps: where somebody waits for them. */
    static final long LIVE_SWEEP_MILLIS = 1_000;

    private final ShardHost shards;
    private final long sweepMillis;
    private final long desMillis;
    private final long eraseMillis;
    private long stampMillis = TrustedClock.NOT_YET;
    private long nowMillis;
    private long nextSweep;
    private long nextDes;
    private long nextErase;

    TrafficClock(ShardHost shards, UdpSettings udp) {
        this(shards, udp, SWEEP_MILLIS);
    }

    TrafficClock(ShardHost shards, UdpSettings udp, long sweepMillis) {
        this.shards = shards;
        this.sweepMillis = sweepMillis;
        this.desMillis = udp.des().toMillis();
        this.eraseMillis = udp.erase().toMillis();
    }

    /**
     * Takes a time stamp that is believed, and ticks for what has passed since the one before.
     *
     * @return the time of receipt of what comes now
     */
    long advance(long stamp) {
        if (stampMillis == TrustedClock.NOT_YET) {
            nowMillis = stamp;
            nextSweep = stamp + sweepMillis;
            nextDes = stamp + desMillis;
            nextErase = stamp + eraseMillis;
        } else if (stamp > stampMillis) {
            nowMillis += stamp - stampMillis;
            tick(nowMillis);
        }
        stampMillis = stamp;
        return nowMillis;
    }

    private void tick(long millis) {
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
            nextSweep = millis + sweepMillis;
        }
    }
}

package io.vedette.collector.shard;

/**
 * The time that sweeps go by: that of a steady clock, but never more than {@value #MAX_STEP_MILLIS} ms further than at the sweep
 * before.
 *
 * <p>While the process is paused, by the garbage collector, a debugger or the machine's sleep, contacts wait in the sockets. After it,
 * what was quiet for the length of the pause only seems so: the sweeps catch up slowly and give the contacts time to arrive. Belongs
 * to one thread.
 */
final class SweepClock {

    static final long MAX_STEP_MILLIS = 2000;

    private long lastMillis = Long.MIN_VALUE;

    /** The time for the next sweep, {@code nowMillis} being that of the steady clock. */
    long next(long nowMillis) {
        lastMillis = lastMillis == Long.MIN_VALUE ? nowMillis : Math.min(nowMillis, lastMillis + MAX_STEP_MILLIS);
        return lastMillis;
    }
}

package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.detect.victim.TargetSide;
import org.jspecify.annotations.Nullable;

/** What one shard does with its contacts. Called by the shard's thread only, except for {@link #snapshot}. */
interface ShardWork {

    void contacts(ContactBatch batch);

    /** Time has passed: end what was idle for long. */
    void sweep(long nowMillis);

    /** UDP couples and sources gained since the last call. */
    UdpGain takeUdpGain();

    /** What is usual over UDP from now on. */
    void udpUsual(UdpUsual usual);

    /** Forget the UDP couples of all sources. */
    void eraseUdp();

    /** The input is over: end what is open. */
    void finish();

    /** What was seen of targets since the last tick, to be joined with that of other shards; null if that is not wanted. */
    @Nullable
    TargetSide targetSide();

    /** Numbers for the outside, as of the last {@link #sweep} or {@link #finish}; any thread. */
    Snapshot snapshot();

    /**
     * @param sources sources with a slot in the screen
     * @param suspects sources with a judge
     * @param incidents open ones
     * @param udpSources sources whose UDP couples are counted
     * @param limits times each bound was reached
     * @param letOff contacts that the allow lists let off
     */
    record Snapshot(int sources, int suspects, int incidents, int udpSources, Limits limits, LetOff letOff) {

        static final Snapshot EMPTY = new Snapshot(0, 0, 0, 0, new Limits(0, 0, 0), LetOff.NONE);

        Snapshot plus(Snapshot other) {
            return new Snapshot(
                    sources + other.sources,
                    suspects + other.suspects,
                    incidents + other.incidents,
                    udpSources + other.udpSources,
                    new Limits(
                            limits.sources + other.limits.sources,
                            limits.suspects + other.limits.suspects,
                            limits.udpSources + other.limits.udpSources),
                    letOff.plus(other.letOff));
        }
    }

    /**
     * @param sources sources that lost their place in the screen, or got none
     * @param suspects judges that were dismissed to make room
     * @param udpSources UDP couples that were not counted
     */
    record Limits(long sources, long suspects, long udpSources) {}
}

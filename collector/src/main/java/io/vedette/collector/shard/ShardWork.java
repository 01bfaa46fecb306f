package io.vedette.collector.shard;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.detect.udp.UdpGain;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.detect.victim.TargetSide;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one shard does with its contacts. Called by the shard's thread only, except for {@link #snapshot}. */
interface ShardWork {

    void contacts(ContactBatch batch);

    /** Time has passed: end what was idle for long. */
    void sweep(long nowMillis);

    /** Judge by these from now on. What is remembered stays. */
    void settings(DetectSettings settings);

    /** UDP couples and sources gained since the last call. */
    UdpGain takeUdpGain();

    /** What is usual over UDP from now on. */
    void udpUsual(UdpUsual usual);

    /** Forget the UDP couples of all sources. */
    void eraseUdp();

    /** Adds what is remembered to a checkpoint, as the shard of this number. */
    void capture(int shard, ShardCapture capture);

    /**
     * Takes a source over that an earlier run judged; before the first contact.
     *
     * @param probed what it has tried, as far as that is known
     * @return whether there was room
     */
    boolean restore(ScanState state, TargetSide.@Nullable Remembered probed);

    /**
     * Takes the UDP couples of an earlier run over; before the first contact.
     *
     * @throws IOException if they do not fit; nothing has changed then
     */
    void restoreUdp(byte[] couples, UdpUsual usual) throws IOException;

    /**
     * The input is over.
     *
     * @param goesOn whether a checkpoint has all that is open, so that the next run goes on with it; else it is ended
     */
    void finish(boolean goesOn);

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
     * @param suspects times a judge was dismissed to make room, or none was given for want of it
     * @param udpSources UDP couples that were not counted
     */
    record Limits(long sources, long suspects, long udpSources) {}
}

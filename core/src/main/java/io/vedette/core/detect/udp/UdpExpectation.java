package io.vedette.core.detect.udp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Learns from all sources what is usual over UDP. Belongs to one thread at a time. */
public interface UdpExpectation {

    /** The one that {@code smoothing} names. */
    static UdpExpectation of(Smoothing smoothing) {
        return smoothing == Smoothing.ROBUST ? new UdpBaseline() : new UdpPopulation(smoothing);
    }

    /** Takes what changed in one shard. */
    void add(UdpGain gain);

    /** A measurement is due; all shards have reported. */
    void tick();

    /** The window is over: all shards have reported, and forget their couples. */
    void erase();

    UdpUsual usual();

    /** Mean of the couples that are counted per source since the last erasure; 0 without any source. */
    double mean();

    /** Forgets what was counted since the last erasure, without a measurement: it was not restored. */
    void forget();

    void write(DataOutput out) throws IOException;

    /** Takes over what another instance of the same form wrote. */
    void read(DataInput in) throws IOException;
}

package io.vedette.core.capture;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;

/** What capture files delivered. Every frame found is handed on; what is wrong with one is counted beside it. */
public final class CaptureCounts {

    /** Frames found. */
    public final Counter frames = new Counter();

    /** Bytes of frames that were captured. */
    public final Counter capturedBytes = new Counter();

    /** Bytes of frames on the wire. */
    public final Counter wireBytes = new Counter();

    /** pcapng blocks that hold no frame: names, statistics, secrets, what other programs put there. */
    public final Counter otherBlocks = new Counter();

    public final CounterFamily<CaptureFault> faults = new CounterFamily<>(CaptureFault.class);

    void add(FrameBatch batch, int from) {
        long captured = 0;
        long wire = 0;
        int size = batch.size();
        for (int row = from; row < size; row++) {
            captured += batch.capturedLength(row);
            wire += batch.wireLength(row);
        }
        frames.add(size - from);
        capturedBytes.add(captured);
        wireBytes.add(wire);
    }
}

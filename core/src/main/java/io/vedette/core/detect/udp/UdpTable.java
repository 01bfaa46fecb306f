package io.vedette.core.detect.udp;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Counts of UDP that can be written and read again. What is written means something to an instance with the same hash only. */
public interface UdpTable {

    /** Sources that are counted. */
    int sources();

    /** Bytes that {@link #write} takes now. */
    long writtenBytes();

    void write(DataOutput out) throws IOException;

    /**
     * Takes over what another instance wrote, into an empty one.
     *
     * @throws IOException if it is more than fits here; the instance is to be given up then
     */
    void read(DataInput in) throws IOException;
}

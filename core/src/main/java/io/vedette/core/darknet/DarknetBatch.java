package io.vedette.core.darknet;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.packet.IntPair;

/**
 * Packets of a darknet as rows: key, destination, time, and where they lie. Valid as long as the {@link FrameBatch} it was made
 * of. Belongs to one thread and is reused.
 */
public final class DarknetBatch {

    /*
     * A row is a cache line: key and time, then words with two numbers each: destination and both ports, where the frame begins
     * and how long it is, where the IP header and the transport header begin, where the packet ends and its class.
     */
    private static final int KEY = 0;
    private static final int TIME = 1;
    private static final int DESTINATION_AND_PORTS = 2;
    private static final int FRAME = 3;
    private static final int HEADERS = 4;
    private static final int END_AND_CLASS = 5;
    private static final int WORDS = 8;

    private final long[] words;
    private byte[] bytes = {};
    private int size;

    /** An empty batch for at most {@code capacity} packets, at least one. */
    public DarknetBatch(int capacity) {
        words = new long[capacity * WORDS];
    }

    void startIn(byte[] block) {
        bytes = block;
        size = 0;
    }

    // What follows writes the open row, the one at `size`, which the last of them adds.

    void setFrame(int at, int length) {
        words[size * WORDS + FRAME] = IntPair.of(at, length);
    }

    void setPacket(int ip, int transport, int end, PacketClass packetClass) {
        int at = size * WORDS;
        words[at + HEADERS] = IntPair.of(ip, transport);
        words[at + END_AND_CLASS] = IntPair.of(end, packetClass.ordinal());
    }

    /** @param ports source port in the upper half, destination port in the lower one; 0 if there are none */
    void add(long key, int destination, int ports, long nanos) {
        int at = size * WORDS;
        words[at + KEY] = key;
        words[at + TIME] = nanos;
        words[at + DESTINATION_AND_PORTS] = IntPair.of(destination, ports);
        size++;
    }

    private int upper(int row, int word) {
        return IntPair.upper(words[row * WORDS + word]);
    }

    private int lower(int row, int word) {
        return IntPair.lower(words[row * WORDS + word]);
    }

    public int size() {
        return size;
    }

    /** The block in which the offsets point. */
    byte[] bytes() {
        return bytes;
    }

    long key(int row) {
        return words[row * WORDS + KEY];
    }

    public Traffic traffic(int row) {
        return EventKey.traffic(key(row));
    }

    /** IPv4 address as a big-endian integer. */
    public int source(int row) {
        return EventKey.source(key(row));
    }

    /** The port of the event's key. */
    public int port(int row) {
        return EventKey.port(key(row));
    }

    public int destination(int row) {
        return upper(row, DESTINATION_AND_PORTS);
    }

    int sourcePort(int row) {
        return lower(row, DESTINATION_AND_PORTS) >>> 16;
    }

    public long timeNanos(int row) {
        return words[row * WORDS + TIME];
    }

    /** Where the frame begins. */
    int frame(int row) {
        return upper(row, FRAME);
    }

    /** Captured bytes of the frame. */
    int frameLength(int row) {
        return lower(row, FRAME);
    }

    /** Where the IPv4 header begins. */
    int ip(int row) {
        return upper(row, HEADERS);
    }

    /** Where the transport header begins. */
    int transport(int row) {
        return lower(row, HEADERS);
    }

    /** Where the captured bytes of the packet end. */
    int end(int row) {
        return upper(row, END_AND_CLASS);
    }

    public PacketClass packetClass(int row) {
        return PacketClass.of(lower(row, END_AND_CLASS));
    }
}

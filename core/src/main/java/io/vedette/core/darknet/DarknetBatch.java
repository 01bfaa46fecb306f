package io.vedette.core.darknet;

import io.vedette.core.capture.FrameBatch;

/**
 * Packets of a darknet as columns: key, destination, time, and where they lie. Valid as long as the {@link FrameBatch} it was
 * made of. Belongs to one thread and is reused.
 */
public final class DarknetBatch {

    final long[] key;
    final int[] destination;
    final int[] ports;
    final int[] frame;
    final int[] frameLength;
    final int[] ip;
    final int[] transport;
    final int[] end;
    final long[] timeNanos;
    final byte[] packetClass;
    byte[] bytes = {};
    int size;

    /** An empty batch for at most {@code capacity} packets, at least one. */
    public DarknetBatch(int capacity) {
        key = new long[capacity];
        destination = new int[capacity];
        ports = new int[capacity];
        frame = new int[capacity];
        frameLength = new int[capacity];
        ip = new int[capacity];
        transport = new int[capacity];
        end = new int[capacity];
        timeNanos = new long[capacity];
        packetClass = new byte[capacity];
    }

    public int size() {
        return size;
    }

    public Traffic traffic(int row) {
        return EventKey.traffic(key[row]);
    }

    /** IPv4 address as a big-endian integer. */
    public int source(int row) {
        return EventKey.source(key[row]);
    }

    /** The port of the event's key. */
    public int port(int row) {
        return EventKey.port(key[row]);
    }

    public int destination(int row) {
        return destination[row];
    }

    public long timeNanos(int row) {
        return timeNanos[row];
    }

    public PacketClass packetClass(int row) {
        return PacketClass.of(packetClass[row]);
    }

    int sourcePort(int row) {
        return ports[row] >>> 16;
    }
}

package io.vedette.core.packet;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.IpAddress;

/**
 * IP packets as columns of what their headers say, with offsets to the rest.
 *
 * <p>There is one row for each readable frame, in their order. It describes the innermost packet where there are tunnels.
 * The bytes stay in the block of the {@link FrameBatch} and are valid as long as that. Addresses come as two longs, see
 * {@link IpAddress}. Belongs to one thread at a time and is reused.
 */
public final class PacketBatch {

    private static final int IPV6 = 1 << 16;
    private static final int FRAGMENT = 1 << 17;
    private static final int HEADERLESS = 1 << 18;
    private static final int DEPTH_SHIFT = 20;

    private final long[] sourceHigh;
    private final long[] sourceLow;
    private final long[] destinationHigh;
    private final long[] destinationLow;
    private final long[] timeNanos;
    private final int[] ports;
    private final int[] traits;
    private final int[] ipOffset;
    private final int[] transportOffset;
    private final int[] end;
    private final int[] payloadLength;
    private byte[] bytes = {};
    private int size;

    /** An empty batch for at most {@code capacity} packets, at least one. */
    public PacketBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", expected at least 1");
        }
        sourceHigh = new long[capacity];
        sourceLow = new long[capacity];
        destinationHigh = new long[capacity];
        destinationLow = new long[capacity];
        timeNanos = new long[capacity];
        ports = new int[capacity];
        traits = new int[capacity];
        ipOffset = new int[capacity];
        transportOffset = new int[capacity];
        end = new int[capacity];
        payloadLength = new int[capacity];
    }

    public int capacity() {
        return traits.length;
    }

    public int size() {
        return size;
    }

    /** The block in which the offsets point. */
    public byte[] bytes() {
        return bytes;
    }

    // The decoder writes the open row, the one at `size`, as often as there are packets inside each other, and keeps
    // it.

    void startIn(byte[] block) {
        bytes = block;
        size = 0;
    }

    void setAddresses4(int source, int destination) {
        int row = size;
        sourceHigh[row] = 0;
        sourceLow[row] = IpAddress.lowOfIpv4(source);
        destinationHigh[row] = 0;
        destinationLow[row] = IpAddress.lowOfIpv4(destination);
    }

    void setAddresses6(byte[] block, int ip) {
        int row = size;
        sourceHigh[row] = Ipv6.sourceHigh(block, ip);
        sourceLow[row] = Ipv6.sourceLow(block, ip);
        destinationHigh[row] = Ipv6.destinationHigh(block, ip);
        destinationLow[row] = Ipv6.destinationLow(block, ip);
    }

    void setOffsets(int ip, int transport, int packetEnd) {
        int row = size;
        ipOffset[row] = ip;
        transportOffset[row] = transport;
        end[row] = packetEnd;
    }

    void setTransport(int sourceAndDestinationPort, int protocol, int flags, int payload) {
        int row = size;
        ports[row] = sourceAndDestinationPort;
        traits[row] = protocol | flags << 8;
        payloadLength[row] = payload;
    }

    void setTraits(boolean ipv6, boolean fragment, boolean headerless, int depth) {
        traits[size] |=
                (ipv6 ? IPV6 : 0) | (fragment ? FRAGMENT : 0) | (headerless ? HEADERLESS : 0) | depth << DEPTH_SHIFT;
    }

    /** Where the packet in the open row ends. */
    int openEnd() {
        return end[size];
    }

    void commit(long nanos) {
        timeNanos[size] = nanos;
        size++;
    }

    /** Tells which rows somebody wants. */
    @FunctionalInterface
    public interface Test {

        boolean wants(PacketBatch packets, int row);
    }

    /** Keeps only the rows that {@code test} wants, in their order; returns how many went. */
    public int retain(Test test) {
        int kept = 0;
        for (int row = 0; row < size; row++) {
            if (test.wants(this, row)) {
                copy(row, kept++);
            }
        }
        int gone = size - kept;
        size = kept;
        return gone;
    }

    private void copy(int from, int to) {
        if (from != to) {
            sourceHigh[to] = sourceHigh[from];
            sourceLow[to] = sourceLow[from];
            destinationHigh[to] = destinationHigh[from];
            destinationLow[to] = destinationLow[from];
            timeNanos[to] = timeNanos[from];
            ports[to] = ports[from];
            traits[to] = traits[from];
            ipOffset[to] = ipOffset[from];
            transportOffset[to] = transportOffset[from];
            end[to] = end[from];
            payloadLength[to] = payloadLength[from];
        }
    }

    /** Puts the transport header that was gathered from fragments into a row without one. */
    void completeHeader(int row, int sourceAndDestinationPort, int flags) {
        ports[row] = sourceAndDestinationPort;
        traits[row] = traits[row] & ~HEADERLESS | flags << 8;
        transportOffset[row] = end[row];
    }

    // The getters read a committed row.

    public long sourceHigh(int row) {
        return sourceHigh[row];
    }

    public long sourceLow(int row) {
        return sourceLow[row];
    }

    public long destinationHigh(int row) {
        return destinationHigh[row];
    }

    public long destinationLow(int row) {
        return destinationLow[row];
    }

    /** When the frame was captured, nanoseconds since 1970 UTC. */
    public long timeNanos(int row) {
        return timeNanos[row];
    }

    /** IP protocol number of what the packet carries. */
    public int protocol(int row) {
        return traits[row] & 0xff;
    }

    /** The eight control bits of TCP; 0 for other protocols. */
    public int tcpFlags(int row) {
        return traits[row] >>> 8 & 0xff;
    }

    /** Source port of TCP, UDP, SCTP, DCCP and UDP-Lite; identifier of ICMP queries; else 0. */
    public int sourcePort(int row) {
        return ports[row] >>> 16;
    }

    /** Destination port of TCP, UDP, SCTP, DCCP and UDP-Lite; type × 256 + code of ICMP; else 0. */
    public int destinationPort(int row) {
        return ports[row] & 0xffff;
    }

    public boolean isIpv6(int row) {
        return (traits[row] & IPV6) != 0;
    }

    /** Whether the packet is a part of a larger one. */
    public boolean isFragment(int row) {
        return (traits[row] & FRAGMENT) != 0;
    }

    /** Whether the packet is a fragment that lacks the transport header or part of it: ports and flags are not known. */
    public boolean isHeaderless(int row) {
        return (traits[row] & HEADERLESS) != 0;
    }

    /** How many packets are around this one: 0 without tunnels. */
    public int depth(int row) {
        return traits[row] >>> DEPTH_SHIFT;
    }

    /** Where the IP header begins. */
    public int ipOffset(int row) {
        return ipOffset[row];
    }

    /** Where the transport header begins, or the payload of other protocols and of fragments. */
    public int transportOffset(int row) {
        return transportOffset[row];
    }

    /** Where the captured bytes of the packet end; padding of the frame is not part of it. */
    public int end(int row) {
        return end[row];
    }

    /** Bytes that the packet carries after its transport header, captured or not; 0 where headerless. */
    public int payloadLength(int row) {
        return payloadLength[row];
    }
}

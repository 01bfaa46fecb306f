package io.vedette.core.packet;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.IpAddress;

/**
 * IP packets as rows of what their headers say, with offsets to the rest.
 *
 * <p>There is one row for each readable frame, in their order. It describes the innermost packet where there are tunnels.
 * The bytes stay in the block of the {@link FrameBatch} and are valid as long as that. Addresses come as two longs, see
 * {@link IpAddress}. Belongs to one thread at a time and is reused.
 */
public final class PacketBatch {

    /*
     * A row is a cache line: addresses, time, and three words with two numbers each: ports and traits, where the IP header and
     * the transport header begin, where the packet ends and what it carries. The traits are protocol (8 bits), TCP flags (8),
     * the bits below, and depth.
     */
    private static final int SOURCE_HIGH = 0;
    private static final int SOURCE_LOW = 1;
    private static final int DESTINATION_HIGH = 2;
    private static final int DESTINATION_LOW = 3;
    private static final int TIME = 4;
    private static final int PORTS_AND_TRAITS = 5;
    private static final int OFFSETS = 6;
    private static final int END_AND_PAYLOAD = 7;
    private static final int WORDS = 8;

    private static final int FLAGS_SHIFT = 8;
    private static final int IPV6 = 1 << 16;
    private static final int FRAGMENT = 1 << 17;
    private static final int HEADERLESS = 1 << 18;
    private static final int DEPTH_SHIFT = 20;

    private final int capacity;
    private final long[] words;
    private byte[] bytes = {};
    private int size;

    /** An empty batch for at most {@code capacity} packets, at least one. */
    public PacketBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", expected at least 1");
        }
        this.capacity = capacity;
        words = new long[capacity * WORDS];
    }

    public int capacity() {
        return capacity;
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
        int at = size * WORDS;
        words[at + SOURCE_HIGH] = 0;
        words[at + SOURCE_LOW] = IpAddress.lowOfIpv4(source);
        words[at + DESTINATION_HIGH] = 0;
        words[at + DESTINATION_LOW] = IpAddress.lowOfIpv4(destination);
    }

    void setAddresses6(byte[] block, int ip) {
        int at = size * WORDS;
        words[at + SOURCE_HIGH] = Ipv6.sourceHigh(block, ip);
        words[at + SOURCE_LOW] = Ipv6.sourceLow(block, ip);
        words[at + DESTINATION_HIGH] = Ipv6.destinationHigh(block, ip);
        words[at + DESTINATION_LOW] = Ipv6.destinationLow(block, ip);
    }

    void setTransport(int sourceAndDestinationPort, int protocol, int flags, int packetEnd, int payload) {
        int at = size * WORDS;
        words[at + PORTS_AND_TRAITS] = IntPair.of(sourceAndDestinationPort, protocol | flags << FLAGS_SHIFT);
        words[at + END_AND_PAYLOAD] = IntPair.of(packetEnd, payload);
    }

    void setIp(boolean ipv6, boolean fragment, boolean headerless, int depth, int ip, int transport) {
        int at = size * WORDS;
        words[at + PORTS_AND_TRAITS] |=
                (ipv6 ? IPV6 : 0) | (fragment ? FRAGMENT : 0) | (headerless ? HEADERLESS : 0) | depth << DEPTH_SHIFT;
        words[at + OFFSETS] = IntPair.of(ip, transport);
    }

    private int upper(int row, int word) {
        return IntPair.upper(words[row * WORDS + word]);
    }

    private int lower(int row, int word) {
        return IntPair.lower(words[row * WORDS + word]);
    }

    /** Where the packet in the open row ends. */
    int openEnd() {
        return end(size);
    }

    void commit(long nanos) {
        words[size * WORDS + TIME] = nanos;
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
            System.arraycopy(words, from * WORDS, words, to * WORDS, WORDS);
        }
    }

    /** Puts the transport header that was gathered from fragments into a row without one. */
    void completeHeader(int row, int sourceAndDestinationPort, int flags) {
        int at = row * WORDS;
        words[at + PORTS_AND_TRAITS] =
                IntPair.of(sourceAndDestinationPort, traits(row) & ~HEADERLESS | flags << FLAGS_SHIFT);
        words[at + OFFSETS] = IntPair.of(ipOffset(row), end(row));
    }

    private int traits(int row) {
        return lower(row, PORTS_AND_TRAITS);
    }

    // The getters read a committed row.

    public long sourceHigh(int row) {
        return words[row * WORDS + SOURCE_HIGH];
    }

    public long sourceLow(int row) {
        return words[row * WORDS + SOURCE_LOW];
    }

    public long destinationHigh(int row) {
        return words[row * WORDS + DESTINATION_HIGH];
    }

    public long destinationLow(int row) {
        return words[row * WORDS + DESTINATION_LOW];
    }

    /** When the frame was captured, nanoseconds since 1970 UTC. */
    public long timeNanos(int row) {
        return words[row * WORDS + TIME];
    }

    /** IP protocol number of what the packet carries. */
    public int protocol(int row) {
        return traits(row) & 0xff;
    }

    /** The eight control bits of TCP; 0 for other protocols. */
    public int tcpFlags(int row) {
        return traits(row) >>> FLAGS_SHIFT & 0xff;
    }

    /** Both ports, the source port in the upper half. */
    public int ports(int row) {
        return upper(row, PORTS_AND_TRAITS);
    }

    /** Source port of TCP, UDP, SCTP, DCCP and UDP-Lite; identifier of ICMP queries; else 0. */
    public int sourcePort(int row) {
        return upper(row, PORTS_AND_TRAITS) >>> 16;
    }

    /** Destination port of TCP, UDP, SCTP, DCCP and UDP-Lite; type × 256 + code of ICMP; else 0. */
    public int destinationPort(int row) {
        return upper(row, PORTS_AND_TRAITS) & 0xffff;
    }

    public boolean isIpv6(int row) {
        return (traits(row) & IPV6) != 0;
    }

    /** Whether the packet is a part of a larger one. */
    public boolean isFragment(int row) {
        return (traits(row) & FRAGMENT) != 0;
    }

    /** Whether the packet is a fragment that lacks the transport header or part of it: ports and flags are not known. */
    public boolean isHeaderless(int row) {
        return (traits(row) & HEADERLESS) != 0;
    }

    /** How many packets are around this one: 0 without tunnels. */
    public int depth(int row) {
        return traits(row) >>> DEPTH_SHIFT;
    }

    /** Where the IP header begins. */
    public int ipOffset(int row) {
        return upper(row, OFFSETS);
    }

    /** Where the transport header begins, or the payload of other protocols and of fragments. */
    public int transportOffset(int row) {
        return lower(row, OFFSETS);
    }

    /** Where the captured bytes of the packet end; padding of the frame is not part of it. */
    public int end(int row) {
        return upper(row, END_AND_PAYLOAD);
    }

    /** Bytes that the packet carries after its transport header, captured or not; 0 where headerless. */
    public int payloadLength(int row) {
        return lower(row, END_AND_PAYLOAD);
    }
}

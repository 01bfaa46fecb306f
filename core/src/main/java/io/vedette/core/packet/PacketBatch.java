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
     * A row is five words: addresses, time, and three words with two numbers each: ports and traits, where the IP header and
     * the transport header begin, where the packet ends and what it carries. The traits are protocol (8 bits), TCP flags (8),
     * the bits below, and depth. Of IPv4 the addresses are one word; those of IPv6 stand apart, in an array that is made when
     * the first of them comes.
     */
    private static final int ADDRESSES = 0; // source 32, destination 32
    private static final int TIME = 1;
    private static final int PORTS_AND_TRAITS = 2;
    private static final int OFFSETS = 3;
    private static final int END_AND_PAYLOAD = 4;
    private static final int WORDS = 5;

    private static final int WIDE_SOURCE = 0;
    private static final int WIDE_DESTINATION = 2;
    private static final int WIDE_WORDS = 4;

    private static final int FLAGS_SHIFT = 8;
    private static final int IPV6 = 1 << 16;
    private static final int FRAGMENT = 1 << 17;
    private static final int HEADERLESS = 1 << 18;
    private static final int DEPTH_SHIFT = 20;

    private final int capacity;
    private final long[] words;
    private long[] wide = {};
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
        words[size * WORDS + ADDRESSES] = IntPair.of(source, destination);
    }

    void setAddresses6(byte[] block, int ip) {
        if (wide.length == 0) {
            wide = new long[capacity * WIDE_WORDS];
        }
        int at = size * WIDE_WORDS;
        wide[at + WIDE_SOURCE] = Ipv6.sourceHigh(block, ip);
        wide[at + WIDE_SOURCE + 1] = Ipv6.sourceLow(block, ip);
        wide[at + WIDE_DESTINATION] = Ipv6.destinationHigh(block, ip);
        wide[at + WIDE_DESTINATION + 1] = Ipv6.destinationLow(block, ip);
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
            if (isIpv6(from)) {
                System.arraycopy(wide, from * WIDE_WORDS, wide, to * WIDE_WORDS, WIDE_WORDS);
            }
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

    /** Both addresses, the source in the upper half; only of IPv4. */
    public long addresses4(int row) {
        return words[row * WORDS + ADDRESSES];
    }

    public long sourceHigh(int row) {
        return isIpv6(row) ? wide[row * WIDE_WORDS + WIDE_SOURCE] : 0;
    }

    public long sourceLow(int row) {
        return isIpv6(row)
                ? wide[row * WIDE_WORDS + WIDE_SOURCE + 1]
                : IpAddress.lowOfIpv4(IntPair.upper(addresses4(row)));
    }

    public long destinationHigh(int row) {
        return isIpv6(row) ? wide[row * WIDE_WORDS + WIDE_DESTINATION] : 0;
    }

    public long destinationLow(int row) {
        return isIpv6(row)
                ? wide[row * WIDE_WORDS + WIDE_DESTINATION + 1]
                : IpAddress.lowOfIpv4(IntPair.lower(addresses4(row)));
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

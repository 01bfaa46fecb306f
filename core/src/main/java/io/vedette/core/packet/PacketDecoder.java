package io.vedette.core.packet;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.IpProtocol;

/**
 * Reads the headers of a batch of frames in place: link layer, tags, IP, tunnels, transport.
 *
 * <p>Whatever the bytes are, each frame is a row or a count, in time proportional to its headers. Belongs to one thread.
 */
public final class PacketDecoder {

    /** IP packets inside each other, at most. */
    public static final int MAX_DEPTH = 8;

    private static final int DCCP = 33;
    private static final int UDP_LITE = 136;
    private static final int PORTS_LENGTH = 4;
    private static final int NO_HEADER = -1;

    /** Stands for a packet that is not IP. No layer looks like this: a fragment of nothing at the start of the block. */
    private static final long NOT_IP = Layer.FRAGMENT;

    private final PacketCounts counts;

    public PacketDecoder(PacketCounts counts) {
        this.counts = counts;
    }

    /**
     * Fills {@code packets} with what is in {@code frames}.
     *
     * @param packets with a capacity of at least the number of frames; what it held is forgotten
     */
    public void decode(FrameBatch frames, PacketBatch packets) {
        byte[] bytes = frames.bytes();
        int linkType = frames.linkType();
        int count = frames.size();
        packets.startIn(bytes);
        if (!LinkLayer.isKnown(linkType)) {
            counts.unknownLink.add(count);
            counts.add(linkType, count, packets);
            return;
        }
        for (int frame = 0; frame < count; frame++) {
            int at = frames.offset(frame);
            int end = at + frames.capturedLength(frame);
            long packet = LinkLayer.payload(linkType, bytes, at, end);
            long inside = packet < 0 ? packet : read(packet, bytes, end, packets, 0);
            if (inside < 0) {
                counts.malformed.of(Layer.reason(inside)).increment();
            } else if (inside == NOT_IP) {
                counts.notIp.increment();
            } else {
                if (inside != Layer.NONE) {
                    readInside(inside, bytes, packets);
                }
                packets.commit(frames.timeNanos(frame));
            }
        }
        counts.add(linkType, count, packets);
    }

    /** Follows tunnels from the packet in the open row to the innermost one that can be read. */
    private void readInside(long first, byte[] bytes, PacketBatch packets) {
        long layer = first;
        for (int depth = 1; layer > 0; depth++) {
            if (depth == MAX_DEPTH) {
                counts.malformedInside.of(MalformedReason.TUNNEL_DEPTH).increment();
                return;
            }
            layer = read(layer, bytes, packets.openEnd(), packets, depth);
            if (layer == NOT_IP) {
                return;
            }
        }
        if (layer < 0) {
            counts.malformedInside.of(Layer.reason(layer)).increment();
        }
    }

    /**
     * Reads the IP packet at {@code layer} into the open row, which stays as it was if that cannot be done.
     *
     * @return what the packet carries that is a packet itself, or {@link Layer#NONE}, or {@link #NOT_IP}, or why it is
     *     malformed
     */
    private long read(long layer, byte[] bytes, int frameEnd, PacketBatch packets, int depth) {
        int type = Layer.protocol(layer);
        int ip = Layer.offset(layer);
        long payload;
        int declaredEnd;
        if (type == EtherType.IPV4) {
            payload = Ipv4.payload(bytes, ip, frameEnd);
            declaredEnd = payload < 0 ? 0 : Ipv4.declaredEnd(bytes, ip, frameEnd);
        } else if (type == EtherType.IPV6) {
            payload = Ipv6.payload(bytes, ip, frameEnd);
            declaredEnd = payload < 0 ? 0 : Ipv6.declaredEnd(bytes, ip, frameEnd);
        } else {
            return NOT_IP;
        }
        if (payload < 0) {
            return payload;
        }
        int protocol = Layer.protocol(payload);
        int transport = Layer.offset(payload);
        int end = Math.min(frameEnd, declaredEnd);
        boolean fragment = (payload & Layer.FRAGMENT) != 0;
        boolean headerless = (payload & Layer.LATER_FRAGMENT) != 0;
        int header = header(protocol, type);
        if (!headerless) {
            long fault = check(header, bytes, transport, end, declaredEnd);
            headerless = fault < 0 && fragment;
            if (fault < 0 && !fragment) {
                return fault;
            }
        }
        write(bytes, protocol, header, transport, end, declaredEnd, headerless, packets);
        packets.setIp(type == EtherType.IPV6, fragment, headerless, depth, ip, transport);
        if (type == EtherType.IPV4) {
            packets.setAddresses4(Ipv4.source(bytes, ip), Ipv4.destination(bytes, ip));
        } else {
            packets.setAddresses6(bytes, ip);
        }
        return fragment || protocol == IpProtocol.TCP ? Layer.NONE : Tunnel.payload(protocol, bytes, transport, end);
    }

    /** The protocol whose header is there: a probe of all protocols numbers ICMP of the other family too, with nothing in it. */
    private static int header(int protocol, int type) {
        int foreign = type == EtherType.IPV4 ? IpProtocol.ICMPV6 : IpProtocol.ICMP;
        return protocol == foreign ? NO_HEADER : protocol;
    }

    private static long check(int protocol, byte[] bytes, int at, int end, int declaredEnd) {
        return switch (protocol) {
            case IpProtocol.TCP -> Tcp.check(bytes, at, end, declaredEnd);
            case IpProtocol.UDP -> Udp.check(bytes, at, end);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 -> Icmp.check(at, end);
            default -> 0;
        };
    }

    /** Writes what depends on the transport protocol, whose header was checked. */
    private static void write(
            byte[] bytes,
            int protocol,
            int header,
            int at,
            int end,
            int declaredEnd,
            boolean headerless,
            PacketBatch packets) {
        int payload = declaredEnd - at;
        if (headerless) {
            packets.setTransport(0, protocol, 0, end, 0);
            return;
        }
        switch (header) {
            case IpProtocol.TCP ->
                packets.setTransport(
                        Wire.i32(bytes, at),
                        protocol,
                        Tcp.flags(bytes, at),
                        end,
                        payload - Tcp.headerLength(bytes, at));
            case IpProtocol.UDP ->
                packets.setTransport(Wire.i32(bytes, at), protocol, 0, end, payload - Udp.HEADER_LENGTH);
            case IpProtocol.ICMP, IpProtocol.ICMPV6 ->
                packets.setTransport(
                        icmpPorts(bytes, at, end), protocol, 0, end, Math.max(0, payload - Icmp.HEADER_LENGTH));
            case IpProtocol.SCTP, DCCP, UDP_LITE ->
                // A probe for the protocol itself is often empty.
                packets.setTransport(end - at < PORTS_LENGTH ? 0 : Wire.i32(bytes, at), protocol, 0, end, payload);
            default -> packets.setTransport(0, protocol, 0, end, payload);
        }
    }

    private static int icmpPorts(byte[] bytes, int at, int end) {
        int identifier = end - at >= Icmp.HEADER_LENGTH ? Icmp.identifier(bytes, at) : 0;
        return identifier << 16 | Wire.u16(bytes, at);
    }
}

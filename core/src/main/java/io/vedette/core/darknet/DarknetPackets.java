package io.vedette.core.darknet;

import io.vedette.core.capture.FrameBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.packet.Icmp;
import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.OutermostIpv4;
import io.vedette.core.packet.Tcp;
import io.vedette.core.packet.Udp;

/**
 * Tells of each frame which event it belongs to.
 *
 * <p>Looks at the outermost IPv4 packet and its transport header only. A packet whose transport header cannot be read, for
 * whatever reason, is {@link Traffic#UNKNOWN}: fragments, packets in packets, other protocols, broken headers and options.
 * Belongs to one thread.
 */
public final class DarknetPackets {

    private static final int MIN_IP_HEADER = 20;
    private static final int MIN_TCP_HEADER = 20;
    private static final int TRANSPORT_HEADER = 8;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;

    private static final Traffic[] TRAFFIC = Traffic.values();

    private final PrefixSet darknet;
    private final DarknetCounts counts;

    /** @param darknet the addresses of the darknet; empty if every destination is one of them */
    public DarknetPackets(PrefixSet darknet, DarknetCounts counts) {
        this.darknet = darknet;
        this.counts = counts;
    }

    /**
     * Fills {@code packets} with what is in {@code frames}.
     *
     * @param packets with room for as many; what it held is forgotten
     */
    public void read(FrameBatch frames, DarknetBatch packets) {
        byte[] bytes = frames.bytes();
        int linkType = frames.linkType();
        int count = frames.size();
        int other = 0;
        int malformed = 0;
        int outside = 0;
        packets.bytes = bytes;
        packets.size = 0;
        for (int row = 0; row < count; row++) {
            int at = frames.offset(row);
            int end = at + frames.capturedLength(row);
            int ip = OutermostIpv4.find(linkType, bytes, at, end);
            if (ip == OutermostIpv4.OTHER) {
                other++;
            } else if (ip == OutermostIpv4.MALFORMED || !hasSoundLengths(bytes, ip, end)) {
                malformed++;
            } else if (!darknet.isEmpty() && !isOfDarknet(Ipv4.destination(bytes, ip))) {
                outside++;
            } else {
                packets.timeNanos[packets.size] = frames.timeNanos(row);
                packets.frame[packets.size] = at;
                packets.frameLength[packets.size] = end - at;
                add(bytes, ip, end, packets);
            }
        }
        counts.frames.add(count);
        counts.notIpv4.add(other);
        counts.malformed.add(malformed);
        counts.outside.add(outside);
        for (int row = 0; row < packets.size; row++) {
            counts.traffic.of(TRAFFIC[EventKey.code(packets.key[row])]).increment();
        }
    }

    private boolean isOfDarknet(int destination) {
        return darknet.contains(0, IpAddress.lowOfIpv4(destination));
    }

    /** Whether the header lies in the packet and the frame; a total length of 0 is a packet that the card was still to cut. */
    private static boolean hasSoundLengths(byte[] bytes, int ip, int end) {
        int header = Ipv4.headerLength(bytes, ip);
        int total = Ipv4.totalLength(bytes, ip);
        return header >= MIN_IP_HEADER && header <= end - ip && (total == 0 || header <= total);
    }

    private static void add(byte[] bytes, int ip, int frameEnd, DarknetBatch packets) {
        int row = packets.size++;
        int total = Ipv4.totalLength(bytes, ip);
        int end = total == 0 ? frameEnd : Math.min(frameEnd, ip + total);
        int transport = ip + Ipv4.headerLength(bytes, ip);
        packets.destination[row] = Ipv4.destination(bytes, ip);
        packets.ip[row] = ip;
        packets.transport[row] = transport;
        packets.end[row] = end;
        packets.ports[row] = 0;
        packets.packetClass[row] = 0;
        Traffic traffic = Traffic.UNKNOWN;
        int port = 0;
        if (!isFragment(bytes, ip) && hasSoundOptions(bytes, ip + MIN_IP_HEADER, transport)) {
            traffic = transportKind(bytes, ip, transport, end, packets, row);
            if (traffic.isTcp() || traffic == Traffic.UDP) {
                int sourcePort = Tcp.sourcePort(bytes, transport);
                int destinationPort = Tcp.destinationPort(bytes, transport);
                packets.ports[row] = sourcePort << 16 | destinationPort;
                port = traffic.keyedBySourcePort() ? sourcePort : destinationPort;
            }
        }
        packets.key[row] = EventKey.of(Ipv4.source(bytes, ip), port, traffic.ordinal());
    }

    private static boolean isFragment(byte[] bytes, int ip) {
        return Ipv4.moreFragments(bytes, ip) || Ipv4.fragmentOffset(bytes, ip) != 0;
    }

    private static Traffic transportKind(byte[] bytes, int ip, int at, int end, DarknetBatch packets, int row) {
        switch (Ipv4.protocol(bytes, ip)) {
            case IpProtocol.TCP:
                return tcp(bytes, at, end, packets, row);
            case IpProtocol.UDP:
                if (end - at < TRANSPORT_HEADER) {
                    return Traffic.UNKNOWN;
                }
                int length = Udp.length(bytes, at);
                return length == 0 || length >= TRANSPORT_HEADER ? Traffic.UDP : Traffic.UNKNOWN;
            case IpProtocol.ICMP:
                if (end - at < TRANSPORT_HEADER) {
                    return Traffic.UNKNOWN;
                }
                Traffic kind = Traffic.ofIcmp(Icmp.type(bytes, at));
                if (kind == Traffic.ICMP_OTHER) {
                    packets.packetClass[row] =
                            (byte) PacketClass.ofOtherIcmp(Icmp.type(bytes, at)).ordinal();
                }
                return kind;
            default:
                return Traffic.UNKNOWN;
        }
    }

    private static Traffic tcp(byte[] bytes, int at, int end, DarknetBatch packets, int row) {
        if (end - at < MIN_TCP_HEADER) {
            return Traffic.UNKNOWN;
        }
        int header = Tcp.headerLength(bytes, at);
        if (header < MIN_TCP_HEADER || header > end - at || !hasSoundOptions(bytes, at + MIN_TCP_HEADER, at + header)) {
            return Traffic.UNKNOWN;
        }
        int flags = Tcp.flags(bytes, at) | (bytes[at + 12] & 1) << 8;
        Traffic kind = Traffic.ofTcp(flags);
        if (kind == Traffic.TCP_OTHER) {
            packets.packetClass[row] = (byte) PacketClass.ofOtherTcp(flags).ordinal();
        }
        return kind;
    }

    /** Whether the options in {@code bytes[from, to)}, of IP (RFC 791) or TCP (RFC 9293), fill their place and no more. */
    private static boolean hasSoundOptions(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] != OPTION_END) {
            if (bytes[at] == OPTION_NOP) {
                at++;
                continue;
            }
            int length = at + 1 < to ? bytes[at + 1] & 0xff : 0;
            if (length < 2 || length > to - at) {
                return false;
            }
            at += length;
        }
        return true;
    }
}

package io.vedette.core.packet;

import static io.vedette.core.packet.PacketBytes.ethernet;
import static io.vedette.core.packet.PacketBytes.icmp;
import static io.vedette.core.packet.PacketBytes.ipv4;
import static io.vedette.core.packet.PacketBytes.ipv6;
import static io.vedette.core.packet.PacketBytes.join;
import static io.vedette.core.packet.PacketBytes.tag;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.u16;
import static io.vedette.core.packet.PacketBytes.udp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Well-formed frames under every link type, with every tag and in every tunnel that can be read. */
final class OddFrames {

    private static final byte[] SYN = ipv4("10.0.0.1", "10.0.0.2", 6, tcp(40_000, 80, 2, 0));
    private static final byte[] QUERY = ipv4("10.0.0.3", "10.0.0.4", 17, udp(40_001, 9999, new byte[12]));
    private static final byte[] PING = ipv4("10.0.0.5", "10.0.0.6", 1, icmp(8, 0, 7, new byte[16]));
    private static final byte[] SYN6 = ipv6("2001:db8::1", "2001:db8::2", 6, tcp(40_002, 443, 0x12, 0));
    private static final List<byte[]> PACKETS4 = List.of(SYN, QUERY, PING);

    private OddFrames() {}

    static Map<Integer, List<byte[]>> byLinkType() {
        Map<Integer, List<byte[]>> frames = new TreeMap<>();
        frames.put(LinkLayer.ETHERNET, ethernetFrames());
        frames.put(LinkLayer.RAW, List.of(SYN, QUERY, PING, SYN6));
        frames.put(LinkLayer.IPV4, PACKETS4);
        frames.put(LinkLayer.IPV6, List.of(SYN6));
        frames.put(LinkLayer.NULL, before(new byte[] {2, 0, 0, 0}, new byte[] {30, 0, 0, 0}));
        frames.put(LinkLayer.LOOP, before(new byte[] {0, 0, 0, 2}, new byte[] {0, 0, 0, 24}));
        frames.put(LinkLayer.PPP, before(new byte[] {(byte) 0xff, 3, 0, 0x21}, new byte[] {(byte) 0xff, 3, 0, 0x57}));
        frames.put(LinkLayer.LINUX_SLL, before(cooked(0x0800), cooked(0x86dd)));
        frames.put(LinkLayer.LINUX_SLL2, before(cooked2(0x0800), cooked2(0x86dd)));
        return frames;
    }

    private static byte[] cooked(int type) {
        return u16(0, 1, 6, 0, 1, 2, 0, type);
    }

    private static byte[] cooked2(int type) {
        return u16(type, 0, 0, 3, 1, 6, 0, 1, 2, 0);
    }

    private static List<byte[]> before(byte[] header4, byte[] header6) {
        List<byte[]> frames = new ArrayList<>();
        PACKETS4.forEach(packet -> frames.add(join(header4, packet)));
        frames.add(join(header6, SYN6));
        return frames;
    }

    private static List<byte[]> ethernetFrames() {
        List<byte[]> frames = new ArrayList<>();
        for (byte[] packet : PACKETS4) {
            frames.add(ethernet(0x0800, packet));
            frames.add(ethernet(0x8100, tag(0x0800, packet)));
            frames.add(ethernet(0x88a8, tag(0x8100, tag(0x0800, packet))));
            frames.add(ethernet(0x8100, tag(0x8100, tag(0x8100, tag(0x0800, packet)))));
            frames.add(ethernet(0x8847, join(new byte[] {0, 1, 0, 64, 0, 2, 1, 64}, packet)));
            frames.add(ethernet(0x8864, join(u16(0x1100, 1, packet.length + 2, 0x0021), packet)));
            tunnels(packet).forEach(tunnel -> frames.add(ethernet(0x0800, tunnel)));
        }
        frames.add(ethernet(0x86dd, SYN6));
        frames.add(ethernet(0x0800, ipv4("192.0.2.1", "192.0.2.2", 41, SYN6)));
        frames.add(ethernet(0x0800, ipv4("192.0.2.1", "192.0.2.2", 17, udp(50_000, 3544, SYN6))));
        frames.add(ethernet(0x86dd, ipv6("2001:db8:9::1", "2001:db8:9::2", 41, SYN6)));
        return frames;
    }

    private static List<byte[]> tunnels(byte[] packet) {
        byte[] frame = ethernet(0x0800, packet);
        byte[] gre = join(u16(0, 0x0800), packet);
        byte[] keyed = join(u16(0x2000, 0x0800, 0, 7), packet);
        byte[] bridged = join(u16(0, 0x6558), frame);
        byte[] vxlan = join(new byte[] {8, 0, 0, 0, 0, 0, 1, 0}, frame);
        return List.of(
                ipv4("192.0.2.1", "192.0.2.2", 4, packet),
                ipv4("192.0.2.1", "192.0.2.2", 47, gre),
                ipv4("192.0.2.1", "192.0.2.2", 47, keyed),
                ipv4("192.0.2.1", "192.0.2.2", 47, bridged),
                ipv4("192.0.2.1", "192.0.2.2", 17, udp(50_000, 4789, vxlan)),
                ipv4("192.0.2.1", "192.0.2.2", 4, ipv4("192.0.2.3", "192.0.2.4", 4, packet)));
    }
}

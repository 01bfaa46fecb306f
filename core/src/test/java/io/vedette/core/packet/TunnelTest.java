package io.vedette.core.packet;

import static io.vedette.core.packet.PacketBytes.ethernet;
import static io.vedette.core.packet.PacketBytes.ipv4;
import static io.vedette.core.packet.PacketBytes.ipv6;
import static io.vedette.core.packet.PacketBytes.join;
import static io.vedette.core.packet.PacketBytes.tag;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.u16;
import static io.vedette.core.packet.PacketBytes.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class TunnelTest {

    private static final String OUTER = "192.0.2.1";
    private static final String FAR = "192.0.2.2";
    private static final byte[] SYN4 = ipv4("10.0.0.1", "10.0.0.2", 6, tcp(1000, 80, 2, 0));
    private static final byte[] SYN6 = ipv6("2001:db8::1", "2001:db8::2", 6, tcp(1000, 80, 2, 0));
    private static final String ROW4 = "10.0.0.1:1000 > 10.0.0.2:80 tcp S +0 depth 1";
    private static final String ROW6 = "2001:db8::1:1000 > 2001:db8::2:80 tcp S +0 depth 1";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static Decoded over4(int protocol, byte[]... payload) {
        return Decoded.of(LinkLayer.RAW, ipv4(OUTER, FAR, protocol, join(payload)));
    }

    @Test
    void shouldReadIpInsideIp() {
        assertThat(over4(4, SYN4).rows()).containsExactly(ROW4);
        assertThat(over4(41, SYN6).rows()).containsExactly(ROW6);
        assertThat(Decoded.of(LinkLayer.RAW, ipv6("::1", "::2", 4, SYN4)).rows())
                .containsExactly(ROW4);
        assertThat(over4(41, SYN6).counts().tunnelled.get()).isEqualTo(1);
    }

    @Test
    void shouldReadGreWithEveryOptionalField() {
        assertThat(over4(47, hex("00000800"), SYN4).rows()).containsExactly(ROW4);
        assertThat(over4(47, hex("b00086dd"), new byte[12], SYN6).rows()).containsExactly(ROW6);
        assertThat(over4(47, hex("20006558"), new byte[4], ethernet(0x8100, tag(0x0800, SYN4)))
                        .rows())
                .containsExactly(ROW4);
        assertThat(over4(47, hex("100088be"), new byte[4 + 8], ethernet(0x0800, SYN4))
                        .rows())
                .containsExactly(ROW4);
        assertThat(over4(47, hex("000088be"), ethernet(0x0800, SYN4)).rows()).containsExactly(ROW4);
        assertThat(over4(47, hex("100022eb"), new byte[4 + 12], ethernet(0x0800, SYN4))
                        .rows())
                .containsExactly(ROW4);
    }

    @Test
    void shouldReadVxlanAndTeredo() {
        byte[] vxlan = join(hex("0800000000002a00"), ethernet(0x0800, SYN4));
        byte[] origin = join(hex("0000fbfffefdfcfb"), SYN6);
        byte[] authentication = join(hex("00010000"), new byte[9], origin);

        assertThat(over4(17, udp(50_000, 4789, vxlan)).rows()).containsExactly(ROW4);
        assertThat(over4(17, udp(50_000, 8472, vxlan)).rows()).containsExactly(ROW4);
        assertThat(over4(17, udp(50_000, 3544, SYN6)).rows()).containsExactly(ROW6);
        assertThat(over4(17, udp(3544, 50_000, origin)).rows()).containsExactly(ROW6);
        assertThat(over4(17, udp(3544, 50_000, authentication)).rows()).containsExactly(ROW6);
    }

    @Test
    void shouldTakeAProbeOfATunnelForWhatItIs() {
        assertThat(over4(17, udp(50_000, 4789, new byte[40])).rows())
                .containsExactly("192.0.2.1:50000 > 192.0.2.2:4789 udp +40");
        assertThat(over4(17, udp(50_000, 3544, hex("60"))).rows())
                .containsExactly("192.0.2.1:50000 > 192.0.2.2:3544 udp +1");
        assertThat(over4(47).rows()).containsExactly("192.0.2.1:0 > 192.0.2.2:0 proto-47 +0");
        assertThat(over4(47, hex("30018100"), new byte[16]).rows())
                .containsExactly("192.0.2.1:0 > 192.0.2.2:0 proto-47 +20");
    }

    @Test
    void shouldUseTheOuterPacketWhereTheInnerOneCannotBeRead() {
        Decoded empty = over4(4);
        Decoded broken = over4(41, u16(0x4000, 0, 0, 0), new byte[32]);
        Decoded arp = over4(47, hex("00000806"), new byte[28]);

        assertThat(empty.rows()).containsExactly("192.0.2.1:0 > 192.0.2.2:0 proto-4 +0");
        assertThat(empty.malformedInside()).isEqualTo(MalformedReason.TRUNCATED_IP);
        assertThat(empty.malformed()).isNull();
        assertThat(broken.rows()).containsExactly("192.0.2.1:0 > 192.0.2.2:0 proto-41 +40");
        assertThat(broken.malformedInside()).isEqualTo(MalformedReason.BAD_IP_VERSION);
        assertThat(arp.rows()).containsExactly("192.0.2.1:0 > 192.0.2.2:0 proto-47 +32");
        assertThat(arp.malformedInside()).isNull();
    }

    @Test
    void shouldStopAtTheDepthLimitWithTheInnermostPacketRead() {
        byte[] packet = SYN4;
        for (int around = 1; around < PacketDecoder.MAX_DEPTH; around++) {
            packet = ipv4(OUTER, FAR, 4, packet);
        }
        Decoded atLimit = Decoded.of(LinkLayer.RAW, packet);
        Decoded beyond = over4(4, packet);

        assertThat(atLimit.rows()).containsExactly("10.0.0.1:1000 > 10.0.0.2:80 tcp S +0 depth 7");
        assertThat(beyond.rows()).containsExactly("192.0.2.1:0 > 192.0.2.2:0 proto-4 +40 depth 7");
        assertThat(beyond.malformedInside()).isEqualTo(MalformedReason.TUNNEL_DEPTH);
        assertThat(beyond.counts().imbalance()).isZero();
    }
}

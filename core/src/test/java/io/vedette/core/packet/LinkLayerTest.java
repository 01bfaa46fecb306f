package io.vedette.core.packet;

import static io.vedette.core.packet.PacketBytes.ethernet;
import static io.vedette.core.packet.PacketBytes.ipv4;
import static io.vedette.core.packet.PacketBytes.ipv6;
import static io.vedette.core.packet.PacketBytes.join;
import static io.vedette.core.packet.PacketBytes.tag;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.u16;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class LinkLayerTest {

    private static final byte[] SYN4 = ipv4("10.0.0.1", "10.0.0.2", 6, tcp(1000, 80, 2, 0));
    private static final byte[] SYN6 = ipv6("2001:db8::1", "2001:db8::2", 6, tcp(1000, 80, 2, 0));
    private static final String ROW4 = "10.0.0.1:1000 > 10.0.0.2:80 tcp S +0";
    private static final String ROW6 = "2001:db8::1:1000 > 2001:db8::2:80 tcp S +0";

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static void assertRead(int linkType, byte[] header4, byte[] header6) {
        Decoded four = Decoded.of(linkType, join(header4, SYN4));
        Decoded six = Decoded.of(linkType, join(header6, SYN6));

        assertThat(four.rows()).containsExactly(ROW4);
        assertThat(six.rows()).containsExactly(ROW6);
        assertThat(four.counts().ofLinkType(linkType)).isEqualTo(1);
        assertThat(four.counts().imbalance()).isZero();
        assertThat(LinkLayer.isKnown(linkType)).isTrue();
    }

    @Test
    void shouldReadEveryKnownLinkType() {
        byte[] none = {};
        assertRead(LinkLayer.ETHERNET, join(new byte[12], u16(0x0800)), join(new byte[12], u16(0x86dd)));
        assertRead(LinkLayer.LINUX_SLL, join(new byte[14], u16(0x0800)), join(new byte[14], u16(0x86dd)));
        assertRead(LinkLayer.LINUX_SLL2, join(u16(0x0800), new byte[18]), join(u16(0x86dd), new byte[18]));
        assertRead(LinkLayer.RAW, none, none);
        assertRead(12, none, none);
        assertRead(14, none, none);
        assertRead(LinkLayer.LOOP, hex("00000002"), hex("00000018"));
        assertRead(LinkLayer.NULL, hex("00000002"), hex("0000001e"));
        assertRead(LinkLayer.NULL, hex("02000000"), hex("1c000000"));
        assertRead(LinkLayer.PPP, hex("ff030021"), hex("ff030057"));
        assertRead(LinkLayer.PPP, hex("0021"), hex("57"));
        assertThat(Decoded.of(LinkLayer.IPV4, SYN4).rows()).containsExactly(ROW4);
        assertThat(Decoded.of(LinkLayer.IPV6, SYN6).rows()).containsExactly(ROW6);
    }

    @Test
    void shouldCountFramesOfUnknownLinkTypesByNumber() {
        Decoded decoded = Decoded.of(105, new byte[40]);

        assertThat(decoded.rows()).isEmpty();
        assertThat(decoded.counts().unknownLink.get()).isEqualTo(1);
        assertThat(decoded.counts().ofLinkType(105)).isEqualTo(1);
        assertThat(decoded.counts().imbalance()).isZero();
        assertThat(LinkLayer.name(105)).isEqualTo("linktype-105");
    }

    @Test
    void shouldFindThePacketBeneathTagsLabelsAndSessions() {
        byte[] threeVlans = ethernet(0x88a8, tag(0x9100, tag(0x8100, tag(0x0800, SYN4))));
        byte[] twoLabels = ethernet(0x8847, join(hex("0001003f"), hex("0002013f"), SYN6));
        byte[] pseudowire = ethernet(0x8847, join(hex("0002013f"), new byte[4], ethernet(0x8100, tag(0x0800, SYN4))));
        byte[] pppoe = ethernet(0x8864, join(hex("1100000a0028"), hex("0057"), SYN6));
        byte[] snap = ethernet(48, join(hex("aaaa03000000"), u16(0x0800), SYN4));

        assertThat(Decoded.ethernet(threeVlans).rows()).containsExactly(ROW4);
        assertThat(Decoded.ethernet(twoLabels).rows()).containsExactly(ROW6);
        assertThat(Decoded.ethernet(pseudowire).rows()).containsExactly(ROW4);
        assertThat(Decoded.ethernet(pppoe).rows()).containsExactly(ROW6);
        assertThat(Decoded.ethernet(snap).rows()).containsExactly(ROW4);
    }

    @Test
    void shouldCountWhatIsNotIp() {
        for (byte[] frame : new byte[][] {
            ethernet(0x0806, new byte[28]),
            ethernet(38, hex("424203000000")),
            ethernet(0x8864, hex("11000001000ac021")),
            ethernet(0x8847, hex("0000013f90000000"))
        }) {
            Decoded decoded = Decoded.ethernet(frame);

            assertThat(decoded.rows()).isEmpty();
            assertThat(decoded.counts().notIp.get()).isEqualTo(1);
            assertThat(decoded.counts().imbalance()).isZero();
        }
    }

    @Test
    void shouldCountMalformedLinkHeadersByReason() {
        byte[] tags = SYN4;
        for (int i = 0; i <= Ethernet.MAX_TAGS; i++) {
            tags = tag(i == 0 ? 0x0800 : 0x8100, tags);
        }

        assertThat(Decoded.ethernet(new byte[0]).malformed()).isEqualTo(MalformedReason.TRUNCATED_LINK);
        assertThat(Decoded.ethernet(new byte[13]).malformed()).isEqualTo(MalformedReason.TRUNCATED_LINK);
        assertThat(Decoded.ethernet(ethernet(0x8100, new byte[3])).malformed())
                .isEqualTo(MalformedReason.TRUNCATED_LINK);
        assertThat(Decoded.ethernet(ethernet(0x8864, hex("1200000a00280021"))).malformed())
                .isEqualTo(MalformedReason.BAD_PPPOE);
        assertThat(Decoded.ethernet(ethernet(0x8100, tags)).malformed()).isEqualTo(MalformedReason.TAG_DEPTH);
        assertThat(Decoded.of(LinkLayer.RAW, hex("95")).malformed()).isEqualTo(MalformedReason.BAD_IP_VERSION);
        assertThat(Decoded.of(LinkLayer.LINUX_SLL2, new byte[19]).malformed())
                .isEqualTo(MalformedReason.TRUNCATED_LINK);
    }
}

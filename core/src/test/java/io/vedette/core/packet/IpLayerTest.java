package io.vedette.core.packet;

import static io.vedette.core.packet.PacketBytes.ethernet;
import static io.vedette.core.packet.PacketBytes.extension;
import static io.vedette.core.packet.PacketBytes.fragment4;
import static io.vedette.core.packet.PacketBytes.fragment6;
import static io.vedette.core.packet.PacketBytes.icmp;
import static io.vedette.core.packet.PacketBytes.ipv4;
import static io.vedette.core.packet.PacketBytes.ipv6;
import static io.vedette.core.packet.PacketBytes.join;
import static io.vedette.core.packet.PacketBytes.tcp;
import static io.vedette.core.packet.PacketBytes.u16;
import static io.vedette.core.packet.PacketBytes.udp;
import static io.vedette.core.packet.PacketBytes.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class IpLayerTest {

    private static final String A = "10.0.0.1";
    private static final String B = "10.0.0.2";
    private static final String A6 = "2001:db8::1";
    private static final String B6 = "2001:db8::2";
    private static final byte[] SYN = tcp(1000, 80, 2, 0);

    private static Decoded raw(byte[] packet) {
        return Decoded.of(LinkLayer.RAW, packet);
    }

    @Test
    void shouldNotTakePaddingForPayload() {
        byte[] padded = ethernet(0x0800, join(ipv4(A, B, 6, SYN), new byte[6]));

        assertThat(Decoded.ethernet(padded).rows()).containsExactly("10.0.0.1:1000 > 10.0.0.2:80 tcp S +0");
    }

    @Test
    void shouldStepOverIpv4OptionsAndCountTcpOptionsAsHeader() {
        byte[] options = join(ipv4(A, B, 6, new byte[0]), new byte[8], with(SYN, 12, 0x60), new byte[4 + 10]);
        byte[] packet = with(options, 0, 0x47, 0, 0, 28 + 24 + 10);

        assertThat(raw(packet).rows()).containsExactly("10.0.0.1:1000 > 10.0.0.2:80 tcp S +10");
    }

    @Test
    void shouldReadEveryTransportProtocol() {
        assertThat(raw(ipv4(A, B, 17, udp(53, 4000, new byte[12]))).rows())
                .containsExactly("10.0.0.1:53 > 10.0.0.2:4000 udp +12");
        assertThat(raw(ipv4(A, B, 1, icmp(8, 0, 77, new byte[56]))).rows())
                .containsExactly("10.0.0.1:77 > 10.0.0.2:2048 icmp +56");
        assertThat(raw(ipv6(A6, B6, 58, icmp(128, 0, 77, new byte[8]))).rows())
                .containsExactly("2001:db8::1:77 > 2001:db8::2:32768 icmp6 +8");
        assertThat(raw(ipv4(A, B, 132, u16(5, 6, 0, 0, 0, 0))).rows())
                .containsExactly("10.0.0.1:5 > 10.0.0.2:6 sctp +12");
        assertThat(raw(ipv4(A, B, 2, new byte[8])).rows()).containsExactly("10.0.0.1:0 > 10.0.0.2:0 proto-2 +8");
        assertThat(raw(ipv6(A6, B6, 59, new byte[0])).rows())
                .containsExactly("2001:db8::1:0 > 2001:db8::2:0 proto-59 +0");
    }

    @Test
    void shouldUsePacketsThatWereCutByTheSnapLength() {
        byte[] packet = ipv4(A, B, 6, tcp(1000, 80, 24, 1400));

        Decoded decoded = Decoded.of(LinkLayer.RAW, Arrays.copyOf(packet, 34), packet.length);

        assertThat(decoded.rows()).containsExactly("10.0.0.1:1000 > 10.0.0.2:80 tcp PA +1400");
        assertThat(Decoded.of(LinkLayer.RAW, Arrays.copyOf(packet, 33)).malformed())
                .isEqualTo(MalformedReason.TRUNCATED_TRANSPORT);
    }

    @Test
    void shouldCountMalformedIpv4ByReason() {
        byte[] packet = ipv4(A, B, 6, SYN);

        assertThat(raw(with(packet, 0, 0x44)).malformed()).isEqualTo(MalformedReason.BAD_IP_HEADER_LENGTH);
        assertThat(raw(with(packet, 2, 0, 19)).malformed()).isEqualTo(MalformedReason.BAD_IP_TOTAL_LENGTH);
        assertThat(raw(Arrays.copyOf(packet, 19)).malformed()).isEqualTo(MalformedReason.TRUNCATED_IP);
        assertThat(raw(Arrays.copyOf(with(packet, 0, 0x4f), 40)).malformed()).isEqualTo(MalformedReason.TRUNCATED_IP);
        assertThat(Decoded.of(LinkLayer.IPV4, with(packet, 0, 0x65)).malformed())
                .isEqualTo(MalformedReason.BAD_IP_VERSION);
        assertThat(raw(with(packet, 2, 0, 30)).malformed()).isEqualTo(MalformedReason.TRUNCATED_TRANSPORT);
    }

    @Test
    void shouldReadAPacketThatTheCardWasStillToCut() {
        byte[] packet = with(ipv4(A, B, 6, tcp(1000, 80, 16, 100)), 2, 0, 0);

        assertThat(raw(packet).rows()).containsExactly("10.0.0.1:1000 > 10.0.0.2:80 tcp A +100");
    }

    @Test
    void shouldCountMalformedTransportHeadersByReason() {
        assertThat(raw(ipv4(A, B, 6, with(SYN, 12, 0x40))).malformed())
                .isEqualTo(MalformedReason.BAD_TCP_HEADER_LENGTH);
        assertThat(raw(ipv4(A, B, 6, with(SYN, 12, 0x60))).malformed())
                .isEqualTo(MalformedReason.BAD_TCP_HEADER_LENGTH);
        assertThat(raw(ipv4(A, B, 17, with(udp(1, 2, new byte[0]), 4, 0, 7))).malformed())
                .isEqualTo(MalformedReason.BAD_UDP_LENGTH);
        assertThat(raw(ipv4(A, B, 17, new byte[7])).malformed()).isEqualTo(MalformedReason.TRUNCATED_TRANSPORT);
        assertThat(raw(ipv4(A, B, 1, new byte[3])).malformed()).isEqualTo(MalformedReason.TRUNCATED_TRANSPORT);
    }

    @Test
    void shouldWalkABoundedChainOfExtensionHeaders() {
        byte[] chain = SYN;
        for (int i = 0; i < Ipv6.MAX_EXTENSIONS; i++) {
            chain = extension(i == 0 ? 6 : 60, chain);
        }
        byte[] authenticated = join(new byte[] {6, 4}, new byte[22], SYN);

        assertThat(raw(ipv6(A6, B6, 0, chain)).rows()).containsExactly("2001:db8::1:1000 > 2001:db8::2:80 tcp S +0");
        assertThat(raw(ipv6(A6, B6, 60, extension(60, chain))).malformed()).isEqualTo(MalformedReason.EXTENSION_DEPTH);
        assertThat(raw(ipv6(A6, B6, 51, authenticated)).rows())
                .containsExactly("2001:db8::1:1000 > 2001:db8::2:80 tcp S +0");
        assertThat(raw(ipv6(A6, B6, 60, new byte[] {6, 9, 0, 0, 0, 0, 0, 0})).malformed())
                .isEqualTo(MalformedReason.TRUNCATED_EXTENSION);
        assertThat(raw(ipv6(A6, B6, 60, new byte[4])).malformed()).isEqualTo(MalformedReason.TRUNCATED_EXTENSION);
    }

    @Test
    void shouldReadAJumbogramToTheEndOfTheFrame() {
        byte[] options = join(new byte[] {6, 0, (byte) 0xc2, 4, 0, 1, 0, 28}, tcp(1000, 80, 16, 65_500));
        byte[] jumbogram = with(ipv6(A6, B6, 0, options), 4, 0, 0);

        assertThat(raw(jumbogram).rows()).containsExactly("2001:db8::1:1000 > 2001:db8::2:80 tcp A +65500");
    }

    @Test
    void shouldTellFragmentsWithATransportHeaderFromThoseWithout() {
        byte[] segment = tcp(1000, 80, 2, 40);
        byte[] first = Arrays.copyOf(segment, 32);
        byte[] second = Arrays.copyOfRange(segment, 32, 60);

        assertThat(raw(fragment4(A, B, 6, 9, 0, true, first)).rows())
                .containsExactly("10.0.0.1:1000 > 10.0.0.2:80 tcp S +12 fragment");
        assertThat(raw(fragment4(A, B, 6, 9, 32, false, second)).rows())
                .containsExactly("10.0.0.1:0 > 10.0.0.2:0 tcp +0 headerless");
        assertThat(raw(fragment4(A, B, 6, 9, 0, true, Arrays.copyOf(segment, 8)))
                        .rows())
                .containsExactly("10.0.0.1:0 > 10.0.0.2:0 tcp +0 headerless");
        assertThat(raw(ipv6(A6, B6, 44, fragment6(6, 9, 32, false, second))).rows())
                .containsExactly("2001:db8::1:0 > 2001:db8::2:0 tcp +0 headerless");
        assertThat(raw(ipv6(A6, B6, 44, fragment6(6, 9, 0, false, segment))).rows())
                .containsExactly("2001:db8::1:1000 > 2001:db8::2:80 tcp S +40");
    }

    @Test
    void shouldCountFragmentsBeyondTheLargestPacket() {
        assertThat(raw(fragment4(A, B, 1, 9, 65_528, false, new byte[8])).malformed())
                .isEqualTo(MalformedReason.BAD_FRAGMENT);
        assertThat(raw(fragment4(A, B, 1, 9, 65_520, false, new byte[15])).malformed())
                .isNull();
        assertThat(raw(ipv6(A6, B6, 44, fragment6(58, 9, 65_528, false, new byte[8])))
                        .malformed())
                .isEqualTo(MalformedReason.BAD_FRAGMENT);
    }
}

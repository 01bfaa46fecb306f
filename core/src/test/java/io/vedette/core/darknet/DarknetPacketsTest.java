package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Prefix;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.packet.PacketBytes;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which event a frame belongs to: code and port, from the table and the corner cases of the reference. */
class DarknetPacketsTest {

    private final Telescope telescope = new Telescope(DarknetSettings.of(Duration.ofSeconds(624), 1));

    private DarknetEvent only(byte[] frame) {
        List<DarknetEvent> events = telescope.see(1_000, frame).finish();
        assertThat(telescope.counts.imbalance()).isZero();
        assertThat(events).hasSize(1);
        return events.get(0);
    }

    private static void assertKey(DarknetEvent event, int code, int port) {
        assertThat(event.traffic().code()).isEqualTo(code);
        assertThat(event.port()).isEqualTo(port);
        assertThat(event.source()).isEqualTo(Telescope.address(Telescope.SOURCE));
    }

    @ParameterizedTest
    @CsvSource({
        "8, 0", "0, 1", "3, 2", "4, 3", "5, 4", "11, 5", "12, 6", "14, 7", "16, 8", "18, 9", "9, 10", "10, 10",
        "13, 10", "15, 10", "17, 10", "42, 10"
    })
    void shouldTellIcmpTypes(int type, int code) {
        byte[] message = PacketBytes.icmp(type, 3, 5, new byte[4]);
        assertKey(only(Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 1, message)), code, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "0x002, 11, 23, plain, scan",
        "0x012, 12, 40000, plain, backscatter",
        "0x010, 13, 23, plain, other",
        "0x004, 14, 40000, plain, backscatter",
        "0x014, 15, 23, rst-ack, backscatter",
        "0x018, 15, 23, plain, other",
        "0x0c2, 15, 23, ecn-syn, scan",
        "0x052, 15, 23, ecn-syn-ack, backscatter",
        "0x000, 15, 23, stealth, scan",
        "0x029, 15, 23, stealth, scan",
        "0x001, 15, 23, stealth, scan",
        "0x003, 15, 23, plain, other",
        "0x102, 15, 23, ecn-syn, scan",
        "0x110, 15, 23, plain, other"
    })
    void shouldTellTcpFlags(String flags, int code, int port, String packetClass, String label) {
        int bits = Integer.decode(flags);
        DarknetEvent event = only(Telescope.tcp(Telescope.SOURCE, 40_000, Telescope.TARGET, 23, bits, 1));
        assertKey(event, code, port);
        assertThat(event.packetClass().label()).isEqualTo(packetClass);
        assertThat(event.label().label()).isEqualTo(label);
        assertThat(event.composition().answerPort())
                .isEqualTo(packetClass.equals("rst-ack") || packetClass.equals("ecn-syn-ack") ? 40_000 : -1);
    }

    @Test
    void shouldKeyUdpByDestinationPort() {
        byte[] datagram = PacketBytes.udp(53, 5060, new byte[3]);
        assertKey(only(Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 17, datagram)), 16, 5060);
    }

    @ParameterizedTest
    @CsvSource({"47", "50", "2", "132", "6", "17", "1"})
    void shouldTakeOtherProtocolsAndEmptyPacketsForUnknown(int protocol) {
        assertKey(only(Telescope.frame(Telescope.SOURCE, Telescope.TARGET, protocol, new byte[0])), 17, 0);
    }

    @Test
    void shouldTakePacketsInPacketsForUnknownWithTheOuterAddresses() {
        byte[] inner = PacketBytes.ipv4("198.51.100.1", "198.51.100.2", 1, PacketBytes.icmp(8, 0, 1, new byte[0]));
        DarknetEvent event = only(Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 4, inner));
        assertKey(event, 17, 0);
    }

    @ParameterizedTest
    @CsvSource({"0, true", "8, true", "8, false"})
    void shouldTakeFragmentsForUnknown(int offset, boolean more) {
        byte[] packet = PacketBytes.fragment4(
                Telescope.SOURCE, Telescope.TARGET, 17, 9, offset, more, PacketBytes.udp(1, 2, new byte[8]));
        assertKey(only(PacketBytes.ethernet(0x0800, packet)), 17, 0);
    }

    @Test
    void shouldTakeBrokenTransportHeadersForUnknown() {
        byte[] syn = PacketBytes.tcp(1, 23, 2, 0);
        byte[] withOptions = PacketBytes.with(PacketBytes.tcp(1, 23, 2, 4), 12, 0x60, 2);
        List<byte[]> broken = List.of(
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, Arrays.copyOf(syn, 19)),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, PacketBytes.with(syn, 12, 0x40)),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, PacketBytes.with(syn, 12, 0x60)),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, PacketBytes.with(withOptions, 20, 2, 1)),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, PacketBytes.with(withOptions, 20, 2, 5)),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, PacketBytes.with(withOptions, 20, 1, 1, 1, 2)),
                Telescope.frame(
                        Telescope.SOURCE,
                        Telescope.TARGET,
                        17,
                        PacketBytes.with(PacketBytes.udp(1, 2, new byte[0]), 4, 0, 7)),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 17, new byte[7]),
                Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 1, new byte[7]));
        broken.forEach(frame -> telescope.see(1, frame));
        List<DarknetEvent> events = telescope.finish();
        assertThat(events).hasSize(1);
        assertKey(events.get(0), 17, 0);
        assertThat(events.get(0).packets()).isEqualTo(broken.size());
    }

    @Test
    void shouldReadSoundOptions() {
        byte[] options = PacketBytes.with(PacketBytes.tcp(1, 23, 2, 8), 12, 0x70);
        byte[] payload = PacketBytes.with(options, 20, 2, 4, 5, 0xb4, 1, 0, 9, 9);
        assertKey(only(Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 6, payload)), 11, 23);
    }

    @Test
    void shouldTakeALengthOfZeroForTheWholeDatagram() {
        byte[] datagram = PacketBytes.with(PacketBytes.udp(1, 2, new byte[4]), 4, 0, 0);
        assertKey(only(Telescope.frame(Telescope.SOURCE, Telescope.TARGET, 17, datagram)), 16, 2);
    }

    @Test
    void shouldLeaveOutAndCountWhatIsNotIpv4() {
        telescope.see(1, PacketBytes.ethernet(0x0806, new byte[28]));
        telescope.see(2, PacketBytes.tcpFrame("2001:db8::1", 1, "2001:db8::2", 2, 2));
        telescope.see(3, PacketBytes.ethernet(0x0800, new byte[19]));
        telescope.see(4, PacketBytes.ethernet(0x0800, PacketBytes.with(new byte[40], 0, 0x44)));
        telescope.see(5, new byte[0]);
        assertThat(telescope.finish()).isEmpty();
        assertThat(telescope.counts.notIpv4.get()).isEqualTo(2);
        assertThat(telescope.counts.malformed.get()).isEqualTo(3);
        assertThat(telescope.counts.imbalance()).isZero();
    }

    @Test
    void shouldLookBehindVlanTags() {
        byte[] packet = PacketBytes.ipv4(Telescope.SOURCE, Telescope.TARGET, 6, PacketBytes.tcp(1, 23, 2, 0));
        assertKey(only(PacketBytes.ethernet(0x8100, PacketBytes.tag(0x0800, packet))), 11, 23);
    }

    @Test
    void shouldLeaveOutOtherDestinationsWhereTheDarknetIsKnown() {
        Telescope known = new Telescope(
                DarknetSettings.of(Duration.ofSeconds(1), 1), PrefixSet.of(List.of(Prefix.parse("192.0.2.0/24"))));
        known.see(1, Telescope.syn(Telescope.SOURCE, "192.0.2.255", 23));
        known.see(2, Telescope.syn(Telescope.SOURCE, "192.0.3.0", 23));
        assertThat(known.finish()).hasSize(1);
        assertThat(known.counts.outside.get()).isEqualTo(1);
        assertThat(known.counts.imbalance()).isZero();
    }
}

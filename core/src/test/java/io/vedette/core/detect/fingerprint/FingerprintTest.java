package io.vedette.core.detect.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.OptionLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FingerprintTest {

    private static Probe syn(int destination, int port, int sequence) {
        Probe probe = new Probe();
        probe.destination = destination;
        probe.destinationPort = (char) port;
        probe.sourcePort = 40_000;
        probe.sequence = sequence;
        probe.flags = TcpFlags.SYN;
        probe.timeToLive = 55;
        probe.window = 64_240;
        return probe;
    }

    private static List<Fingerprint> matching(Probe probe, Probe previous) {
        List<Fingerprint> matching = new ArrayList<>();
        for (Fingerprint test : Fingerprint.values()) {
            if (test.matches(probe, previous)) {
                matching.add(test);
            }
        }
        return matching;
    }

    @Test
    void shouldTellTheGenerationsOfZmap() {
        Probe other = syn(99, 1, 0x1234_0001);
        Probe probe = syn(1, 80, 77_777);
        probe.window = 65_535;
        probe.identification = 54_321;
        assertThat(matching(probe, other)).containsExactly(Fingerprint.ZMAP_2013);

        probe.options = OptionLayout.MSS_ONLY;
        assertThat(matching(probe, other)).containsExactly(Fingerprint.ZMAP_2023);

        probe.identification = 1234;
        probe.options = OptionLayout.WINDOWS;
        assertThat(matching(probe, other)).containsExactly(Fingerprint.ZMAP_2024);

        probe.timeToLive = 120; // as Windows sends it
        assertThat(matching(probe, other)).isEmpty();
        probe.options = OptionLayout.LINUX;
        probe.timeToLive = 250;
        assertThat(matching(probe, other)).containsExactly(Fingerprint.ZMAP_2024);
        probe.dontFragment = true;
        assertThat(matching(probe, other)).isEmpty();
    }

    @Test
    void shouldKnowMasscanByItsIdentification() {
        Probe probe = syn(0xc612_0129, 443, 0x1234_5678);
        probe.identification = (0x0129 ^ 443 ^ 0x5678) & 0xffff;

        assertThat(matching(probe, syn(5, 5, 5))).containsExactly(Fingerprint.MASSCAN);
        probe.identification ^= 1;
        assertThat(matching(probe, syn(5, 5, 5))).isEmpty();
    }

    @Test
    void shouldKnowMiraiByItsSequenceNumber() {
        assertThat(matching(syn(0xc612_0129, 23, 0xc612_0129), syn(5, 5, 5))).containsExactly(Fingerprint.MIRAI);
        assertThat(matching(syn(0xc612_0129, 23, 0xc612_0128), syn(5, 5, 5))).isEmpty();
    }

    @Test
    void shouldKnowNmapByTwoSequenceNumbers() {
        Probe first = syn(1, 80, 0x1234_5678);
        Probe second = syn(1, 81, 0x1234_5678 ^ 0x0003_0003);
        first.window = 1024;
        second.window = 2048;
        second.options = OptionLayout.MSS_ONLY;
        assertThat(matching(second, first)).containsExactly(Fingerprint.NMAP);

        second.dontFragment = true; // a stack that repeats its sequence numbers
        assertThat(matching(second, first)).isEmpty();
    }

    @Test
    void shouldKnowUnicornscanInBothByteOrders() {
        int key = 0x5eed_5eed;
        for (boolean reversed : new boolean[] {false, true}) {
            Probe[] probes = new Probe[2];
            for (int i = 0; i < 2; i++) {
                int destination = 0xc612_0110 + i * 3;
                int port = 80 + i;
                int address = reversed ? Integer.reverseBytes(destination) : destination;
                probes[i] = syn(destination, port, key ^ address ^ (port << 16 | 40_000));
            }
            assertThat(matching(probes[1], probes[0])).containsExactly(Fingerprint.UNICORNSCAN);
        }
    }

    @Test
    void shouldMatchByChanceAsOftenAsPublished() {
        Random random = new Random(20260821);
        int rounds = 4_000_000;
        int masscan = 0;
        int nmap = 0;
        Probe probe = syn(0, 0, 0);
        Probe previous = syn(1, 1, 0);
        probe.window = 1024;
        previous.window = 1024;
        for (int i = 0; i < rounds; i++) {
            probe.destination = random.nextInt();
            probe.sequence = random.nextInt();
            probe.identification = (char) random.nextInt();
            previous.sequence = random.nextInt();
            masscan += Fingerprint.MASSCAN.matches(probe, previous) ? 1 : 0;
            nmap += Fingerprint.NMAP.matches(probe, previous) ? 1 : 0;
        }
        double expected = rounds * Fingerprint.MASSCAN.chance(); // 61, standard deviation 8
        assertThat((double) masscan).isCloseTo(expected, within(40.0));
        assertThat((double) nmap).isCloseTo(expected, within(40.0));
    }

    @Test
    void shouldReadOptionLayouts() {
        assertThat(layout()).isEqualTo(OptionLayout.NONE);
        assertThat(layout(2, 4, 5, 180)).isEqualTo(OptionLayout.MSS_ONLY);
        assertThat(layout(2, 4, 5, 180, 1, 3, 3, 8, 1, 1, 4, 2)).isEqualTo(OptionLayout.WINDOWS);
        assertThat(layout(2, 4, 5, 180, 4, 2, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 3, 7))
                .isEqualTo(OptionLayout.LINUX);
        assertThat(layout(2, 4, 5, 180, 0, 0, 0, 0)).isEqualTo(OptionLayout.MSS_ONLY);
        assertThat(layout(2, 0, 5, 180)).isEqualTo(OptionLayout.OTHER);
        assertThat(layout(2, 9, 5, 180)).isEqualTo(OptionLayout.OTHER);
        assertThat(layout(1, 1, 1, 2)).isEqualTo(OptionLayout.OTHER);
        assertThat(layout(254, 4, 0, 0)).isEqualTo(OptionLayout.OTHER);
        assertThat(OptionLayout.of(new byte[40], 0, 40)).isEqualTo(OptionLayout.OTHER);
    }

    private static OptionLayout layout(int... options) {
        byte[] bytes = new byte[options.length];
        for (int i = 0; i < options.length; i++) {
            bytes[i] = (byte) options[i];
        }
        return OptionLayout.of(bytes, 0, bytes.length);
    }
}

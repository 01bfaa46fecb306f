package io.vedette.core.detect.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.detect.fingerprint.FingerprintTally.Verdict;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.OptionLayout;
import io.vedette.core.packet.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The marks of real scanners in real captures. */
class FingerprintTallyTest {

    private static Map<IpAddress, FingerprintTally> tallies(String name) {
        Map<IpAddress, FingerprintTally> tallies = new HashMap<>();
        Probe probe = new Probe();
        Probe before = new Probe();
        Samples.packets(Samples.bytes(name), 50, packets -> {
            for (int row = 0; row < packets.size(); row++) {
                if (probe.read(packets, row)) {
                    IpAddress source = new IpAddress(packets.sourceHigh(row), packets.sourceLow(row));
                    tallies.computeIfAbsent(source, key -> new FingerprintTally())
                            .add(probe, before);
                }
            }
        });
        return tallies;
    }

    private static Verdict verdict(String name, String source) {
        return tallies(name).get(IpAddress.parse(source)).verdict().orElseThrow();
    }

    @Test
    void shouldNameTheToolOfEveryProbeSent() {
        Verdict zmap = verdict("scan-zmap.pcap", "203.0.113.66");
        Verdict masscan = verdict("scan-masscan.pcap", "203.0.113.70");
        Verdict nmap = verdict("scan-syn-vertical.pcap", "203.0.113.66");
        Verdict xmas = verdict("scan-xmas.pcap", "203.0.113.66");
        Verdict mirai = verdict("scan-mirai-like.pcap", "203.0.113.71");
        Verdict maimon = verdict("scan-maimon.pcap", "203.0.113.66");

        assertThat(zmap.fingerprint()).isEqualTo(Fingerprint.ZMAP_2013);
        assertThat(masscan.fingerprint()).isEqualTo(Fingerprint.MASSCAN);
        assertThat(nmap.fingerprint()).isEqualTo(Fingerprint.NMAP);
        assertThat(xmas.fingerprint()).isEqualTo(Fingerprint.NMAP);
        assertThat(mirai.fingerprint()).isEqualTo(Fingerprint.MIRAI);
        assertThat(maimon.fingerprint()).isEqualTo(Fingerprint.NMAP);
        for (Verdict verdict : new Verdict[] {zmap, masscan, mirai, nmap, xmas, maimon}) {
            assertThat(verdict.matches()).isEqualTo(verdict.trials()).isGreaterThan(20);
            assertThat(verdict.chance()).isLessThan(1e-70);
        }
    }

    @Test
    void shouldNameNoToolForServicesAndConnectScans() {
        for (String name : new String[] {"benign-web.pcap", "benign-dns.pcap", "scan-connect-vertical.pcap"}) {
            assertThat(tallies(name).values())
                    .as(name)
                    .extracting(FingerprintTally::verdict)
                    .allMatch(Optional::isEmpty);
        }
    }

    @Test
    void shouldNotNameAToolForAChanceHit() {
        FingerprintTally tally = new FingerprintTally();
        Probe probe = new Probe();
        Probe before = new Probe();
        probe.flags = 2;
        probe.window = 65_535;
        probe.identification = 54_321;
        probe.destination = 1;
        probe.sequence = 99;
        tally.add(probe, before);

        assertThat(tally.matches(Fingerprint.ZMAP_2013)).isEqualTo(1);
        assertThat(tally.verdict()).isEmpty(); // 1 in 65,536
        tally.add(probe, before);
        Verdict verdict = tally.verdict().orElseThrow();
        assertThat(verdict.fingerprint()).isEqualTo(Fingerprint.ZMAP_2013);
        assertThat(verdict.matches()).isEqualTo(verdict.trials()).isEqualTo(2);
        assertThat(verdict.chance()).isCloseTo(0x1p-32, within(1e-15));
    }

    @Test
    void shouldNameMiraiAfterASinglePacket() {
        FingerprintTally tally = new FingerprintTally();
        Probe probe = new Probe();
        Probe before = new Probe();
        probe.flags = 2;
        probe.destination = 0xc612_0101;
        probe.sequence = 0xc612_0101;
        tally.add(probe, before);

        Verdict verdict = tally.verdict().orElseThrow();
        assertThat(verdict.fingerprint()).isEqualTo(Fingerprint.MIRAI);
        assertThat(verdict.matches()).isEqualTo(verdict.trials()).isEqualTo(1);
    }

    /** {@code nmap -sn} sends a few SYNs to port 443, then as many ACKs to port 80, whose sequence numbers are zero. */
    @Test
    void shouldNameNmapByPairsOfLikeProbes() {
        FingerprintTally tally = new FingerprintTally();
        Probe probe = new Probe();
        Probe before = new Probe();
        for (int i = 0; i < 120; i++) {
            boolean syn = i / 6 % 2 == 0;
            probe.flags = (short) (syn ? TcpFlags.SYN : TcpFlags.ACK);
            probe.options = syn ? OptionLayout.MSS_ONLY : OptionLayout.NONE;
            probe.window = 1024;
            probe.sequence = syn ? 0x82ec_b7a1 : 0;
            probe.destinationPort = (char) (syn ? 443 : 80);
            probe.destination = i;
            tally.add(probe, before);
        }

        Verdict verdict = tally.verdict().orElseThrow();
        assertThat(verdict.fingerprint()).isEqualTo(Fingerprint.NMAP);
        assertThat(verdict.matches()).isEqualTo(verdict.trials()).isEqualTo(100);
    }

    @Test
    void shouldBoundTheBinomialTail() {
        assertThat(FingerprintTally.chanceOf(1, 1, 0.25)).isCloseTo(0.25, within(1e-12));
        assertThat(FingerprintTally.chanceOf(2, 3, 0.1)).isCloseTo(3 * 0.01, within(1e-12));
        assertThat(FingerprintTally.chanceOf(1, 1000, 0.5)).isEqualTo(1);
        assertThat(FingerprintTally.chanceOf(900, 1000, 0x1p-16)).isZero();
    }
}

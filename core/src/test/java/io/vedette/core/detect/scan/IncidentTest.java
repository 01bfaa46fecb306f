package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncidentTest {

    private static final long TARGET = IpAddress.lowOfIpv4(0xc612_0001);

    private final Incident incident = new Incident("incident", new ScanState(0, IpAddress.lowOfIpv4(0x0a00_0001)));

    private void probe(int port) {
        incident.probe(0, TARGET, port, IpProtocol.TCP, TcpFlags.SYN, Evidence.OPEN, Outcome.ANSWERED, false, port);
    }

    /** A probe of the host and port with these numbers, to be told apart from all others. */
    private void silent(int host, int port, int flags, boolean atHome) {
        incident.probe(
                0,
                TARGET + host,
                port,
                IpProtocol.TCP,
                flags,
                Evidence.of(IpProtocol.TCP, flags, Outcome.SILENT, 1),
                Outcome.SILENT,
                atHome,
                host);
    }

    @Test
    void shouldCountPortsThatTakeTurns() {
        for (int i = 0; i < 100; i++) {
            probe(i % 2 == 0 ? 80 : 1000 + i);
        }
        assertThat(incident.ports()).isEqualTo(51);
        assertThat(incident.couples()).isEqualTo(51);
        assertThat(incident.hosts()).isEqualTo(1);
    }

    /** The sample is full: the couple in another network takes the place of the last, also after a restart. */
    @Test
    void shouldShowAnotherNetworkInAFullSample() throws IOException {
        IpAddress source = IpAddress.parse("2001:db8::66");
        ScanState state = new ScanState(source.high(), source.low());
        IpAddress first = IpAddress.parse("2001:db8:1::7");
        for (int port = 0; port < 20; port++) {
            state.add(
                    first.high(),
                    first.low(),
                    port,
                    IpProtocol.TCP,
                    TcpFlags.SYN,
                    Evidence.REFUSED,
                    Outcome.REFUSED,
                    true,
                    port);
        }
        state.incident = new Incident("incident", state);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ScanStateCodec.write(state, new DataOutputStream(bytes));
        ScanState read = ScanStateCodec.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        for (Incident open : List.of(state.incident, read.incident)) {
            assertThat(open.sample().targets()).hasSize(10);
            for (String address : List.of("2001:db8:1::8", "2001:db8:1:1::7", "2001:db8:1:2::7")) {
                IpAddress target = IpAddress.parse(address);
                open.probe(
                        target.high(),
                        target.low(),
                        80,
                        IpProtocol.TCP,
                        TcpFlags.SYN,
                        Evidence.REFUSED,
                        Outcome.REFUSED,
                        false,
                        30);
            }
            assertThat(open.sample().targets())
                    .hasSize(10)
                    .last()
                    .satisfies(target -> assertThat(target.address()).hasToString("2001:db8:1:1::7"));
        }
    }

    /** Room is lost after the scan, before what it found is used: an estimate is wrong by a few times 6.5 %, not by all of it. */
    @Test
    void shouldEstimateUsedPortsWhereThereIsNoRoom() {
        for (int port = 1; port <= 200; port++) {
            probe(port);
        }
        incident.roomy = false;
        for (int port = 1; port <= 200; port++) {
            incident.use(0, TARGET, port, IpProtocol.TCP);
        }
        assertThat(incident.usedPorts()).isBetween(140L, 260L);
    }

    /** Far beyond what is counted exactly elsewhere: a host has no more ports than these. */
    @Test
    void shouldCountAllPortsOfOneHost() {
        for (int port = 1; port <= 65_535; port++) {
            silent(0, port, TcpFlags.SYN, true);
            silent(0, port, TcpFlags.SYN, true);
        }
        assertThat(incident.hosts()).isEqualTo(1);
        assertThat(incident.ports()).isEqualTo(65_535);
        assertThat(incident.couples()).isEqualTo(65_535);
        assertThat(incident.isExact()).isTrue();
        assertThat(incident.isMostlyAtHome()).isTrue();
        assertThat(incident.flagsByFrequency()).containsOnlyKeys("S").containsEntry("S", 65_535L);
    }

    /** The one open port among all the closed ones is what matters. */
    @Test
    void shouldNotLoseWhatAnsweredAmongEstimates() {
        for (int port = 1; port <= 65_535; port++) {
            Outcome outcome = port == 8080 ? Outcome.ANSWERED : Outcome.REFUSED;
            Evidence grade = Evidence.of(IpProtocol.TCP, TcpFlags.SYN, outcome, 1);
            incident.probe(0, TARGET, port, IpProtocol.TCP, TcpFlags.SYN, grade, outcome, true, port);
        }
        assertThat(incident.answered()).isEqualTo(1);
        assertThat((double) incident.refused()).isCloseTo(65_534, withinPercentage(10));
        assertThat(incident.answered() + incident.refused() + incident.silent()).isEqualTo(65_535);
    }

    @Test
    void shouldCountAllHostsOfABlock() {
        for (int i = 0; i < 200_000; i++) {
            silent(i % 20_000, 1000 + i / 20_000, TcpFlags.SYN, i % 20_000 < 12_000);
        }
        assertThat((double) incident.couples()).isCloseTo(200_000, withinPercentage(10));
        assertThat((double) incident.hosts()).isCloseTo(20_000, withinPercentage(10));
        assertThat(incident.ports()).isEqualTo(10);
        assertThat(incident.isMostlyAtHome()).isTrue();
    }

    /** Whatever comes late counts as much as what came while every couple was remembered. */
    @Test
    void shouldWeighTechniquesEqually() {
        for (int i = 0; i < 30_000; i++) {
            silent(i, 80, i < 10_000 ? TcpFlags.SYN : TcpFlags.FIN, i >= 12_000);
        }
        assertThat((double) incident.by(Technique.SYN)).isCloseTo(10_000, withinPercentage(10));
        assertThat((double) incident.by(Technique.FIN)).isCloseTo(20_000, withinPercentage(10));
        assertThat((double) incident.noted()).isCloseTo(30_000, withinPercentage(10));
        assertThat(incident.isMostlyAtHome()).isTrue();
    }

    @Test
    void shouldCountNoMoreCouplesThanContactsAndNoMorePortsThanThereAre() {
        for (int round = 0; round < 2; round++) {
            for (int port = 0; port <= 65_535; port++) {
                silent(round, port, TcpFlags.SYN, false);
                assertThat(incident.couples()).isLessThanOrEqualTo(incident.contacts);
            }
        }
        assertThat(incident.ports()).isEqualTo(65_536);
        assertThat(incident.hosts()).isEqualTo(2);
    }

    /** A worm finds thousands of hosts, and it is told of when it goes on to one of them. */
    @Test
    void shouldKnowWhatWasUsedOfMoreThanItRemembers() {
        for (int host = 0; host < 20_000; host++) {
            incident.probe(
                    0, TARGET + host, 445, IpProtocol.TCP, TcpFlags.SYN, Evidence.OPEN, Outcome.ANSWERED, true, host);
        }
        assertThat(incident.use(0, TARGET + 19_999, 443, IpProtocol.TCP)).isFalse();
        assertThat(incident.use(0, TARGET + 19_999, 445, IpProtocol.TCP)).isTrue();
        assertThat(incident.use(0, TARGET + 19_999, 445, IpProtocol.TCP))
                .as("again")
                .isFalse();
        assertThat(incident.used()).isEqualTo(1);
    }

    /** Two thousand incidents are counted exactly, in a heap that has to hold all else as well. */
    @ParameterizedTest
    @CsvSource({"true, 11000", "false, 4000"})
    void shouldTakeLittleMemoryForAHundredCouples(boolean roomy, int bytes) {
        int incidents = 1000;
        List<Incident> all = new ArrayList<>(incidents);
        for (int i = 0; i < incidents; i++) {
            Incident one = new Incident("incident", new ScanState(0, IpAddress.lowOfIpv4(i)));
            one.roomy = roomy;
            for (int couple = 0; couple < 100; couple++) {
                int port = 1 + couple * 601;
                long host = TARGET + couple;
                one.probe(0, host, port, IpProtocol.TCP, TcpFlags.SYN, Evidence.REFUSED, Outcome.REFUSED, true, couple);
            }
            all.add(one);
        }
        long with = usedMemory();
        all.clear();
        assertThat((with - usedMemory()) / incidents).isBetween(500L, (long) bytes);
    }

    private static long usedMemory() {
        for (int i = 0; i < 4; i++) {
            System.gc(); // the serial collector leaves gaps where they are, but every fourth time
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}

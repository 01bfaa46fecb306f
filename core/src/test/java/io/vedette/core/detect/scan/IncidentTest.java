package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import org.junit.jupiter.api.Test;

class IncidentTest {

    private static final long TARGET = IpAddress.lowOfIpv4(0xc612_0001);

    private final Incident incident = new Incident("incident", new ScanState(0, IpAddress.lowOfIpv4(0x0a00_0001)));

    private void probe(int port) {
        incident.probe(0, TARGET, port, IpProtocol.TCP, TcpFlags.SYN, Evidence.OPEN, Outcome.ANSWERED, false, port);
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
}

package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who asks for the way to a host over UDP, and who for its ports. */
class TracerouteTest extends OneSource {

    @Test
    void shouldNotTakeTracerouteForAScan() {
        for (int port = 33434; port < 33434 + 90; port++) {
            udp(port, Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
    }

    /** What failed on the way counts for nothing, also not together with what is asked on another port. */
    @Test
    void shouldNotTakeTracerouteAndADeadResolverForAScan() {
        for (int port = 33434; port < 33434 + 30; port++) {
            udp(port, Outcome.SILENT);
        }
        for (int i = 0; i < 3; i++) {
            udp(53, Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
    }

    /** Tracepath counts through 64 ports, and begins anew; all are silent where the host is. */
    @Test
    void shouldNotTakeTracepathForAScan() {
        for (int probe = 0; probe < 90; probe++) {
            udp(44444 + probe % 64, Outcome.SILENT);
            millis += 60_000; // the first are forgotten before the second come
        }
        assertThat(alerts).isEmpty();
    }

    /** {@code mtr --udp} counts up for as long as it runs; the host refuses every twelfth, the way there is silent. */
    @Test
    void shouldNotTakeMtrForAScan() {
        for (int port = 33000; port <= 65535; port++) {
            udp(port, port % 12 == 0 ? Outcome.REFUSED : Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
    }

    /** A probe exports what went silent within a second or so in the order of its tables. */
    @Test
    void shouldNotTakeMtrForAScanWhereItsFlowsAreInNoOrder() {
        Random random = new Random(1);
        for (int second = 0; second < 100; second++) {
            List<Integer> ports = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                ports.add(33000 + second * 12 + i);
            }
            Collections.shuffle(ports, random);
            ports.forEach(port -> udp(port, Outcome.SILENT));
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldFindAScanOfHighPortsInRandomOrder() {
        for (long seed = 1; seed <= 100; seed++) {
            restart();
            List<Integer> ports = new ArrayList<>();
            for (int port = 33000; port < 33032; port++) {
                ports.add(port);
            }
            Collections.shuffle(ports, new Random(seed));
            ports.forEach(port -> udp(port, Outcome.SILENT));
            assertThat(alerts).as("seed " + seed).isNotEmpty();
        }
    }

    /** All in one millisecond: only the order in which they came is left. */
    @Test
    void shouldFindAFastScanOfHighPorts() {
        Random random = new Random(1);
        for (int probe = 0; probe < 40; probe++) {
            udp(50000 + random.nextInt(1000), Outcome.SILENT);
            millis -= 10;
        }
        assertThat(alerts)
                .first()
                .satisfies(alert -> assertThat(alert.couples()).isLessThan(24));
    }

    @Test
    void shouldFindWhoTracesTheWayAndThenScans() {
        for (int port = 33000; port < 33040; port++) {
            udp(port, Outcome.SILENT);
        }
        for (int port = 1; port <= 30; port++) {
            udp(port, Outcome.SILENT);
        }
        assertThat(alerts).hasSize(1);
    }

    private void udp(int port, Outcome outcome) {
        contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, outcome, true);
    }
}

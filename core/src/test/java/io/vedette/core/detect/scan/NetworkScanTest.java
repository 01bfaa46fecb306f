package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Shape;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who goes through a network in random order, and who only seems to. */
class NetworkScanTest extends OneSource {

    /** As Masscan does: for long no line shows, neither on a host nor on a port. */
    @Test
    void shouldFindWhoGoesThroughANetworkInRandomOrder() {
        for (long seed = 1; seed <= 20; seed++) {
            restart();
            Random random = new Random(seed);
            for (int probe = 1; probe <= 60; probe++) {
                syn(host(random.nextInt(250)), 1 + random.nextInt(1000), Outcome.SILENT);
            }
            assertThat(alerts).as("seed " + seed).singleElement().satisfies(alert -> {
                assertThat(alert.couples()).isLessThanOrEqualTo(32);
                assertThat(alert.shape()).isNotEqualTo(Shape.VERTICAL);
            });
        }
    }

    @Test
    void shouldFindWhoGoesThroughASiteInRandomOrder() {
        for (long seed = 1; seed <= 20; seed++) {
            restart();
            Random random = new Random(seed);
            for (int probe = 1; probe <= 60; probe++) {
                syn(IpAddress.ofIpv4(0xC6120000 + random.nextInt(65536)), 1 + random.nextInt(1000), Outcome.SILENT);
            }
            assertThat(alerts).as("seed " + seed).hasSize(1);
        }
    }

    /** The operator's own networks are one site, however far apart their addresses are. */
    @Test
    void shouldFindWhoGoesThroughAllOfHomeInRandomOrder() {
        Random random = new Random(1);
        for (int probe = 1; probe <= 64; probe++) {
            int network = random.nextBoolean() ? 0x0a00_0000 : 0xac10_0000;
            syn(IpAddress.ofIpv4(network + random.nextInt(1 << 20)), 1 + random.nextInt(1000), Outcome.SILENT);
        }
        assertThat(alerts).hasSize(1);
    }

    /** Of a network as large as the Internet nobody hits one part with three quarters of all he does. */
    @Test
    void shouldNotTakeNeighboursAmongManyPeersForANetwork() {
        Random random = new Random(1);
        for (int probe = 1; probe <= 2_000; probe++) {
            boolean near = random.nextInt(10) < 3;
            int address = near ? 0xC6120000 + random.nextInt(65536) : 0x0B000000 + random.nextInt(0x40000000);
            syn(IpAddress.ofIpv4(address), 1024 + random.nextInt(60_000), Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
    }

    /** A provider sees of a stranger's peers those that are its customers: most of them are gone, some are there. */
    @Test
    void shouldNotTakeASwarmAtASiteForAScan() {
        for (long seed = 1; seed <= 20; seed++) {
            restart();
            Random random = new Random(seed);
            for (int peer = 1; peer <= 1_000; peer++) {
                IpAddress address = IpAddress.ofIpv4(0xC6120000 + random.nextInt(65536));
                int port = 1024 + random.nextInt(60_000);
                if (random.nextInt(4) == 0) {
                    tcp(address, port);
                } else {
                    syn(address, port, Outcome.SILENT);
                }
            }
            assertThat(alerts).as("seed " + seed).isEmpty();
        }
    }

    /** Whatever a source does beside it, hundreds of failures at one site are a scan in the end. */
    @Test
    void shouldFindTheScannerAmongTheDutiesOfAWorkstation() {
        Random random = new Random(1);
        for (int i = 0; i < 400; i++) {
            tcp(IpAddress.ofIpv4(0x0b00_0000 + i * 0x0012_3457), 443);
        }
        for (int probe = 1; probe <= 5_000; probe++) {
            syn(IpAddress.ofIpv4(0xC6120000 + random.nextInt(65536)), 1 + random.nextInt(1000), Outcome.SILENT);
        }
        assertThat(alerts).isNotEmpty();
        assertThat(alerts.get(0).couples()).isLessThan(2_500);
    }

    /** Who talks with hosts of a network, or on a port, is at home there: what of that fails says nothing. */
    @Test
    void shouldNotTakeATroubledClientOfANetworkForAScan() {
        Random random = new Random(1);
        for (int number = 1; number <= 60; number++) {
            tcp(host(number), 443);
            syn(host(number), 10_000 + random.nextInt(50), Outcome.REFUSED);
        }
        assertThat(alerts).isEmpty();
        restart();
        for (int i = 1; i <= 60; i++) {
            int port = 10_000 + random.nextInt(8);
            tcp(host(100 + i), port);
            syn(host(i), port, Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldNotTakeAFewDeadHostsForANetwork() {
        for (int i = 1; i <= 49; i++) {
            syn(host(1 + i % 7), 10_000 + i / 7 * 7 + i % 7, Outcome.SILENT);
        }
        assertThat(alerts).as("seven ports of seven hosts").isEmpty();
    }

    private void datagrams(long seed, int count, int firstPort, int ports) {
        restart();
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            int port = firstPort + random.nextInt(ports);
            contact(host(random.nextInt(250)), port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
    }

    @Test
    void shouldFindWhoGoesThroughANetworkOverUdpInRandomOrder() {
        for (long seed = 1; seed <= 20; seed++) {
            datagrams(seed, 64, 1, 1000);
            assertThat(alerts).as("seed " + seed).isNotEmpty();
        }
        datagrams(1, 1_000, 20_000, 40_000);
        assertThat(alerts).as("high ports, but very many").isNotEmpty();
    }

    /** As conferences do, whose members try all addresses that the others have at home. */
    @Test
    void shouldNotTakeUnansweredEphemeralPortsOfANetworkForAScan() {
        datagrams(1, 200, 49_152, 16_000);
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldNotTakeTraceroutesToANetworkForAScan() {
        datagrams(1, 2_000, 33_434, 193);
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldNotTakeForAScanOfANetworkWhatIsUsual() {
        forecast = 1000;
        datagrams(1, 64, 1, 1000);
        assertThat(alerts).isEmpty();
    }
}

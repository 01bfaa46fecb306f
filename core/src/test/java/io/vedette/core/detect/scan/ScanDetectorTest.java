package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScanDetectorTest extends OneSource {

    @Test
    void shouldOpenAtTheEighthRefusedPortOfOneHost() {
        for (int port = 1; port <= 7; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(alerts).isEmpty();
        syn(HOST, 8, Outcome.REFUSED);
        assertThat(alerts).hasSize(1);
        Alert alert = alerts.get(0);
        assertThat(alert.stage()).isEqualTo(Stage.OPENED);
        assertThat(alert.source()).isEqualTo(SOURCE);
        assertThat(alert.technique()).isEqualTo(Technique.SYN);
        assertThat(alert.shape()).isEqualTo(Shape.VERTICAL);
        assertThat(alert.rule()).isEqualTo("tcp-scan");
        assertThat(alert.attack()).isEqualTo("T1595.001");
        assertThat(alert.severity()).isEqualTo(Severity.MEDIUM);
        assertThat(List.of(
                        alert.hosts(),
                        alert.ports(),
                        alert.couples(),
                        alert.refused(),
                        alert.silent(),
                        alert.answered()))
                .containsExactly(1L, 8L, 8L, 8L, 0L, 0L);
        assertThat(alert.firstMillis()).isEqualTo(1_700_000_000_000L);
        assertThat(alert.lastMillis()).isEqualTo(1_700_000_000_070L);
        assertThat(alert.targets()).hasSize(8).allSatisfy(target -> {
            assertThat(target.address()).isEqualTo(HOST);
            assertThat(target.outcome()).isEqualTo(Outcome.REFUSED);
        });
        assertThat(alert.why())
                .contains("8 distinct couples", "(1 host, 8 ports)", "8 refused", "9900 to 1 were asked for");
        assertThat(alert.confidence()).isBetween(0.5, 1.0);
    }

    @Test
    void shouldCallASweepOfOnePortHorizontal() {
        for (int number = 1; number <= 8; number++) {
            syn(host(number), 445, Outcome.SILENT);
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.shape()).isEqualTo(Shape.HORIZONTAL);
            assertThat(alert.hosts()).isEqualTo(8);
            assertThat(alert.silent()).isEqualTo(8);
        });
    }

    @Test
    void shouldCountTheHostsOfASweepOverAFewPortsTogether() {
        int[] ports = {80, 8080, 88};
        for (int number = 1; number <= 8; number++) {
            syn(host(number), ports[number % 3], Outcome.SILENT);
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.hosts()).isEqualTo(8);
            assertThat(alert.ports()).isEqualTo(3);
        });
    }

    /** The first that failed is on a host that was reached otherwise: it counts for nothing, and must hide nothing. */
    @Test
    void shouldWeighSuccessesOnAPortWhereTheFirstFailureIsOfAnAcquaintance() {
        IpAddress friend = host(200);
        tcp(friend, 80);
        syn(friend, 443, Outcome.SILENT);
        remembered = 80;
        for (int number = 1; number <= 30; number++) {
            syn(host(number), 443, Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldTellWhoLooksForHostsFromWhoWatchesThem() {
        remembered = 90;
        for (int number = 1; number <= 29; number++) {
            contact(host(number), 8 << 8, IpProtocol.ICMP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).isEmpty();
        contact(host(30), 8 << 8, IpProtocol.ICMP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        assertThat(alerts).hasSize(1);
    }

    @Test
    void shouldNotCountPingsWhoseAnswerIsStillToCome() {
        for (int number = 1; number <= 250; number++) {
            contact(host(number), 8 << 8, IpProtocol.ICMP, TcpFlags.UNKNOWN, Outcome.UNKNOWN, true);
            contact(host(number), 8 << 8, IpProtocol.ICMP, TcpFlags.UNKNOWN, Outcome.ANSWERED, false);
        }
        assertThat(state.crowding()).isEqualTo(1);
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldNotMeasureStrangersByWhatIsUsualAtHome() {
        forecast = 1000;
        for (int number = 1; number <= 20; number++) {
            contact(host(number), 161, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).as("neither end is at home").isEmpty();
        for (int number = 1; number <= 20; number++) {
            IpAddress atHome = IpAddress.ofIpv4(0x0a00_0000 + number);
            contact(atHome, 161, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).hasSize(1);
    }

    @Test
    void shouldGiveNoWeightToRepeats() {
        for (int i = 0; i < 10_000; i++) {
            syn(HOST, 3306, Outcome.REFUSED);
        }
        assertThat(alerts).isEmpty();
        assertThat(state.score()).isEqualTo(1.4);
    }

    @Test
    void shouldNeverBeSwayedByAnswersAlone() {
        for (int port = 1; port <= 500; port++) {
            contact(host(port & 63), port, IpProtocol.TCP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
        }
        assertThat(alerts).as("somebody sent us resets we never asked for").isEmpty();
        assertThat(state.score()).isZero();
    }

    /** An accomplice can have a scanner reset as many as he likes. */
    @Test
    void shouldGiveNoCreditForResettingAnswersThatWereNotAskedFor() {
        for (int port = 1; port <= 8; port++) {
            contact(host(port), 40_000 + port, IpProtocol.TCP, TcpFlags.RST, Outcome.ANSWERED, true);
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(state.credit()).isZero();
        assertThat(alerts).hasSize(1);
    }

    @Test
    void shouldJoinAnAnswerThatCameBeforeItsProbe() {
        for (int port = 1; port <= 8; port++) {
            contact(HOST, port, IpProtocol.TCP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
            syn(HOST, port, Outcome.UNKNOWN);
        }
        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.refused()).isEqualTo(8));
    }

    @Test
    void shouldJoinAnAnswerThatCameAfterItsProbe() {
        for (int port = 1; port <= 8; port++) {
            contact(HOST, port, IpProtocol.TCP, TcpFlags.ACK, Outcome.UNKNOWN, true);
        }
        assertThat(alerts).as("lone ACKs are the tails of connections").isEmpty();
        for (int port = 1; port <= 8; port++) {
            contact(HOST, port, IpProtocol.TCP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.ACK);
            assertThat(alert.refused()).isEqualTo(8);
        });
    }

    @Test
    void shouldAskForMoreEvidenceOfWhoSucceedsButNotForever() {
        for (int i = 0; i < 100_000; i++) {
            contact(
                    host(i & 0xff),
                    443,
                    IpProtocol.TCP,
                    TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH,
                    Outcome.ANSWERED,
                    true);
        }
        assertThat(state.credit()).isEqualTo(6);
        for (int port = 1; port <= 10; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(alerts).isEmpty();
        syn(HOST, 11, Outcome.REFUSED);
        assertThat(alerts).as("15.2 / 1.4: the eleventh").hasSize(1);
    }

    @Test
    void shouldNotTakeAPollerWithDeadHostsForAScanner() {
        for (int round = 0; round < 50; round++) {
            for (int number = 1; number <= 60; number++) {
                if (number % 4 == 0) {
                    syn(host(number), 9100, Outcome.SILENT);
                } else {
                    contact(host(number), 9100, IpProtocol.TCP, 27, Outcome.ANSWERED, true);
                }
            }
        }
        assertThat(alerts).as("15 dead hosts of 60").isEmpty();
    }

    @Test
    void shouldNotTakeScatteredFailuresForASweep() {
        for (int i = 0; i < 60; i++) {
            syn(IpAddress.ofIpv4(0x0b00_0000 + i * 0x0123_4567 / 2), 20_000 + i * 97, Outcome.SILENT);
        }
        assertThat(alerts).as("a peer-to-peer node with stale peers").isEmpty();
    }

    @Test
    void shouldAskForMoreUdpPortsThanTcpPorts() {
        for (int port = 1; port <= 18; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).isEmpty();
        contact(HOST, 19, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.UDP);
            assertThat(alert.rule()).isEqualTo("udp-scan");
        });
    }

    @Test
    void shouldCountUnreachablesAsRefusals() {
        for (int port = 1; port <= 10; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        for (int i = 0; i < 10 && alerts.isEmpty(); i++) {
            contact(HOST, -1, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
        }
        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.refused()).isPositive());
    }

    @Test
    void shouldNotSuspectUdpSourcesBelowTheForecastTimesTheFactor() {
        forecast = 20;
        for (int port = 1; port <= 35; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).isEmpty();
        contact(HOST, 36, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        assertThat(alerts).as("more than 20 × 1.75 ports").hasSize(1);
    }

    @Test
    void shouldFindPingSweepsAndProtocolScans() {
        for (int number = 1; number <= 14; number++) {
            contact(host(number), 8 << 8, IpProtocol.ICMP, TcpFlags.UNKNOWN, Outcome.UNKNOWN, true);
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.ICMP);
            assertThat(alert.rule()).isEqualTo("icmp-sweep");
            assertThat(alert.shape()).isEqualTo(Shape.HORIZONTAL);
        });
        alerts.clear();
        ScanState other = new ScanState(SOURCE.high(), SOURCE.low() + 1);
        ContactBatch one = new ContactBatch(1);
        for (int protocol = 100; protocol < 120; protocol++) {
            one.clear();
            one.add(0, other.low, -1, HOST.high(), HOST.low(), -1, protocol, -1, Outcome.UNKNOWN, true, 1, millis++);
            detector.accept(one.cursor().moveTo(0), other, surroundings, alerts::add);
        }
        assertThat(alerts).first().satisfies(alert -> {
            assertThat(alert.technique()).isEqualTo(Technique.PROTOCOL);
            assertThat(alert.rule()).isEqualTo("protocol-scan");
        });
    }

    @Test
    void shouldForgetFailuresBeyondItsMemory() {
        for (int day = 0; day < 30; day++) {
            syn(host(day), 443, Outcome.SILENT);
            millis += 24 * 3600 * 1000L / 4;
        }
        assertThat(alerts).as("four failures a day").isEmpty();
    }

    @Test
    void shouldKeepTheStrongestOfMoreCouplesThanItCanHold() {
        for (int i = 0; i < 1000; i++) {
            contact(host(i), 1000 + i, IpProtocol.TCP, TcpFlags.ACK, Outcome.UNKNOWN, true);
        }
        assertThat(state.size()).isEqualTo(ScanState.MAX_COUPLES);
        for (int port = 1; port <= 8; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(alerts).hasSize(1);
        assertThat(state.size()).isEqualTo(ScanState.MAX_COUPLES);
    }

    @Test
    void shouldNotCountHostsThatTheSourceTalksWithOnAnotherPort() {
        int data = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH;
        for (int i = 0; i < 12; i++) {
            contact(host(i), 443, IpProtocol.TCP, data, Outcome.ANSWERED, true);
            syn(host(i), 8443, Outcome.REFUSED);
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldAskForEightTimesTheHostsOnAPortOfPeers() {
        for (int i = 0; i < 63; i++) {
            syn(host(i), 6881, Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
        syn(host(64), 6881, Outcome.SILENT);
        assertThat(alerts).hasSize(1);
    }

    @Test
    void shouldWeighWhatTheHostRemembersOfEarlierSuccesses() {
        remembered = 60;
        for (int i = 0; i < 40; i++) {
            syn(host(i), 80, Outcome.SILENT);
        }
        assertThat(alerts).isEmpty();
        for (int i = 40; i < 160; i++) {
            syn(host(i), 80, Outcome.SILENT);
        }
        assertThat(alerts).as("more fail than a list holds").isNotEmpty();
    }

    @Test
    void shouldWeighAsManySuccessesAsThereAre() {
        for (int i = 0; i < 30_000; i++) {
            Outcome outcome = i % 10 == 0 ? Outcome.SILENT : Outcome.ANSWERED;
            contact(host(i), 53, IpProtocol.UDP, TcpFlags.UNKNOWN, outcome, true);
        }
        assertThat(alerts)
                .as("a resolver that asked 27,000 servers, and 3,000 that are gone")
                .isEmpty();
    }

    @Test
    void shouldFindASweepAmongThousandsOfAcquaintances() {
        for (int i = 0; i < 20_000; i++) {
            tcp(host(i), 443);
        }
        for (int i = 0; i < 40; i++) {
            syn(host(1_000_000 + i), 445, Outcome.SILENT);
        }
        assertThat(alerts)
                .isNotEmpty()
                .first()
                .satisfies(alert -> assertThat(alert.shape()).isEqualTo(Shape.HORIZONTAL));
    }

    @Test
    void shouldNotTakeTheReportsOnCallsForAScan() {
        for (int port = 10_000; port < 11_000; port += 10) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.ANSWERED, true);
            contact(HOST, port + 1, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).isEmpty();

        for (int port = 1; port <= 60; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).as("a scan of the same host").isNotEmpty();
    }

    @Test
    void shouldNotTakeStreamsThatNobodyAnswersForAScan() {
        for (int port = 30_000; port < 30_100; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true, 17);
        }
        assertThat(alerts).isEmpty();
        for (int port = 30_000; port < 30_100; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true, 11);
        }
        assertThat(alerts).as("the retries of a scan").isNotEmpty();
    }

    @Test
    void shouldLetOldFailuresCountHalf() {
        for (int port = 1; port <= 12; port++) {
            syn(HOST, port, Outcome.REFUSED);
            millis += 3 * 3_600_000;
        }
        assertThat(alerts).isEmpty();
    }
}

package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Shape;
import io.vedette.core.detect.Surroundings;
import io.vedette.core.detect.Technique;
import io.vedette.core.detect.udp.UdpUsual;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ScanDetectorTest {

    private static final IpAddress SOURCE = IpAddress.parse("203.0.113.66");
    private static final IpAddress HOST = IpAddress.parse("192.0.2.10");

    private final ScanDetector detector = new ScanDetector(ScanSettings.defaults());
    private final ScanState state = new ScanState(SOURCE.high(), SOURCE.low());
    private final List<Alert> alerts = new ArrayList<>();
    private long millis = 1_700_000_000_000L;
    private double forecast = Double.NaN;
    private int remembered;

    private final Surroundings surroundings = new Surroundings() {
        @Override
        public long receivedMillis() {
            return millis;
        }

        @Override
        public UdpUsual udpUsual() {
            return new UdpUsual(forecast, forecast);
        }

        @Override
        public int reachedOn(int port) {
            return remembered;
        }
    };

    private void contact(IpAddress target, int port, int protocol, int flags, Outcome outcome, boolean seen) {
        ContactBatch one = new ContactBatch(1);
        one.add(
                SOURCE.high(),
                SOURCE.low(),
                40000,
                target.high(),
                target.low(),
                port,
                protocol,
                flags,
                outcome,
                seen,
                1,
                millis);
        detector.accept(one.cursor().moveTo(0), state, surroundings, alerts::add);
        millis += 10;
    }

    private void syn(IpAddress target, int port, Outcome outcome) {
        contact(target, port, IpProtocol.TCP, TcpFlags.SYN, outcome, true);
    }

    private static IpAddress host(int number) {
        return IpAddress.ofIpv4(0xC0000200 + number);
    }

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
    void shouldUpdateOnDoublingAndCloseWithASummary() {
        for (int port = 1; port <= 1000; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(alerts).extracting(Alert::couples).containsExactly(8L, 16L, 32L, 64L, 128L, 256L, 512L);
        assertThat(alerts)
                .extracting(Alert::incident)
                .containsOnly(alerts.get(0).id());
        assertThat(alerts).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(detector.expire(state, alerts::add)).isTrue();
        Alert end = alerts.get(alerts.size() - 1);
        assertThat(end.stage()).isEqualTo(Stage.CLOSED);
        assertThat(end.couples()).isEqualTo(1000);
        assertThat(end.severity()).isEqualTo(Severity.MEDIUM);
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

    @ParameterizedTest
    @EnumSource(
            value = Technique.class,
            names = {"NULL", "FIN", "XMAS"})
    void shouldNeedOnlyFourProbesThatNoClientSends(Technique technique) {
        int flags = switch (technique) {
            case NULL -> 0;
            case FIN -> TcpFlags.FIN;
            default -> TcpFlags.FIN | TcpFlags.PSH | TcpFlags.URG;
        };
        for (int port = 1; port <= 4; port++) {
            assertThat(alerts).isEmpty();
            contact(HOST, port, IpProtocol.TCP, flags, Outcome.UNKNOWN, true);
        }
        assertThat(alerts)
                .singleElement()
                .satisfies(alert -> assertThat(alert.technique()).isEqualTo(technique));
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
            syn(host(i), 20_000 + i * 97, Outcome.SILENT);
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
    void shouldNotTakeTracerouteForAScan() {
        for (int port = 33434; port < 33434 + 90; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts).isEmpty();
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
    void shouldCloseAfterQuietAndKeepSlowScansOpen() {
        for (int port = 1; port <= 8; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(detector.expiresAtMillis(state) - state.lastReceivedMillis).isEqualTo(300_000);
        for (int port = 9; port <= 20; port++) {
            millis += 3_600_000;
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(detector.expiresAtMillis(state) - state.lastReceivedMillis)
                .as("five median pauses of an hour, of which the power of two is known")
                .isBetween(3L * 3_600_000, 8L * 3_600_000);
    }

    @Test
    void shouldCallAPrivateSourceAnInsiderWithHigherSeverity() {
        ScanState inside = new ScanState(0, IpAddress.parse("10.1.2.3").low());
        ContactBatch one = new ContactBatch(1);
        for (int port = 1; port <= 8; port++) {
            one.clear();
            one.add(0, inside.low, 4, HOST.high(), HOST.low(), port, 6, 2, Outcome.REFUSED, true, 1, millis++);
            detector.accept(one.cursor().moveTo(0), inside, surroundings, alerts::add);
        }
        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.attack()).isEqualTo("T1046");
        });
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

    private void tcp(int sourcePort, int port, int flags, Outcome outcome, long packets) {
        ContactBatch one = new ContactBatch(1);
        one.add(
                SOURCE.high(),
                SOURCE.low(),
                sourcePort,
                HOST.high(),
                HOST.low(),
                port,
                IpProtocol.TCP,
                flags,
                outcome,
                true,
                packets,
                millis);
        detector.accept(one.cursor().moveTo(0), state, surroundings, alerts::add);
        millis += 10;
    }

    @Test
    void shouldTellConnectionsFromSynsByTheHandshakesThatWereCompleted() {
        for (int port = 1; port <= 8; port++) {
            tcp(40000, port, TcpFlags.SYN, Outcome.REFUSED, 1);
        }
        tcp(40000, 22, TcpFlags.SYN | TcpFlags.RST, Outcome.ANSWERED, 2);
        detector.expire(state, alerts::add);
        assertThat(alerts).extracting(Alert::technique).containsOnly(Technique.SYN);
        assertThat(alerts.get(0).profile().spoofable()).isTrue();

        alerts.clear();
        ScanDetectorTest other = new ScanDetectorTest();
        for (int port = 1; port <= 8; port++) {
            other.tcp(40000, port, TcpFlags.SYN, Outcome.REFUSED, 1);
        }
        other.tcp(40000, 22, TcpFlags.SYN | TcpFlags.ACK | TcpFlags.RST, Outcome.ANSWERED, 3);
        other.detector.expire(other.state, other.alerts::add);
        Alert last = other.alerts.get(other.alerts.size() - 1);
        assertThat(last.technique()).isEqualTo(Technique.CONNECT);
        assertThat(last.profile().spoofable()).isFalse();
    }

    @Test
    void shouldTellConnectionsByTheParityOfTheirPortsWhereNothingAnswered() {
        for (int port = 1; port <= 12; port++) {
            tcp(40000 + 2 * (port * 7919 % 5000), port, TcpFlags.SYN, Outcome.REFUSED, 1);
        }
        detector.expire(state, alerts::add);
        assertThat(alerts.get(alerts.size() - 1).technique()).isEqualTo(Technique.CONNECT);
    }

    @Test
    void shouldSaySoAtOnceWhenDataFlowsToWhatTheScanFound() {
        tcp(40000, 80, TcpFlags.SYN | TcpFlags.RST, Outcome.ANSWERED, 2);
        for (int port = 1; port <= 8; port++) {
            tcp(40000, port, TcpFlags.SYN, Outcome.REFUSED, 1);
        }
        assertThat(alerts).extracting(Alert::severity).containsExactly(Severity.MEDIUM);
        int data = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH | TcpFlags.FIN;
        tcp(40100, 443, data, Outcome.ANSWERED, 9);
        assertThat(alerts).as("a service that was not probed").hasSize(1);

        tcp(40101, 80, data, Outcome.ANSWERED, 9);
        tcp(40102, 80, data, Outcome.ANSWERED, 9);

        assertThat(alerts).as("once").hasSize(2);
        Alert update = alerts.get(1);
        assertThat(update.stage()).isEqualTo(Stage.UPDATED);
        assertThat(update.severity()).isEqualTo(Severity.HIGH);
        assertThat(update.profile().used()).isEqualTo(1);
        assertThat(update.why()).contains("1 of the answered ones then carried data");
    }

    @Test
    void shouldCallItInfoWhenTheSameFewAreTriedAgainAndAgain() {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 12; i++) {
                syn(host(i), 9100, Outcome.SILENT);
            }
        }
        detector.expire(state, alerts::add);
        Alert closing = alerts.get(alerts.size() - 1);
        assertThat(closing.severity()).isEqualTo(Severity.INFO);
        assertThat(closing.why()).contains("again and again");
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
    void shouldLetOldFailuresCountHalf() {
        for (int port = 1; port <= 12; port++) {
            syn(HOST, port, Outcome.REFUSED);
            millis += 3 * 3_600_000;
        }
        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldFollowPresets() {
        ScanDetector eager = new ScanDetector(ScanSettings.high());
        ContactBatch one = new ContactBatch(1);
        for (int port = 1; port <= 5; port++) {
            one.clear();
            one.add(
                    SOURCE.high(),
                    SOURCE.low(),
                    4,
                    HOST.high(),
                    HOST.low(),
                    port,
                    6,
                    2,
                    Outcome.REFUSED,
                    true,
                    1,
                    millis++);
            eager.accept(one.cursor().moveTo(0), state, surroundings, alerts::add);
        }
        assertThat(alerts).hasSize(1);
    }

    @Test
    void shouldTellEvidenceAsOdds() {
        assertThat(ScanAlerts.odds(9.2)).isEqualTo("9900 to 1");
        assertThat(ScanAlerts.odds(11.2)).isEqualTo("73000 to 1");
        assertThat(ScanAlerts.odds(Math.log(12))).isEqualTo("12 to 1");
        assertThat(ScanAlerts.odds(0)).isEqualTo("1 to 1");
        assertThat(ScanAlerts.odds(-3)).isEqualTo("1 to 1");
        assertThat(ScanAlerts.odds(40)).isEqualTo("more than a million to 1");
    }
}

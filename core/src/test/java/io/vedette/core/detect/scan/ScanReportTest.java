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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is said of a scan, and when: technique, severity, evidence, beginning, growth and end. */
class ScanReportTest extends OneSource {

    @Test
    void shouldUpdateOnDoublingAndCloseWithASummary() {
        for (int port = 1; port <= 1000; port++) {
            syn(HOST, port, Outcome.REFUSED);
            millis += 1_300;
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

    /** A fast scan grows from eight to a thousand within a second: that is no reason for seven alerts. */
    @Test
    void shouldNotTellOfAFastScanAgainBeforeItHasPaused() {
        for (int port = 1; port <= 1000; port++) {
            syn(HOST, port, Outcome.REFUSED);
            detector.catchUp(state, millis, alerts::add);
        }
        detector.catchUp(state, millis + 9_000, alerts::add);
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED);

        detector.catchUp(state, millis + 10_000, alerts::add);
        detector.catchUp(state, millis + 20_000, alerts::add);

        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.UPDATED);
        assertThat(alerts.get(1).couples()).isEqualTo(1000);
    }

    @Test
    void shouldTellOfAFastScanThatGoesOnEveryTenSecondsAtMost() {
        for (int port = 1; port <= 6000; port++) { // a minute
            syn(HOST, port, Outcome.REFUSED);
            detector.catchUp(state, millis, alerts::add);
        }
        assertThat(alerts).hasSize(4);
        for (int i = 1; i < alerts.size(); i++) {
            Alert before = alerts.get(i - 1);
            assertThat(alerts.get(i).couples()).isGreaterThanOrEqualTo(2 * before.couples());
            assertThat(alerts.get(i).lastMillis()).isGreaterThanOrEqualTo(before.lastMillis() + 10_000);
        }
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
    void shouldSpeakOfPortsOnlyWhereThereAreSome() {
        for (int i = 0; i < 40; i++) {
            contact(host(i), 8 << 8, IpProtocol.ICMP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts.get(0).why()).contains(" distinct couples of host and request (", " hosts, 1 request) in");
        for (int i = 0; i < 2; i++) {
            syn(host(i), 80 + i, Outcome.REFUSED);
        }
        detector.expire(state, alerts::add);
        assertThat(alerts.get(alerts.size() - 1).why())
                .startsWith("42 distinct couples of host and port or request (40 hosts, 3 ports or requests) in");

        restart();
        for (int protocol = 100; protocol < 140; protocol++) {
            contact(HOST, -1, protocol, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        assertThat(alerts.get(0).why()).contains(" distinct couples of host and protocol (1 host, ", " protocols) in");
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
    void shouldTellConnectionsFromSynsByTheHandshakesThatWereCompleted() {
        for (int port = 1; port <= 8; port++) {
            tcp(40000, port, TcpFlags.SYN, Outcome.REFUSED, 1);
        }
        tcp(40000, 22, TcpFlags.SYN | TcpFlags.RST, Outcome.ANSWERED, 2);
        detector.expire(state, alerts::add);
        assertThat(alerts).extracting(Alert::technique).containsOnly(Technique.SYN);
        assertThat(alerts.get(0).profile().spoofable()).isTrue();

        alerts.clear();
        ScanReportTest other = new ScanReportTest();
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
    void shouldNotTakeRetriesForThoseOfAKernelWhereAllComesFromOnePort() {
        for (int port = 1; port <= 30; port++) {
            tcp(53, port, TcpFlags.SYN, Outcome.SILENT, 2);
        }
        detector.expire(state, alerts::add);
        assertThat(alerts.get(alerts.size() - 1).technique()).isEqualTo(Technique.SYN);
    }

    @Test
    void shouldCallAScanOfOneHostVerticalWhateverElseFailed() {
        for (int i = 1; i <= 3; i++) {
            syn(host(100 + i), 443, Outcome.SILENT);
        }
        for (int port = 1; port <= 200; port++) {
            tcp(40000, port, TcpFlags.SYN, Outcome.REFUSED, 1);
        }
        detector.expire(state, alerts::add);
        assertThat(alerts.get(alerts.size() - 1).shape()).isEqualTo(Shape.VERTICAL);

        restart();
        for (int port = 1; port <= 2000; port++) {
            syn(host(port * 7919 % 13), port, Outcome.SILENT);
        }
        detector.expire(state, alerts::add);
        assertThat(alerts.get(alerts.size() - 1).shape())
                .as("13 hosts at random")
                .isEqualTo(Shape.BLOCK);
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

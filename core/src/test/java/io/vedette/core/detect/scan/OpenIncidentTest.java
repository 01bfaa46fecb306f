package io.vedette.core.detect.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Alert.Stage;
import io.vedette.core.detect.Severity;
import io.vedette.core.detect.Target;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When an incident opens, what it is told of, and when it is over. */
class OpenIncidentTest extends OneSource {

    private static final IpAddress WEB = IpAddress.parse("198.51.100.80");
    private static final long QUIET = ScanSettings.defaults().quiet().toMillis();

    private void open() {
        for (int port = 1; port <= 8; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(alerts).hasSize(1);
    }

    private void answer(int port, Outcome outcome) {
        contact(HOST, port, IpProtocol.TCP, TcpFlags.UNKNOWN, outcome, false);
    }

    private Alert closed() {
        detector.expire(state, alerts::add);
        return alerts.get(alerts.size() - 1);
    }

    /** Else the next scan of a source that is never quiet would be told of nowhere. */
    @Test
    void shouldEndWhenTheScanDoesWhateverElseTheSourceDoes() {
        open();
        long scanned = state.lastReceivedMillis();
        for (int i = 0; i < 20; i++) {
            millis += 30_000;
            tcp(WEB, 443);
            contact(WEB, 9, IpProtocol.TCP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
        }
        assertThat(detector.expiresAtMillis(state)).isEqualTo(scanned + QUIET);
        syn(HOST, 9, Outcome.REFUSED);
        assertThat(detector.expiresAtMillis(state)).isEqualTo(state.lastReceivedMillis() + QUIET);
    }

    /** Whoever is told that an incident is of one network believes it. */
    @Test
    void shouldShowTheFirstCoupleInAnotherNetwork() {
        for (int host = 1; host <= 40; host++) {
            syn(IpAddress.parse("198.51.100." + host), 445, Outcome.REFUSED);
        }
        syn(IpAddress.parse("198.51.101.7"), 445, Outcome.REFUSED);
        syn(IpAddress.parse("198.51.102.7"), 445, Outcome.REFUSED);

        assertThat(alerts.get(0).targets())
                .hasSize(8)
                .extracting(Target::address)
                .allSatisfy(address -> assertThat(address.toString()).startsWith("198.51.100."));
        assertThat(closed().targets())
                .hasSize(9)
                .startsWith(alerts.get(0).targets().toArray(Target[]::new))
                .last()
                .isEqualTo(new Target(
                        IpAddress.parse("198.51.101.7"), 445, IpProtocol.TCP, Outcome.REFUSED, "refused", 1.4));
    }

    @Test
    void shouldGoOnAsLongAsWhatItFoundIsUsedForTheFirstTime() {
        open();
        syn(HOST, 22, Outcome.ANSWERED);
        millis += 60_000;
        tcp(HOST, 22);
        assertThat(detector.expiresAtMillis(state)).isEqualTo(state.lastReceivedMillis() + QUIET);
    }

    /** Many probes write the record of the answer before that of the question. */
    @Test
    void shouldJoinAnswersThatComeBeforeTheirProbes() {
        open();
        for (int port = 100; port < 200; port += 4) {
            answer(port, Outcome.REFUSED);
            answer(port + 1, Outcome.ANSWERED);
            syn(HOST, port + 1, Outcome.UNKNOWN);
            syn(HOST, port, Outcome.UNKNOWN);
            syn(HOST, port + 2, Outcome.UNKNOWN);
        }
        Alert all = closed();
        assertThat(all.couples()).isEqualTo(8 + 75);
        assertThat(all.refused()).isEqualTo(8 + 25);
        assertThat(all.answered()).isEqualTo(25);
    }

    @Test
    void shouldTakeAnswersThatNobodyAskedForFromNobody() {
        open();
        for (int port = 100; port < 200; port++) {
            answer(port, Outcome.REFUSED);
        }
        assertThat(closed().couples()).isEqualTo(8);
    }

    @Test
    void shouldTakeNoConnectionForTheAnswerToOneOfVeryManyProbes() {
        for (int port = 1; port <= 2000; port++) {
            syn(HOST, port, Outcome.UNKNOWN);
            contact(HOST, port, IpProtocol.TCP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
        }
        int data = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH | TcpFlags.FIN;
        for (int i = 0; i < 1500; i++) {
            contact(
                    host(i),
                    443,
                    IpProtocol.TCP,
                    data,
                    Outcome.ANSWERED,
                    false); // the servers' halves of what else it does
            tcp(host(i), 443);
        }
        detector.expire(state, alerts::add);
        Alert closing = alerts.get(alerts.size() - 1);
        assertThat(closing.answered()).isZero();
        assertThat(closing.profile().used()).isZero();
        assertThat(closing.severity()).isEqualTo(Severity.MEDIUM);
    }

    /** The records of one direction of a service that is back. */
    @Test
    void shouldNotTakeTheUseOfWhatHadRefusedForSuccess() {
        open();
        int data = TcpFlags.SYN | TcpFlags.ACK | TcpFlags.PSH | TcpFlags.FIN;
        contact(HOST, 1, IpProtocol.TCP, data, Outcome.ANSWERED, false);
        tcp(HOST, 1);
        Alert closing = closed();
        assertThat(closing.refused()).isEqualTo(8);
        assertThat(closing.profile().used()).isZero();
    }

    @Test
    void shouldSayAtOnceThatItIsGraver() {
        for (int i = 0; i < 21; i++) {
            tcp(2000 + 2 * i, 100 + i, TcpFlags.SYN, Outcome.SILENT, 2);
        }
        assertThat(alerts).extracting(Alert::severity).containsExactly(Severity.LOW, Severity.MEDIUM);
        assertThat(alerts).extracting(Alert::stage).containsExactly(Stage.OPENED, Stage.UPDATED);
        assertThat(alerts.get(1).couples()).isLessThan(2 * alerts.get(0).couples());
    }

    @Test
    void shouldTakeEachPacketOfAnUnreachableForOneCouple() {
        for (int port = 1; port <= 18; port++) {
            contact(HOST, port, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
        }
        for (int i = 0; i < 18; i++) {
            contact(HOST, -1, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.REFUSED, false);
        }
        assertThat(closed().refused()).isEqualTo(18);
    }

    /** One that came after its time is no more of a success than the others. */
    @Test
    void shouldGiveAnAnswerOverUdpThatComesLateTheCreditOfASuccess() {
        for (int i = 0; i < 30; i++) {
            contact(host(i), 53, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.SILENT, true);
            contact(host(i), 53, IpProtocol.UDP, TcpFlags.UNKNOWN, Outcome.ANSWERED, false);
        }
        assertThat(state.size()).isZero();
        assertThat(state.score()).isZero();
        assertThat(state.credit()).isEqualTo(6);
        int ports = 0;
        while (alerts.isEmpty() && ports < 40) {
            syn(HOST, ++ports, Outcome.REFUSED);
        }
        assertThat(ports).isBetween(8, 16);
    }

    /** The eighth port is of yesterday. */
    @Test
    void shouldNotCompleteAFigureWithWhatIsTooOld() {
        syn(HOST, 1, Outcome.REFUSED);
        millis += Duration.ofHours(23).toMillis();
        syn(HOST, 1, Outcome.REFUSED); // which keeps the state
        millis += Duration.ofHours(2).toMillis();
        for (int port = 2; port <= 8; port++) {
            syn(HOST, port, Outcome.REFUSED);
        }
        assertThat(alerts).isEmpty();
        syn(HOST, 9, Outcome.REFUSED);
        assertThat(alerts).hasSize(1);
    }

    @Test
    void shouldFindASweepAmongFailuresThatAreTooOld() {
        for (int i = 0; i < 40; i++) {
            syn(IpAddress.ofIpv4(0x0A000001 + i * 70_000), 3_000 + i * 771, Outcome.SILENT);
            millis += Duration.ofHours(3).toMillis();
        }
        millis += Duration.ofHours(30).toMillis();
        int hosts = 0;
        while (alerts.isEmpty() && hosts < 64) {
            syn(host(++hosts), 445, Outcome.SILENT);
        }
        assertThat(hosts).isEqualTo(8);
    }
}

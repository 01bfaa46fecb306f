package io.vedette.core.detect.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.Technique;
import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceRulesTest {

    private final ReferenceRules rules = new ReferenceRules(1.75, true);
    private final List<Alert> alerts = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"0, NULL", "1, FIN", "2, SYN", "22, RST", "41, XMAS"})
    void shouldClassifyFiveValues(int flags, Technique technique) {
        assertThat(rules.classify(flags)).isEqualTo(technique);
    }

    @Test
    void shouldClassifyNothingElse() {
        for (int flags = -1; flags <= 256; flags++) {
            if (!List.of(0, 1, 2, 22, 41).contains(flags)) {
                assertThat(rules.classify(flags)).as("flags %d", flags).isNull();
            }
        }
        assertThat(new ReferenceRules(1.75, false).classify(22)).isNull();
    }

    @Test
    void shouldReportStrictlyMoreThanTheFactor() {
        assertThat(rules.exceeds(35, 20)).isFalse();
        assertThat(rules.exceeds(36, 20)).isTrue();
        assertThat(rules.exceeds(Long.MAX_VALUE, Double.NaN))
                .as("no forecast yet")
                .isFalse();
    }

    @Test
    void shouldRaiseOneAlertForEachMatchingFlow() {
        IpAddress source = IpAddress.parse("203.0.113.66");
        IpAddress target = IpAddress.parse("192.0.2.10");
        ContactBatch flows = new ContactBatch(3);
        ContactBatch datagrams = new ContactBatch(3);
        for (int port : new int[] {22, 23, 24}) {
            flows.add(0, source.low(), 4000, 0, target.low(), port, 6, 2, Outcome.UNKNOWN, true, 1, 5);
            datagrams.add(0, source.low(), 4000, 0, target.low(), port, 17, 0, Outcome.UNKNOWN, true, 1, 5);
        }
        for (int row = 0; row < 3; row++) {
            rules.tcp(flows.cursor().moveTo(row), alerts::add);
            rules.udp(datagrams.cursor().moveTo(row), 9, 5, alerts::add);
        }
        assertThat(alerts).hasSize(6);
        assertThat(alerts).extracting(Alert::id).doesNotHaveDuplicates();
        assertThat(alerts.get(0)).satisfies(alert -> {
            assertThat(alert.stage()).isEqualTo(Alert.Stage.MATCHED);
            assertThat(alert.technique()).isEqualTo(Technique.SYN);
            assertThat(alert.source()).isEqualTo(source);
            assertThat(alert.targets())
                    .singleElement()
                    .satisfies(t -> assertThat(t.port()).isEqualTo(22));
            assertThat(alert.why()).isEqualTo("TCP_FLAGS 2 (S) in a flow of 1 packet");
        });
        assertThat(alerts.get(1).why())
                .isEqualTo("9 distinct couples of host and port, forecast 5.00, limit 8.75, in a flow of 1 packet");
    }

    /** IN_PKTS is no key that a record must have. */
    @Test
    void shouldNotCountPacketsThatTheFlowDoesNotTell() {
        IpAddress address = IpAddress.parse("192.0.2.10");
        ContactBatch flows = new ContactBatch(1);
        flows.add(0, address.low(), 4000, 0, address.low(), 22, 6, 2, Outcome.UNKNOWN, true, Flow.UNKNOWN, 5);
        rules.tcp(flows.cursor().moveTo(0), alerts::add);

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.why()).isEqualTo("TCP_FLAGS 2 (S) in a flow of unknown length");
            assertThat(alert.contacts()).isZero();
        });
    }
}

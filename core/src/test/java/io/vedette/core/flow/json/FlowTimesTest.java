package io.vedette.core.flow.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.flow.Flow;
import org.junit.jupiter.api.Test;

class FlowTimesTest {

    private static final long T = 1_763_640_000_000L;

    private static Intake read(String times) {
        return Intake.of("{\"8\":\"10.0.0.1\",\"12\":\"10.0.0.2\",\"4\":1," + times + "}\n");
    }

    private static void assertTimes(String times, long start, long end) {
        Intake intake = read(times);
        assertThat(intake.onlyFlow().startMillis()).as("start of %s", times).isEqualTo(start);
        assertThat(intake.onlyFlow().endMillis()).as("end of %s", times).isEqualTo(end);
        assertThat(intake.counts.clockSkew.get()).isZero();
    }

    @Test
    void shouldReadEachUnitByTheNameOfTheField() {
        assertTimes("\"FIRST_SWITCHED\":1763640000,\"LAST_SWITCHED\":1763640001", T, T + 1000);
        assertTimes("\"FLOW_START_SEC\":1763640000,\"FLOW_END_SEC\":1763640001", T, T + 1000);
        assertTimes("\"FLOW_START_MILLISECONDS\":1763640000001,\"FLOW_END_MILLISECONDS\":1763640000002", T + 1, T + 2);
        assertTimes("\"154\":1763640000001999,\"155\":1763640000002000", T + 1, T + 2);
    }

    @Test
    void shouldPreferTheFinestUnitThatIsNotZero() {
        assertTimes("\"22\":1763640000,\"152\":1763640000123,\"21\":1763640001,\"153\":0", T + 123, T + 1000);
    }

    @Test
    void shouldTakeFinerUnitsUnderTheNamesOfCoarserOnes() {
        assertTimes("\"22\":1763640000123,\"21\":1763640000456000", T + 123, T + 456);
        assertTimes("\"152\":1763640000123000,\"153\":1763640000456000000", T + 123, T + 456);
    }

    @Test
    void shouldTakeZeroAndAbsenceForUnknown() {
        assertTimes("\"22\":0,\"21\":0", Flow.UNKNOWN, Flow.UNKNOWN);
        assertTimes("\"21\":1763640000", Flow.UNKNOWN, T);
        assertTimes("\"22\":1763640000", T, Flow.UNKNOWN);
    }

    @Test
    void shouldFillInWhatADurationTells() {
        assertTimes("\"22\":1763640000,\"161\":1500", T, T + 1500);
        assertTimes("\"21\":1763640000,\"162\":1500000", T - 1500, T);
        assertTimes("\"21\":1,\"161\":1001", 0, 1000);
        assertTimes("\"161\":1500", Flow.UNKNOWN, Flow.UNKNOWN);
        assertTimes("\"22\":1763640000,\"21\":1763640001,\"161\":9000", T, T + 1000);
    }

    @Test
    void shouldExchangeAnEndBeforeTheStart() {
        assertTimes("\"22\":1763640005,\"21\":1763640000", T, T + 5000);
    }

    @Test
    void shouldReadTimesOfLongAgo() {
        assertTimes("\"22\":1,\"21\":86400", 1000, 86_400_000);
    }

    @Test
    void shouldSetFutureTimesToTheReceiptAndCountTheFlow() {
        long received = Intake.RECEIVED;
        Intake hour = read("\"152\":" + (received - 1000) + ",\"153\":" + (received + 3_600_000));
        Intake farFuture = read("\"22\":4294967295,\"21\":4294967295");
        Intake tolerated = read("\"152\":" + received + ",\"153\":" + (received + 5000));
        Intake beyond = read("\"153\":" + (received + 5001));

        assertThat(hour.onlyFlow().startMillis()).isEqualTo(received - 1000);
        assertThat(hour.onlyFlow().endMillis()).isEqualTo(received);
        assertThat(hour.counts.clockSkew.get()).isEqualTo(1);
        assertThat(farFuture.onlyFlow().startMillis()).isEqualTo(received);
        assertThat(farFuture.counts.clockSkew.get()).isEqualTo(1);
        assertThat(tolerated.onlyFlow().endMillis()).isEqualTo(received + 5000);
        assertThat(tolerated.counts.clockSkew.get()).isZero();
        assertThat(beyond.onlyFlow().endMillis()).isEqualTo(received);
        assertThat(beyond.counts.clockSkew.get()).isEqualTo(1);
    }
}

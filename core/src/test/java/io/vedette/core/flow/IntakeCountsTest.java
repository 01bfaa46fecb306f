package io.vedette.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.meter.Counter;
import io.vedette.core.meter.CounterFamily;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class IntakeCountsTest {

    @Test
    void shouldAddEveryCountOfAnother() throws IllegalAccessException {
        IntakeCounts part = new IntakeCounts();
        long amount = 0;
        for (Field field : IntakeCounts.class.getFields()) {
            if (field.get(part) instanceof Counter counter) {
                counter.add(++amount);
            }
        }
        part.rejected.of(RejectReason.OVERSIZE).add(7);

        IntakeCounts total = new IntakeCounts();
        total.add(part);
        total.add(part);

        for (Field field : IntakeCounts.class.getFields()) {
            if (field.get(part) instanceof Counter counter) {
                Counter sum = (Counter) field.get(total);
                assertThat(sum.get()).as(field.getName()).isPositive().isEqualTo(2 * counter.get());
            } else {
                assertThat(field.get(part)).as(field.getName()).isInstanceOf(CounterFamily.class);
            }
        }
        assertThat(total.rejected.get(RejectReason.OVERSIZE)).isEqualTo(14);
        assertThat(total.rejected.total()).isEqualTo(14);
    }

    @Test
    void shouldMissNoRecordThatIsEitherFlowOrRejected() {
        IntakeCounts counts = new IntakeCounts();
        counts.records.add(5);
        counts.flows.add(3);
        counts.rejected.of(RejectReason.BAD_JSON).add(1);
        assertThat(counts.imbalance()).isEqualTo(1);

        counts.rejected.of(RejectReason.PARTIAL_LINE).increment();
        assertThat(counts.imbalance()).isZero();
    }
}

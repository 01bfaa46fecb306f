package io.vedette.core.contact;

import static org.assertj.core.api.Assertions.assertThat;

import io.vedette.core.meter.Counter;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class AnalysisCountsTest {

    @Test
    void shouldAddEveryCountOfAnother() throws IllegalAccessException {
        AnalysisCounts part = new AnalysisCounts();
        long amount = 0;
        for (Field field : AnalysisCounts.class.getFields()) {
            if (field.get(part) instanceof Counter counter) {
                counter.add(++amount);
            }
        }
        part.filtered.of(FilterReason.SELF).add(7);

        AnalysisCounts total = new AnalysisCounts();
        total.add(part);
        total.add(part);

        for (Field field : AnalysisCounts.class.getFields()) {
            if (field.get(part) instanceof Counter counter) {
                Counter sum = (Counter) field.get(total);
                assertThat(sum.get()).as(field.getName()).isPositive().isEqualTo(2 * counter.get());
            }
        }
        assertThat(total.filtered.get(FilterReason.SELF)).isEqualTo(14);
    }
}

package io.vedette.core.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HistogramTest {

    private static long[] counts(Histogram histogram) {
        return IntStream.rangeClosed(0, histogram.bounds())
                .mapToLong(histogram::count)
                .toArray();
    }

    @Test
    void shouldCountAValueBelowItsBoundAndNoLower() {
        Histogram histogram = new Histogram(2, 4);
        for (long value : new long[] {-7, 0, 1, 4, 5, 8, 9, 16, 17, Long.MAX_VALUE / 2}) {
            histogram.observe(value);
        }

        assertThat(counts(histogram)).containsExactly(4, 2, 2, 2);
        assertThat(new long[] {histogram.bound(0), histogram.bound(1), histogram.bound(2)})
                .containsExactly(4, 8, 16);
        assertThat(histogram.sum()).isEqualTo(60 + Long.MAX_VALUE / 2);
    }

    @Test
    void shouldKnowEveryPowerOfTwo() {
        for (int exponent = 0; exponent < 63; exponent++) {
            Histogram histogram = new Histogram(0, 62);
            histogram.observe(1L << exponent);
            assertThat(histogram.count(exponent)).as("2^%d", exponent).isEqualTo(1);
            histogram.observe((1L << exponent) + 1);
            assertThat(histogram.count(exponent + 1)).as("2^%d + 1", exponent).isEqualTo(1);
        }
    }

    @Test
    void shouldAddUp() {
        Histogram one = new Histogram(0, 3);
        Histogram other = new Histogram(0, 3);
        one.observe(3);
        other.observe(3);
        other.observe(100);
        one.add(other);

        assertThat(counts(one)).containsExactly(0, 0, 2, 0, 1);
        assertThat(one.sum()).isEqualTo(106);
        assertThatThrownBy(() -> one.add(new Histogram(0, 4))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Histogram(3, 2)).isInstanceOf(IllegalArgumentException.class);
    }
}

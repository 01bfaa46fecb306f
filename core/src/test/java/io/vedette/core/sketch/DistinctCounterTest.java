package io.vedette.core.sketch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistinctCounterTest {

    private final KeyedHash hash = new KeyedHash(5);

    @Test
    void shouldBeExactUpToItsBound() {
        DistinctCounter counter = new DistinctCounter();
        for (int i = 0; i < DistinctCounter.EXACT; i++) {
            assertThat(counter.add(hash.ofAddress(0, i))).isTrue();
            assertThat(counter.add(hash.ofAddress(0, i))).isFalse();
            assertThat(counter.count()).isEqualTo(i + 1);
        }
        assertThat(counter.isExact()).isTrue();
    }

    @Test
    void shouldStayWithinFourStandardErrorsBeyondIt() {
        DistinctCounter counter = new DistinctCounter();
        int added = 0;
        for (int size : new int[] {2_000, 5_000, 20_000, 100_000, 1_000_000}) {
            for (; added < size; added++) {
                counter.add(hash.ofAddress(1, added));
            }
            assertThat((double) counter.count()).isCloseTo(size, within(4 * 0.023 * size));
        }
        assertThat(counter.isExact()).isFalse();
    }

    @Test
    void shouldIgnoreRepetitionsWhenEstimating() {
        DistinctCounter counter = new DistinctCounter();
        for (int i = 0; i < 10_000; i++) {
            counter.add(hash.ofAddress(2, i));
        }
        long once = counter.count();
        for (int i = 0; i < 10_000; i++) {
            assertThat(counter.add(hash.ofAddress(2, i))).isFalse();
        }
        assertThat(counter.count()).isEqualTo(once);
    }

    @Test
    void shouldStartAgainWhenCleared() {
        DistinctCounter counter = new DistinctCounter();
        for (int i = 0; i < 5_000; i++) {
            counter.add(hash.ofAddress(3, i));
        }
        counter.clear();
        assertThat(counter.count()).isZero();
        counter.add(0);
        counter.add(7);
        assertThat(counter.count()).isEqualTo(2);
    }
}

package io.vedette.core.detect.victim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChanceTest {

    @Test
    void shouldAddUpThePoissonDistribution() {
        assertThat(Chance.ofAtMost(0, 2)).isCloseTo(Math.exp(-2), within(1e-12));
        assertThat(Chance.ofAtMost(2, 2)).isCloseTo(5 * Math.exp(-2), within(1e-12));
        assertThat(Chance.ofAtMost(1000, 2)).isEqualTo(1);
        assertThat(Chance.ofAtMost(0, 1e6)).isZero();
        assertThat(Chance.ofAtMost(7, 0)).isEqualTo(1);
    }

    @Test
    void shouldKnowHowFarApartUniformTimesLie() {
        assertThat(Chance.ofSpan(2, 0.5)).isCloseTo(0.75, within(1e-12));
        assertThat(Chance.ofSpan(5, 0)).isZero();
        assertThat(Chance.ofSpan(5, 1)).isEqualTo(1);
        assertThat(Chance.ofSpan(5, 3)).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithDrawnTimes() {
        Random random = new Random(3);
        int within = 0;
        for (int draw = 0; draw < 100_000; draw++) {
            double[] times = random.doubles(5).sorted().toArray();
            within += Arrays.stream(times).max().orElseThrow() - times[0] <= 0.4 ? 1 : 0;
        }
        assertThat(within / 100_000.0).isCloseTo(Chance.ofSpan(5, 0.4), within(0.005));
    }
}

package io.vedette.core.darknet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vedette.core.darknet.Estimates.Order;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Intervals against published tables, and what an event says of the Internet. */
class EstimatesTest {

    /** The roots of the two sums of Poisson terms that define the interval, found by bisection elsewhere. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 3.6889",
        "1, 0.0253, 5.5716",
        "2, 0.2422, 7.2247",
        "5, 1.6235, 11.6683",
        "10, 4.7954, 18.3904",
        "50, 37.1110, 65.9188",
        "100, 81.3640, 121.6268"
    })
    void shouldKnowThePoissonInterval(long count, double low, double high) {
        Interval interval = Interval.ofPoisson(count);
        assertThat(interval.low()).isCloseTo(low, within(0.0002));
        assertThat(interval.high()).isCloseTo(high, within(0.0002));
    }

    @Test
    void shouldComeNearTheNormalIntervalForManyPackets() {
        Interval interval = Interval.ofPoisson(100_000_000);
        assertThat(interval.low()).isCloseTo(1e8 - 19_600, within(5.0));
        assertThat(interval.high()).isCloseTo(1e8 + 19_600, within(5.0));
    }

    /** Worked by hand: 10 of 100 gives (0.1192 ± 0.0567)/1.0384. */
    @Test
    void shouldKnowWilsonsInterval() {
        Interval interval = Interval.ofShare(10, 100);
        assertThat(interval.low()).isCloseTo(0.05523, within(0.00001));
        assertThat(interval.high()).isCloseTo(0.17437, within(0.00001));
        assertThat(Interval.ofShare(0, 10).low()).isZero();
        assertThat(Interval.ofShare(10, 10).high()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "475136, 100, 0.001, 624",
        "475136, 10, 0.001, 6244",
        "65536, 100, 0.001, 4527",
        "16777216, 100, 0.001, 18"
    })
    void shouldKnowTheIdleTimeout(long size, double rate, double epsilon, long seconds) {
        assertThat(IdleTimeout.of(size, rate, epsilon)).isEqualTo(Duration.ofSeconds(seconds));
    }

    @Test
    void shouldRefuseAnImpossibleTimeout() {
        assertThatThrownBy(() -> IdleTimeout.of(0, 1, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdleTimeout.of(1, 0, 0.1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> IdleTimeout.of(1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Estimates of(int packets, long gapNanos, int different, long size) {
        Telescope telescope =
                new Telescope(DarknetSettings.of(Duration.ofSeconds(1000), 1).withDarknetSize(size));
        for (int i = 0; i < packets; i++) {
            int host = i % different;
            telescope.see(
                    i * gapNanos, Telescope.syn(Telescope.SOURCE, "192.0." + (host >> 8) + "." + (host & 255), 23));
        }
        return Estimates.of(telescope.finish().get(0), size);
    }

    @Test
    void shouldNotExtrapolateFromNoTimeOrOnePacket() {
        assertThat(of(5, 0, 5, 256).rate()).isNull();
        assertThat(of(1, 0, 1, 256).rate()).isNull();
        assertThat(of(1, 0, 1, 256).rateInterval()).isNull();
    }

    @Test
    void shouldExtrapolateFromGaps() {
        Estimates estimates = of(11, 1_000_000_000L, 11, 1 << 16);
        assertThat(estimates.rate()).isEqualTo(65_536.0);
        assertThat(estimates.rateInterval().low()).isCloseTo(4.7954 * 6553.6, within(10.0));
        assertThat(estimates.rateInterval().high()).isCloseTo(18.3904 * 6553.6, within(10.0));
        assertThat(estimates.coverage()).isEqualTo(11.0 / 65_536);
        assertThat(estimates.totalPackets()).isEqualTo(11 * 65_536.0);
    }

    @Test
    void shouldTellHowDestinationsAreChosen() {
        assertThat(of(3, 1, 3, 1 << 16).order()).isEqualTo(Order.UNKNOWN);
        assertThat(of(1000, 1, 1000, 1024).order()).isEqualTo(Order.PERMUTATION);
        assertThat(of(1000, 1, 10, 1024).order()).isEqualTo(Order.REPEATING);
        // 1024 (1 - exp(-1000/1024)) = 638 different ones are expected of 1000 random choices
        assertThat(of(1000, 1, 640, 1024).order()).isEqualTo(Order.RANDOM);
    }
}

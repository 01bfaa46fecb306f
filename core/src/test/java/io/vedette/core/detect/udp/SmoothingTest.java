package io.vedette.core.detect.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected values were computed with the statistics package that the reference uses, and by hand for the trend. */
class SmoothingTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,5,4,6,8,7,9,12,10,11       | 7.879028  | 12.836305",
                "1,1,1,1,1,1,1,1,1,1          | 1         | 1",
                "100,3,4,5,400,7,8,9,10,20    | 53.033528 | 28.356337",
                "1,1,1,1,2,2,2,2,2,300        | 40.162539 | 92.958811",
                "1,2,3,4,5,6,7,8,9,10         | 5.9121    | 11",
            })
    void shouldForecastTheKnownSeries(String series, double reference, double holt) {
        double[] means = Arrays.stream(series.split(","))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(Smoothing.REFERENCE.forecast(means)).isCloseTo(reference, within(5e-5));
        assertThat(Smoothing.HOLT.forecast(means)).isCloseTo(holt, within(5e-5));
    }

    @Test
    void shouldLetOneWildWindowMoveLittle() {
        double forecast = Smoothing.ROBUST.forecast(new double[] {10, 10, 10, 1000});
        // The scale is 0.2 · 0.9 before it; three times that is 0.54, which moves the level by 0.162 and the slope by
        // 0.0081.
        assertThat(forecast).isCloseTo(11 * Math.exp(0.162 + 0.9 * 0.0081) - 1, within(1e-9));
    }

    @Test
    void shouldForecastOnlyFromTheEleventhMeanOn() {
        UdpPopulation population = new UdpPopulation(Smoothing.HOLT);
        for (int tick = 1; tick <= 10; tick++) {
            population.add(UdpGain.of(20, tick == 1 ? 20 : 0));
            population.tick();
            assertThat(population.forecast()).as("after tick %d", tick).isNaN();
        }
        population.add(UdpGain.of(20, 0));
        population.tick();
        assertThat(population.forecast()).isCloseTo(12, within(1e-9)); // 2, 3, … 11 rises by one
    }

    @Test
    void shouldSkipTicksWithoutAnySource() {
        UdpPopulation population = new UdpPopulation(Smoothing.REFERENCE);
        population.add(UdpGain.of(10, 10));
        for (int tick = 0; tick < 10; tick++) {
            population.tick();
        }
        population.erase();
        for (int tick = 0; tick < 5; tick++) {
            population.tick();
        }
        assertThat(population.forecast()).isNaN();
        population.add(UdpGain.of(10, 10));
        population.tick();
        assertThat(population.forecast()).isCloseTo(1, within(1e-9));
        population.erase();
        population.tick();
        assertThat(population.forecast()).as("kept over empty ticks").isCloseTo(1, within(1e-9));
    }
}

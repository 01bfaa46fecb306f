package io.vedette.core.detect.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UdpSpreadTest {

    private static UdpSpread of(long... counts) {
        UdpSpread spread = new UdpSpread();
        Arrays.stream(counts).forEach(count -> spread.move(0, count));
        return spread;
    }

    @Test
    void shouldKeepCountsWithinASixteenthOfAnOctave() {
        for (long count = 0; count < 1 << 20; count += 1 + count / 50) {
            long least = UdpSpread.least(UdpSpread.bucket(count));
            assertThat(least).isLessThanOrEqualTo(count).isGreaterThan((long) (count / 1.0626) - 1);
            assertThat(UdpSpread.bucket(least)).isEqualTo(UdpSpread.bucket(count));
            assertThat(count >= 64 || least == count).isTrue();
        }
        assertThat(UdpSpread.bucket(Long.MAX_VALUE)).isEqualTo(UdpSpread.bucket(Integer.MAX_VALUE));
    }

    /** By the definition, on lists: log, median, median of deviations, every one left out in turn. */
    private static double byDefinition(List<Long> counts) {
        double lowest = Double.POSITIVE_INFINITY;
        for (int left = 0; left < counts.size(); left++) {
            List<Double> others = new ArrayList<>();
            for (int i = 0; i < counts.size(); i++) {
                if (i != left) {
                    others.add(Math.log1p(counts.get(i)));
                }
            }
            lowest = Math.min(lowest, upper(others));
        }
        return Math.expm1(lowest);
    }

    private static double upper(List<Double> values) {
        double median = median(values);
        double deviation =
                1.4826 * median(values.stream().map(z -> Math.abs(z - median)).toList());
        return median + 3 * Math.max(deviation, Math.exp(-median / 2)); // one over the root of one more than the count
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get((values.size() - 1) / 2);
    }

    @Test
    void shouldGiveWhatTheDefinitionGives() {
        Random random = new Random(8);
        for (int round = 0; round < 300; round++) {
            List<Long> counts = new ArrayList<>();
            UdpSpread spread = new UdpSpread();
            int sources = 6 + random.nextInt(40);
            for (int i = 0; i < sources; i++) {
                long count = 2 + (long) Math.min(60, Math.exp(random.nextGaussian() + 2));
                counts.add(count);
                spread.move(0, count);
            }
            assertThat(spread.usual()).isCloseTo(byDefinition(counts), within(1e-6));
        }
    }

    @Test
    void shouldSayNothingOfTooFewSourcesOrOfSingleFailures() {
        assertThat(of(9, 9, 9, 9, 9).usual()).isNaN();
        assertThat(of(9, 9, 9, 9, 9, 9).usual()).isCloseTo(10 * Math.exp(3 / Math.sqrt(10)) - 1, within(1e-9));
        assertThat(of(1, 1, 1, 1, 1, 1, 1, 1, 0).usual()).isNaN();
    }

    @Test
    void shouldNotLetOneSourceRaiseWhatIsUsual() {
        double without = Math.expm1(upper(Stream.of(8, 9, 9, 10, 10, 11, 12)
                .map(count -> Math.log1p(count))
                .toList()));
        assertThat(without).isBetween(10.0, 30.0);
        for (long count = 2; count < 100_000; count *= 3) {
            assertThat(of(8, 9, 9, 10, 10, 11, 12, count).usual()).isLessThanOrEqualTo(without + 1e-9);
        }
    }

    @Test
    void shouldAddUpExactlyHoweverSourcesAreSpread() {
        Random random = new Random(4);
        UdpSpread one = new UdpSpread();
        UdpSpread[] three = {new UdpSpread(), new UdpSpread(), new UdpSpread()};
        UdpSpread sum = new UdpSpread();
        long[] counts = new long[30];
        for (int i = 0; i < 5000; i++) {
            int source = random.nextInt(counts.length);
            long before = counts[source];
            counts[source] += 1 + random.nextInt(3);
            one.move(before, counts[source]);
            three[source % 3].move(before, counts[source]);
            if (random.nextInt(20) == 0) {
                sum.add(three[random.nextInt(3)].take());
            }
        }
        for (UdpSpread part : three) {
            sum.add(part.take());
            assertThat(part.usual()).isNaN();
        }
        assertThat(sum.usual()).isEqualTo(one.usual());
    }
}

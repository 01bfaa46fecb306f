package io.vedette.core.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReductionTest {

    private static final int POINTS = 200_000;
    private static final int PIXELS = 500;

    private final double[] x = IntStream.range(0, POINTS).asDoubleStream().toArray();
    private final Scale scale = new Scale(0, POINTS, 0, PIXELS, false);

    private static Stack line(double[] x, double[] y) {
        return Stack.on(null, Series.of("key", "label", Mark.LINE, x, y));
    }

    @Test
    void keepsTheExtremesOfEveryColumnAndFewPoints() {
        double[] y = new Random(5).doubles(POINTS).toArray();
        int[] kept = Reduction.of(line(x, y), scale);
        assertThat(kept).isSorted().hasSizeLessThanOrEqualTo(4 * PIXELS);
        int perPixel = POINTS / PIXELS;
        for (int column = 0; column < PIXELS; column++) {
            int from = column * perPixel;
            double[] here = Arrays.copyOfRange(y, from, from + perPixel);
            double[] drawn = Arrays.stream(kept)
                    .filter(at -> at >= from && at < from + perPixel)
                    .mapToDouble(at -> y[at])
                    .toArray();
            assertThat(Arrays.stream(drawn).max()).isEqualTo(Arrays.stream(here).max());
            assertThat(Arrays.stream(drawn).min()).isEqualTo(Arrays.stream(here).min());
        }
    }

    @Test
    void onePeakAmongManyPointsSurvives() {
        double[] y = new double[POINTS];
        y[123_457] = 1;
        assertThat(Reduction.of(line(x, y), scale)).contains(123_457);
    }

    @Test
    void aLineInterruptedByAGapIsTwoLines() {
        double[] short4 = {0, 1, 2, 3};
        Series series = Series.of("key", "label", Mark.LINE, short4, new double[] {1, Double.NaN, 2, 3});
        XyChart chart =
                new XyChart("t", "d", NumberAxis.of("x", Unit.COUNT), NumberAxis.of("y", Unit.COUNT), List.of(series));
        String drawn = new SvgRenderer(Theme.LIGHT, Palette.of(List.of("key"))).render(chart, 300, 200);
        String path = drawn.replaceAll("(?s).*<path d=\"(M[^\"]*)\" fill=\"none\".*", "$1");
        assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
    }

    @Test
    void refusesSeriesThatAreNone() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Series.of("k", "l", Mark.LINE, new double[] {2, 1}, new double[2]))
                .withMessageContaining("ascend");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Series.of("k", "l", Mark.BAR, new double[1], new double[1]))
                .withMessageContaining("bin width");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Series.of("k", "l", Mark.LINE, new double[1], new double[2]))
                .withMessageContaining("x has 1");
    }
}

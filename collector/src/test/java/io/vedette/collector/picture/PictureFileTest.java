package io.vedette.collector.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.data.Percentage.withPercentage;
import static org.junit.jupiter.api.Assumptions.abort;

import io.vedette.core.plot.Mark;
import io.vedette.core.plot.NumberAxis;
import io.vedette.core.plot.Palette;
import io.vedette.core.plot.Series;
import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.plot.Theme;
import io.vedette.core.plot.Unit;
import io.vedette.core.plot.XyChart;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureFileTest {

    private static final int WHITE = 0xffffff;
    private static final int FIRST_COLOUR = 0x0072b2;

    private static final SvgRenderer RENDERER = new SvgRenderer(Theme.LIGHT, Palette.of(List.of("all")));

    /** Three days: ten, unknown, ten. */
    private static final Picture PICTURE = new Picture(
            new XyChart(
                    "Port 23",
                    "Two bars with a gap between.",
                    NumberAxis.of("day", Unit.COUNT),
                    NumberAxis.of("packets", Unit.COUNT),
                    List.of(Series.bars(
                            "all", "All", Mark.BAR, 1, new double[] {0, 1, 2}, new double[] {10, Double.NaN, 10}))),
            480,
            240);

    @TempDir
    private Path folder;

    private BufferedImage png(String name) throws IOException {
        Path file = folder.resolve(name);
        try {
            PictureFile.of(file).write(PICTURE, RENDERER);
        } catch (IOException e) {
            if (e.getCause() instanceof NoGraphicsException) {
                abort("needs fonts: " + e.getMessage());
            }
            throw e;
        }
        return ImageIO.read(file.toFile());
    }

    private static long count(BufferedImage image, int fromY, int toY, int colour) {
        long count = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & WHITE) == colour ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void svgIsWhatTheRendererDraws() throws IOException {
        Path file = folder.resolve("port.SVG");

        PictureFile.of(file).write(PICTURE, RENDERER);

        assertThat(file).hasContent(PICTURE.svg(RENDERER));
    }

    @Test
    void pngHasAsManyPixelsAsTheSvg() throws IOException {
        BufferedImage image = png("port.png");

        assertThat(image.getWidth()).isEqualTo(480);
        assertThat(image.getHeight()).isEqualTo(240);
        assertThat(image.getRGB(1, 1) & WHITE).isEqualTo(WHITE);
    }

    @Test
    void twiceMeansFourTimesThePixels() throws IOException {
        BufferedImage once = png("port.png");
        BufferedImage twice = png("port@2x.png");

        assertThat(twice.getWidth()).isEqualTo(960);
        assertThat(twice.getHeight()).isEqualTo(480);
        assertThat((double) count(twice, 0, 480, FIRST_COLOUR))
                .isCloseTo(4.0 * count(once, 0, 240, FIRST_COLOUR), withPercentage(3));
    }

    @Test
    void drawsBarsTheGapAndText() throws IOException {
        BufferedImage image = png("port.png");

        int row = 120;
        assertThat(image.getRGB(120, row) & WHITE).isEqualTo(FIRST_COLOUR);
        assertThat(image.getRGB(420, row) & WHITE).isEqualTo(FIRST_COLOUR);
        long hatched = 0;
        for (int x = 200; x < 320; x++) {
            int colour = image.getRGB(x, row) & WHITE;
            assertThat(colour).isNotEqualTo(FIRST_COLOUR).isNotEqualTo(WHITE);
            hatched += colour == 0xf0eee8 ? 0 : 1;
        }
        assertThat(hatched).isGreaterThan(20);
        // The ink of "Port 23", bold, at 16 pixels.
        assertThat(count(image, 14, 32, 0x1a1a1a)).isBetween(80L, 1000L);
    }

    @Test
    void leavesNothingBesideTheFile() throws IOException {
        png("port.png");

        assertThat(folder).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void replacesWhatIsThere() throws IOException {
        Path file = Files.writeString(folder.resolve("port.svg"), "before");

        PictureFile.of(file).write(PICTURE, RENDERER);

        assertThat(file).content().startsWith("<svg");
    }

    @Test
    void refusesNamesThatSayNoForm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PictureFile.of(Path.of("port.gif")))
                .withMessageContaining("expected a name that ends in .svg, .png or @2x.png");
    }

    @Test
    void saysWhichFileCannotBeWritten() {
        Path file = folder.resolve("none/port.svg");

        assertThatIOException()
                .isThrownBy(() -> PictureFile.of(file).write(PICTURE, RENDERER))
                .withMessage(file + ": cannot be written: no such folder");
    }

    @Test
    void takesNoGigabytesForAPicture() {
        Path file = folder.resolve("huge@2x.png");
        Picture huge = new Picture(PICTURE.figure(), 10_000, 10_000);

        assertThatIOException()
                .isThrownBy(() -> PictureFile.of(file).write(huge, RENDERER))
                .withMessageContaining("20000 x 20000 pixels are too many for a PNG");
        assertThat(file).doesNotExist();
    }
}

package io.vedette.cli;

import io.vedette.collector.picture.Picture;
import io.vedette.collector.picture.PictureFile;
import io.vedette.core.plot.Palette;
import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.plot.Theme;
import io.vedette.core.text.Printable;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Which pictures are drawn, into which files. */
final class PlotOptions {

    /** Colours of the keys of all pictures. */
    private static final Palette PALETTE =
            Palette.of(List.of("volume", "packets", "mean", "small", "large", "rest", "events"));

    @Option(
            names = "--plot",
            paramLabel = "[WHAT=]FILE",
            description = "Draw a picture: .svg, .png, or @2x.png for twice the pixels. May be repeated.")
    private List<String> plots = List.of();

    @Option(names = "--theme", paramLabel = "NAME", description = "light or dark (light).")
    private @Nullable String theme;

    private final List<Plot> wanted = new ArrayList<>();
    private SvgRenderer renderer = new SvgRenderer(Theme.LIGHT, PALETTE);

    private record Plot(String what, PictureFile file) {}

    /**
     * Looks at what was said, before any work is done.
     *
     * @param known what there are pictures of; the first if nothing is said
     */
    void check(List<String> known, CommandLine command) {
        if (theme != null) {
            renderer = new SvgRenderer(new Choices(command).of(Theme.class, "--theme", theme), PALETTE);
        }
        for (String plot : plots) {
            int equals = plot.indexOf('=');
            String what = equals < 0 ? known.get(0) : plot.substring(0, equals);
            if (!known.contains(what)) {
                throw new ParameterException(
                        command,
                        "--plot \"" + Printable.of(plot) + "\", expected FILE or one of "
                                + String.join("=FILE, ", known) + "=FILE");
            }
            try {
                wanted.add(new Plot(what, PictureFile.of(Path.of(plot.substring(equals + 1)))));
            } catch (InvalidPathException e) {
                throw new ParameterException(command, "--plot: no name of a file: " + Printable.of(plot));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(command, "--plot " + Printable.of(String.valueOf(e.getMessage())));
            }
        }
    }

    /** Draws what is wanted. */
    void draw(Function<String, Picture> pictures) throws IOException {
        for (Plot plot : wanted) {
            plot.file.write(pictures.apply(plot.what), renderer);
        }
    }
}

package io.vedette.collector.picture;

import io.vedette.core.plot.SvgRenderer;
import io.vedette.core.text.FileTrouble;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** Where a picture goes; the end of the name says in which form. The file appears when it is complete. */
public final class PictureFile {

    private static final String NEITHER = ", expected a name that ends in .svg, .png or @2x.png";

    private final Path path;
    private final Form form;

    private enum Form {
        SVG,
        PNG,
        PNG_TWICE
    }

    private PictureFile(Path path, Form form) {
        this.path = path;
        this.form = form;
    }

    /**
     * The file of that name: {@code .svg}; {@code .png}, as many pixels as the SVG has; {@code @2x.png}, twice as many each
     * way, for dense screens and for paper.
     *
     * @throws IllegalArgumentException if the name ends in none of them
     */
    public static PictureFile of(Path path) {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (name.endsWith(".svg")) {
            return new PictureFile(path, Form.SVG);
        } else if (name.endsWith("@2x.png")) {
            return new PictureFile(path, Form.PNG_TWICE);
        } else if (name.endsWith(".png")) {
            return new PictureFile(path, Form.PNG);
        }
        throw new IllegalArgumentException("\"" + path + "\"" + NEITHER);
    }

    public Path path() {
        return path;
    }

    /**
     * Draws and writes the picture.
     *
     * @throws IOException if it cannot be written, or there are no graphics to make a PNG with; the message names the file
     */
    public void write(Picture picture, SvgRenderer renderer) throws IOException {
        Path unfinished = path.resolveSibling("." + path.getFileName() + ".tmp");
        try {
            Files.write(unfinished, bytes(picture.svg(renderer)));
            Files.move(unfinished, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoGraphicsException e) {
            throw new IOException(path + ": " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": cannot be written: no such folder", e);
        } catch (IOException e) {
            Files.deleteIfExists(unfinished);
            throw new IOException(path + ": cannot be written: " + FileTrouble.why(e), e);
        }
    }

    private byte[] bytes(String svg) throws IOException {
        return switch (form) {
            case SVG -> svg.getBytes(StandardCharsets.UTF_8);
            case PNG -> png(svg, 1);
            case PNG_TWICE -> png(svg, 2);
        };
    }

    private static byte[] png(String svg, int scale) throws IOException {
        try {
            return PngRaster.of(svg, scale);
        } catch (LinkageError | InternalError | RuntimeException e) {
            // What a Java without graphics or a machine without fonts throws has no common type, and differs by
            // version.
            throw new NoGraphicsException(e);
        }
    }
}

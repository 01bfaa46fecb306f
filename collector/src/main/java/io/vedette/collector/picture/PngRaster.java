package io.vedette.collector.picture;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import com.github.weisj.jsvg.parser.resources.ResourcePolicy;
import com.github.weisj.jsvg.renderer.NullPlatformSupport;
import com.github.weisj.jsvg.view.ViewBox;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Makes PNGs of the SVGs of {@code core.plot}. Their size in memory is four bytes a pixel while that is done. */
final class PngRaster {

    /** A picture beyond this needs more memory than one should take unasked. */
    private static final long MAX_PIXELS = 100_000_000;

    private PngRaster() {}

    /**
     * The document as a PNG.
     *
     * @param svg what {@link io.vedette.core.plot.SvgRenderer} has drawn
     * @param scale pixels for each pixel of the document, along each side
     * @throws IOException if the picture would be too large
     */
    static byte[] of(String svg, int scale) throws IOException {
        // Graphics with a screen would want the libraries of X11, which a server does not have.
        System.setProperty("java.awt.headless", "true");
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.builder()
                                .externalResourcePolicy(ResourcePolicy.DENY_ALL)
                                .build());
        if (document == null) {
            throw new IllegalArgumentException("not an SVG document");
        }
        int width = Math.round(document.size().width) * scale;
        int height = Math.round(document.size().height) * scale;
        if ((long) width * height > MAX_PIXELS) {
            throw new IOException(width + " x " + height + " pixels are too many for a PNG; .svg has no such limit");
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            document.renderWithPlatform(NullPlatformSupport.INSTANCE, graphics, new ViewBox(width, height));
        } finally {
            graphics.dispose();
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        // Not ImageIO's own stream, which would keep a copy in a temporary file.
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            if (!ImageIO.write(image, "png", out)) {
                throw new IllegalStateException("no writer of PNG");
            }
        }
        return png.toByteArray();
    }
}

package io.vedette.collector.picture;

import io.vedette.core.plot.Figure;
import io.vedette.core.plot.SvgRenderer;

/**
 * A figure with the size it is made for.
 *
 * @param width in pixels of the SVG
 * @param height in pixels of the SVG
 */
public record Picture(Figure figure, int width, int height) {

    /** The picture as an SVG document. */
    public String svg(SvgRenderer renderer) {
        return renderer.render(figure, width, height);
    }
}

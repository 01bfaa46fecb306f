/**
 * Pictures as files: SVG as {@code core.plot} draws it, and PNG rasterised from that SVG.
 *
 * <p>Entry type: {@link io.vedette.collector.picture.PictureFile}. Depends on {@code core.plot}; AWT and JSVG are used here and
 * nowhere else, headless, and only when a PNG is asked for: a JRE without graphics or a machine without fonts costs the PNG
 * alone. Thread rule: everything is immutable; a file is written by its caller's thread.
 */
@NullMarked
package io.vedette.collector.picture;

import org.jspecify.annotations.NullMarked;

/**
 * Charts as values, drawn as SVG: what every picture of the product is made with.
 *
 * <p>Entry types: a {@link io.vedette.core.plot.Figure} says what is shown (titles, axes with units, series by key), and {@link
 * io.vedette.core.plot.SvgRenderer} draws it. The drawing is a pure function of figure, size, theme and palette: the same
 * input gives the same bytes on every machine, because text is measured with a table of our own and no font or graphics
 * library is asked.
 *
 * <p>What every picture keeps to: an axis names its unit, times are real dates of a stated zone, a key has one colour in all
 * pictures drawn with one palette, the palette can be told apart with any colour vision and in grey, the legend stands beside
 * the data and never on it, a gap in the data is a gap and not a zero, peaks survive any reduction, no data is said in
 * words, and text from the wire is inert.
 *
 * <p>Depends on {@code core.text} and the JDK. Thread rule: figures are immutable; a renderer may be shared.
 */
@NullMarked
package io.vedette.core.plot;

import org.jspecify.annotations.NullMarked;

package io.vedette.core.plot;

/** A picture as a value: what is shown, not how it is drawn. */
public sealed interface Figure permits XyChart, RankedBars, PieChart, HeatMap, SmallMultiples {

    /** What the picture shows, in one line. */
    String title();

    /** The same for those who cannot see it: one or two sentences; becomes the {@code desc} of the SVG. */
    String description();
}

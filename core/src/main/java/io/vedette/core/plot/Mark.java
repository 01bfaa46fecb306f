package io.vedette.core.plot;

/** How a series is drawn. */
public enum Mark {
    /** Bars from zero, one for each bin; several such series stand in front of each other, the later ones narrower. */
    BAR,
    /** Bars from zero, each series on top of the one before it. */
    STACKED_BAR,
    /** Points joined by straight lines; a gap interrupts the line. */
    LINE,
    /** The surface between the series and the one below it, from zero up. */
    STACKED_AREA,
    /** One dot for each point. */
    DOTS;

    boolean isBar() {
        return this == BAR || this == STACKED_BAR;
    }

    boolean isStacked() {
        return this == STACKED_BAR || this == STACKED_AREA;
    }
}

package io.vedette.core.plot;

/** What an axis of an {@link XyChart} measures. */
public sealed interface Axis permits TimeAxis, DayAxis, NumberAxis {

    /** What is measured, without the unit. */
    String label();
}

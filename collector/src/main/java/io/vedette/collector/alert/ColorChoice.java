package io.vedette.collector.alert;

/** What an operator wants about colour. */
public enum ColorChoice {
    /** Colour on a terminal, unless the environment says otherwise; see {@link Palette#choose}. */
    AUTO,
    ALWAYS,
    NEVER
}

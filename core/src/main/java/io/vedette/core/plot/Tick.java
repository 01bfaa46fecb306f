package io.vedette.core.plot;

/** A labelled place on an axis. */
record Tick(double at, String label) {}

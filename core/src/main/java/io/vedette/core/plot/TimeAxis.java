package io.vedette.core.plot;

import java.time.ZoneId;

/**
 * Real dates and times; values are Unix milliseconds.
 *
 * @param label what is measured
 * @param zone where the clock hangs; named beside the label
 */
public record TimeAxis(String label, ZoneId zone) implements Axis {}

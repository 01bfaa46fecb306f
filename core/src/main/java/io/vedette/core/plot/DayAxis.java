package io.vedette.core.plot;

import java.time.ZoneId;

/**
 * Whole days of a calendar; values are days since 1970-01-01, whatever their length in hours. Labels stand below the middle of
 * the day.
 *
 * @param label what is measured
 * @param zone whose days they are; named beside the label
 */
public record DayAxis(String label, ZoneId zone) implements Axis {}

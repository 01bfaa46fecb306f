/**
 * Tables over many events: counts by port, country, coverage and rate, and series over intervals, as the {@code count} and
 * {@code timeseries} commands of Merit's Darknet Events make them.
 *
 * <p>Entry types: {@link io.vedette.core.darknet.report.CountTables} and {@link io.vedette.core.darknet.report.TimeSeries}.
 * May depend on {@code core.darknet} and its {@code json}. Memory is bounded by ports × kinds of traffic × countries. Thread
 * rule: a table belongs to one thread.
 */
@NullMarked
package io.vedette.core.darknet.report;

import org.jspecify.annotations.NullMarked;

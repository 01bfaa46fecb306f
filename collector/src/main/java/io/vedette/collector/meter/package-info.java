/**
 * What Vedette tells about itself in numbers. Every component with counters is a {@link
 * io.vedette.collector.meter.MetricSource}; whoever wants the numbers (the metrics page, the summary at the end) brings a
 * {@link io.vedette.collector.meter.MetricWriter}.
 *
 * <p>Depends on the JDK only. Thread rule: sources may be asked from any thread at any time.
 */
@NullMarked
package io.vedette.collector.meter;

import org.jspecify.annotations.NullMarked;

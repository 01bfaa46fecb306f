/**
 * The collector as a whole: the configuration of all components, and the one place where they are put together by hand.
 *
 * <p>Entry types: {@link io.vedette.collector.CollectorConfig} and {@link io.vedette.collector.Collector}. May depend on every package of the collector and of core; none
 * of them depends on it. Thread rule: started and closed by one thread.
 */
@NullMarked
package io.vedette.collector;

import org.jspecify.annotations.NullMarked;

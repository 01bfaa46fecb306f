/**
 * UDP fan-out against what is usual: distinct couples per source, their mean over all sources, and the forecast of that mean
 * by exponential smoothing.
 *
 * <p>Entry types: {@link io.vedette.core.detect.udp.UdpCouples} (per shard), {@link
 * io.vedette.core.detect.udp.UdpPopulation} (one, over all shards) and {@link io.vedette.core.detect.udp.Smoothing}. May
 * depend on {@code core.sketch} and {@code core.setting}. Thread rule: each instance belongs to one thread.
 */
@NullMarked
package io.vedette.core.detect.udp;

import org.jspecify.annotations.NullMarked;

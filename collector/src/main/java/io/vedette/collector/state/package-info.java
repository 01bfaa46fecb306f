/**
 * What survives a restart: bytes that somebody else makes and understands, in a file that is whole or not there.
 *
 * <p>Entry types: {@link io.vedette.collector.state.Checkpoints} and {@link io.vedette.collector.state.StateConfig}. May depend on
 * {@code collector.meter}; knows neither shards nor detectors. Thread rule: one thread of its own writes.
 */
@NullMarked
package io.vedette.collector.state;

import org.jspecify.annotations.NullMarked;

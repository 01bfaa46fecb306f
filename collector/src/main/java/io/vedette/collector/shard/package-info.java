/**
 * The host of the detectors: contacts are routed by initiator to single-writer shards, which own the keyed state, its
 * bounds and the ticks.
 *
 * <p>Entry types: {@link io.vedette.collector.shard.FlowIntake} for sources. May depend on core and {@code
 * collector.meter}, {@code collector.reload}, {@code collector.state} and {@code collector.timer}. Thread rule: a {@code FlowInput} belongs to the thread that reads its source; each shard is one thread;
 * between them stand bounded queues.
 */
@NullMarked
package io.vedette.collector.shard;

import org.jspecify.annotations.NullMarked;

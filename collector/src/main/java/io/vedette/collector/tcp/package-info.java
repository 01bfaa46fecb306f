/**
 * The TCP port that probes connect to with {@code nprobe --tcp}.
 *
 * <p>Entry type: {@link io.vedette.collector.tcp.FlowServer}. It admits or refuses connections, gives each one a decoder and
 * an input of the shards, stops reading while the shards are behind, and says in one message what a wrong client should
 * do. Nothing that was read is lost; nothing is ever written to a probe unless asked for.
 *
 * <p>May depend on core, {@code collector.shard}, {@code collector.meter}, {@code collector.reload}, {@code collector.timer} and Netty. Thread rule: connections are accepted
 * on one thread; each connection then belongs to one event loop, which shares its scratch memory among its connections;
 * counts can be read from any thread.
 */
@NullMarked
package io.vedette.collector.tcp;

import org.jspecify.annotations.NullMarked;

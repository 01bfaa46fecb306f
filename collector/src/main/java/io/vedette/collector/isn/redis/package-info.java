/**
 * Redis: the queue in which a D4 server names finished captures, and counts under the keys of D4's own analyser.
 *
 * <p>Entry types: {@link io.vedette.collector.isn.redis.RedisAddress}, {@link io.vedette.collector.isn.redis.CaptureQueue} and
 * {@link io.vedette.collector.isn.redis.RedisStore}. The only package that uses Jedis. May depend on {@code
 * collector.isn.store} and {@code core.isn}. Thread rule: each connection belongs to one thread.
 */
@NullMarked
package io.vedette.collector.isn.redis;

import org.jspecify.annotations.NullMarked;

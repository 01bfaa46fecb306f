/**
 * How well scans are found: runs the detection over files whose scanners are known, and compares.
 *
 * <p>Entry types: {@link io.vedette.collector.evaluate.Truth}, what is known of the files, {@link
 * io.vedette.collector.evaluate.Evaluator}, which judges one of them, and {@link io.vedette.collector.evaluate.Scores}, the
 * sums. May depend on {@code collector.scan}, {@code collector.file}, {@code collector.shard} and core. Thread rule: an
 * evaluation belongs to one thread; the shards judge beside it.
 */
@NullMarked
package io.vedette.collector.evaluate;

import org.jspecify.annotations.NullMarked;

/**
 * Sends saved flow lines to a collector, as a probe would: for load tests, demonstrations and the repetition of a day.
 *
 * <p>Entry type: {@link io.vedette.collector.replay.FlowReplayer}. May depend on {@code collector.file}, {@code core.capture} and {@code core.text}. Thread rule: a replay runs in
 * the thread that calls it and blocks there; it can be interrupted.
 */
@NullMarked
package io.vedette.collector.replay;

import org.jspecify.annotations.NullMarked;

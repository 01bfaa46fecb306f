/**
 * Where alerts go: the dispatcher and its sinks.
 *
 * <p>Entry type: {@link io.vedette.collector.alert.AlertDispatcher}, which detectors raise alerts into. Behind it every {@link
 * io.vedette.collector.alert.Sink} has a bounded queue and a thread of its own, so that a slow or dead sink holds up no
 * other. A sink that delivers at least once blocks the raiser when its queue is full; a best-effort sink drops and counts.
 * For every sink the equation of {@link io.vedette.collector.alert.SinkCounts} holds at every moment.
 *
 * <p>May depend on core, {@code collector.meter} and {@code collector.reload}. Thread rule: {@code raise} may be called from any thread; a sink is
 * only ever touched by its own thread.
 */
@NullMarked
package io.vedette.collector.alert;

import org.jspecify.annotations.NullMarked;

/**
 * What a flow probe does: packets become flow records, and records the JSON lines of nProbe.
 *
 * <p>Entry type: {@link io.vedette.core.flow.export.FlowExporter}; {@link io.vedette.core.flow.export.NprobeLines} writes what
 * it gives. May depend on {@code core.flow}, {@code core.packet}, {@code core.sketch} and {@code core.meter}. Thread rule: each
 * object belongs to one thread.
 */
@NullMarked
package io.vedette.core.flow.export;

import org.jspecify.annotations.NullMarked;

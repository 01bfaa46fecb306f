/**
 * One JSON record of nProbe, as it appears on a TCP stream or in a file, turned into a row of a {@link
 * io.vedette.core.flow.FlowBatch} or a {@link io.vedette.core.flow.json.Rejection}.
 *
 * <p>Entry type: {@link io.vedette.core.flow.json.FlowStream}, one for each connection or file. It takes bytes in any
 * pieces, finds the records, and hands each to the specialised scanner; what is not exactly the common flat shape goes to
 * Jackson, which stays the arbiter of what is JSON.
 *
 * <p>May depend on {@code core.flow}, {@code core.meter} and jackson-core. Thread rule: a stream belongs to one thread.
 */
@NullMarked
package io.vedette.core.flow.json;

import org.jspecify.annotations.NullMarked;

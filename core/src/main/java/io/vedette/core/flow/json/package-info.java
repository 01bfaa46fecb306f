/**
 * One JSON record of nProbe, as it appears on a TCP stream or in a file, turned into a row of a {@link
 * io.vedette.core.flow.FlowBatch} or a {@link io.vedette.core.flow.Rejection}.
 *
 * <p>Entry type: {@link io.vedette.core.flow.json.FlowStream}, one for each connection or file: it takes bytes in any pieces
 * and finds the lines or frames. {@code RecordDecoder} gives each line to the fastest reader that knows its shape: {@code
 * OrderedScanner} for keys in the order seen before, {@code GeneralScanner} for any order, {@code Arbiter}, which is Jackson,
 * for everything else. The first two only ever accept or decline; what is JSON and what is rejected, and why, is the
 * arbiter's word. {@code RecordDraft} makes a row of the values, the same way for all three.
 *
 * <p>May depend on {@code core.flow}, {@code core.meter} and jackson-core. Thread rule: a stream belongs to one thread at a
 * time.
 */
@NullMarked
package io.vedette.core.flow.json;

import org.jspecify.annotations.NullMarked;

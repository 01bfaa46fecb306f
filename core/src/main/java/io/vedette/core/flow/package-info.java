/**
 * What a flow record means, whoever produced it.
 *
 * <p>Entry type: {@link io.vedette.core.flow.FlowBatch}, rows of primitive columns, the form in which records travel;
 * {@link io.vedette.core.flow.Flow} is the same row as a value, for the edges. Unknown is never zero here: ports, flags,
 * counters and times can be absent and say so.
 *
 * <p>May depend on the JDK and on {@code core.meter} only. Thread rule: values are immutable; a batch belongs to one
 * thread at a time.
 */
@NullMarked
package io.vedette.core.flow;

import org.jspecify.annotations.NullMarked;

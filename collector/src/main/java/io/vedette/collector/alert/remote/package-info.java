/**
 * What all sinks have in common that deliver over a network: take alerts into a spool, send from there, try again, give up
 * with a reason.
 *
 * <p>Entry type: {@link io.vedette.collector.alert.remote.RemoteSink}. An {@link io.vedette.collector.alert.remote.Outbox}
 * says what is sent and when; a {@link io.vedette.collector.alert.remote.Courier} brings it to the receiver and says what came
 * of it in an {@link io.vedette.collector.alert.remote.Answer}.
 *
 * <p>May depend on core, {@code collector.alert}, {@code collector.alert.spool}, {@code collector.meter} and Netty. Thread
 * rule: a sink, its outbox and its spool belong to the thread of the sink; a courier works on threads of its own and is asked
 * for nothing but futures.
 */
@NullMarked
package io.vedette.collector.alert.remote;

import org.jspecify.annotations.NullMarked;

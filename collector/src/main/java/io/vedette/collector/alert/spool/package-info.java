/**
 * What a sink that delivers over a network keeps on disk until the receiver has it.
 *
 * <p>Entry type: {@link io.vedette.collector.alert.spool.Spool}, one for each sink, in a directory of its own. It starts
 * whatever it finds there, and goes on in memory while the disk refuses; both are counted. Beside it lies {@link
 * io.vedette.collector.alert.spool.DeadLetters}, a file of alerts that a receiver refused for good.
 *
 * <p>May depend on core and {@code collector.meter}. Thread rule: a spool belongs to the thread of its sink; its counts may
 * be read by any.
 */
@NullMarked
package io.vedette.collector.alert.spool;

import org.jspecify.annotations.NullMarked;

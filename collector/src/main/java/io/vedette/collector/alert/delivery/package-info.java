/**
 * The sinks beyond console and log, as an operator lists them.
 *
 * <p>Entry type: {@link io.vedette.collector.alert.delivery.Delivery}, which makes them of a {@link
 * io.vedette.collector.alert.delivery.DeliveryConfig} and owns what they share. May depend on {@code collector.alert} and
 * everything below it. Thread rule: made and closed by one thread; status and metrics may be read by any.
 */
@NullMarked
package io.vedette.collector.alert.delivery;

import org.jspecify.annotations.NullMarked;

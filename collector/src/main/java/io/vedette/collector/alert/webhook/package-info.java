/**
 * Alerts to webhooks: generic signed JSON, and the chat and paging services that people read.
 *
 * <p>Entry type: {@link io.vedette.collector.alert.webhook.Webhooks}, which makes a sink of a {@link
 * io.vedette.collector.alert.webhook.WebhookConfig}. {@code Grouping} decides what is told together; a {@code Preset} says it
 * in the words and within the limits of a service; {@code HttpClient} carries it, to addresses that {@code AddressGuard}
 * allows.
 *
 * <p>May depend on core, {@code collector.alert}, its {@code spool} and {@code remote}, {@code collector.meter} and Netty.
 * Thread rule: grouping and rendering happen on the thread of the sink, everything of HTTP on one event loop.
 */
@NullMarked
package io.vedette.collector.alert.webhook;

import org.jspecify.annotations.NullMarked;

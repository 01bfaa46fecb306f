/**
 * The small HTTP server for operators and their machines: metrics, health, and the counting equations. Nothing can
 * be changed through it without a token.
 *
 * <p>Entry type: {@link io.vedette.collector.web.AdminServer}. Depends on Netty's HTTP codec, {@code core.setting}, {@code
 * core.flow} and {@code collector.meter}. Thread rule: pages are made on the server's single event-loop thread, so their
 * suppliers must be quick and safe to call from there.
 */
@NullMarked
package io.vedette.collector.web;

import org.jspecify.annotations.NullMarked;

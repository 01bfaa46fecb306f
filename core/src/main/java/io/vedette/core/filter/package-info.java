/**
 * Which packets and flows somebody wants to look at: programs of the BSD packet filter over frames, and selections by
 * address, port and time over packets and flow records alike.
 *
 * <p>Entry types: {@link io.vedette.core.filter.BpfProgram}, which runs what a compiler of filter expressions made; {@link
 * io.vedette.core.filter.Selection}, what is wanted; {@link io.vedette.core.filter.Selector}, which takes away the rest and
 * counts it. May depend on {@code core.capture}, {@code core.packet}, {@code core.flow} and {@code core.meter}. Thread rule:
 * programs and selections are immutable; a selector belongs to one thread.
 */
@NullMarked
package io.vedette.core.filter;

import org.jspecify.annotations.NullMarked;

/**
 * Events of Internet background radiation: what one source sends to one port of unused address space, with one kind of
 * packet, until it falls silent.
 *
 * <p>Entry types: {@link io.vedette.core.darknet.DarknetPackets} reads frames, {@link io.vedette.core.darknet.DarknetEvents}
 * makes events of them, {@link io.vedette.core.darknet.Victims} finds the targets of spoofed floods. Kinds, key, life cycle
 * and filters are those of Merit's Darknet Events, exactly; what is told beyond that stands beside it.
 *
 * <p>May depend on {@code core.capture}, {@code core.packet}, {@code core.flow}, {@code core.sketch} and {@code
 * core.detect.fingerprint}. Thread rule: everything here belongs to one thread. Time is that of the packets.
 */
@NullMarked
package io.vedette.core.darknet;

import org.jspecify.annotations.NullMarked;

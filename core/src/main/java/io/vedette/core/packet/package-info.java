/**
 * Views over the header bytes of packets: link layers, IPv4 and IPv6, TCP, UDP, ICMP, and the tunnels between them.
 *
 * <p>Entry type: {@link io.vedette.core.packet.PacketDecoder}, which turns the frames of a block into the rows of a {@link
 * io.vedette.core.packet.PacketBatch}: columns of what every consumer needs, and offsets at which classes such as {@link
 * io.vedette.core.packet.Tcp} and {@link io.vedette.core.packet.Ipv4} read the rest from the bytes. No packet becomes an
 * object. What is malformed is counted by {@link io.vedette.core.packet.MalformedReason}, never thrown.
 *
 * <p>May depend on {@code core.capture}, {@code core.flow}, {@code core.meter} and {@code core.sketch}. Thread rule: a
 * decoder and its batches belong to one thread; the views hold no state.
 */
@NullMarked
package io.vedette.core.packet;

import org.jspecify.annotations.NullMarked;

/**
 * What libpcap does best: packets from interfaces, the list of interfaces, and the compiler of filter expressions.
 *
 * <p>Entry types: {@link io.vedette.collector.pcap.LiveCapture}, {@link io.vedette.collector.pcap.Interfaces} and {@link
 * io.vedette.collector.pcap.FrameFilter}. Packets leave a capture as the bytes of a capture file: libpcap's own loop and its
 * own writer put them into a pipe, so that no call and no object is spent on a packet between C and Java.
 *
 * <p>The only package that uses pcap4j and JNA, and neither is loaded before one of the entry types is used: where libpcap is
 * absent, everything else works. May depend on {@code collector.meter}, {@code core.filter}, {@code core.packet} and {@code core.setting}. Thread rule: a capture is opened
 * and closed by one thread, and runs on one of its own; its statistics may be asked for by any.
 */
@NullMarked
package io.vedette.collector.pcap;

import org.jspecify.annotations.NullMarked;

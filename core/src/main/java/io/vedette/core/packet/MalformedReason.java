package io.vedette.core.packet;

import java.util.Locale;

/** Why a frame or the packet inside a tunnel could not be read. The lower-case name is the metric label. */
public enum MalformedReason {
    /** The frame ends inside its link header. */
    TRUNCATED_LINK,
    /** More VLAN tags, MPLS labels and PPPoE headers in a row than {@link Ethernet#MAX_TAGS}. */
    TAG_DEPTH,
    /** A PPPoE session header of another version, or no session at all. */
    BAD_PPPOE,
    /** The frame ends inside the IP header. */
    TRUNCATED_IP,
    /** The version field is not that of the announced protocol. */
    BAD_IP_VERSION,
    /** An IPv4 header length below 20 bytes. */
    BAD_IP_HEADER_LENGTH,
    /** An IPv4 total length smaller than the header. */
    BAD_IP_TOTAL_LENGTH,
    /** An IPv6 extension header that goes beyond the packet. */
    TRUNCATED_EXTENSION,
    /** More IPv6 extension headers than {@link Ipv6#MAX_EXTENSIONS}. */
    EXTENSION_DEPTH,
    /** A fragment that would end beyond the largest IP packet (RFC 791: 65,535 bytes). */
    BAD_FRAGMENT,
    /** The packet ends inside the TCP, UDP or ICMP header. */
    TRUNCATED_TRANSPORT,
    /** A TCP header length below 20 bytes, or beyond the packet. */
    BAD_TCP_HEADER_LENGTH,
    /** A UDP length smaller than its header. */
    BAD_UDP_LENGTH,
    /** More IP packets inside each other than {@link PacketDecoder#MAX_DEPTH}. The outer ones are used. */
    TUNNEL_DEPTH;

    private static final MalformedReason[] VALUES = values();

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }

    static MalformedReason of(int ordinal) {
        return VALUES[ordinal];
    }
}

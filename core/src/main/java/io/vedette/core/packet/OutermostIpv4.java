package io.vedette.core.packet;

/**
 * Where the first IPv4 header of a frame stands: behind the link layer and its tags, before any tunnel.
 *
 * <p>For those who count packets as they came over the wire, damaged ones too. {@link PacketDecoder} goes on to the innermost
 * packet and leaves damaged ones out.
 */
public final class OutermostIpv4 {

    /** The frame holds something else: IPv6, ARP, or a link type that cannot be read. */
    public static final int OTHER = -1;

    /** The frame ends in a header, or the header contradicts itself: the addresses cannot be trusted. */
    public static final int MALFORMED = -2;

    private static final int ETHERNET = 1;

    private OutermostIpv4() {}

    /**
     * Finds the header in the frame {@code bytes[at, end)}.
     *
     * @param linkType number of the LINKTYPE_ registry
     * @return its offset, with at least its 20 fixed bytes and the version 4 there; else {@link #OTHER} or {@link #MALFORMED}
     */
    public static int find(int linkType, byte[] bytes, int at, int end) {
        int ip;
        if (linkType == ETHERNET && end - at >= Ethernet.HEADER_LENGTH && Wire.u16(bytes, at + 12) == EtherType.IPV4) {
            ip = at + Ethernet.HEADER_LENGTH;
        } else if (!LinkLayer.isKnown(linkType)) {
            return OTHER;
        } else {
            long payload = LinkLayer.payload(linkType, bytes, at, end);
            if (payload < 0) {
                return MALFORMED;
            } else if (Layer.protocol(payload) != EtherType.IPV4) {
                return OTHER;
            }
            ip = Layer.offset(payload);
        }
        return end - ip >= Ipv4.MIN_HEADER_LENGTH && bytes[ip] >> 4 == 4 ? ip : MALFORMED;
    }
}

package io.vedette.core.contact;

import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.Ipv6;
import io.vedette.core.packet.OptionLayout;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.Tcp;

/**
 * What the headers of the first TCP packet of an initiator say about who made it, packed into a word of numbers and a word
 * of traits, so that it travels in columns. Flow records have none of it.
 */
public final class ProbeHeader {

    /*
     * Numbers: sequence number 32, identification of IPv4 16 (0 for IPv6), window 16.
     * Traits: known 1, fragmentation forbidden 1, layout of the options 3, time to live or hop limit 8; from the lowest bit.
     */
    private static final int KNOWN = 1;
    private static final int DONT_FRAGMENT = 1 << 1;
    private static final int LAYOUT_SHIFT = 2;
    private static final int TIME_TO_LIVE_SHIFT = 5;

    /** Bits of the traits that are in use. */
    static final int TRAIT_BITS = 13;

    private static final int MIN_HEADER_LENGTH = 20;
    private static final OptionLayout[] LAYOUTS = OptionLayout.values();

    private ProbeHeader() {}

    /** The traits of a TCP packet; 0 if its headers were not captured whole. */
    static int traits(PacketBatch packets, int row) {
        int tcp = packets.transportOffset(row);
        int captured = packets.end(row) - tcp;
        byte[] bytes = packets.bytes();
        if (packets.isFragment(row) || captured < MIN_HEADER_LENGTH || captured < Tcp.headerLength(bytes, tcp)) {
            return 0;
        }
        int ip = packets.ipOffset(row);
        boolean v6 = packets.isIpv6(row);
        int timeToLive = v6 ? Ipv6.hopLimit(bytes, ip) : Ipv4.timeToLive(bytes, ip);
        boolean dontFragment = v6 || Ipv4.dontFragment(bytes, ip);
        OptionLayout layout = OptionLayout.of(bytes, tcp + MIN_HEADER_LENGTH, tcp + Tcp.headerLength(bytes, tcp));
        return KNOWN
                | (dontFragment ? DONT_FRAGMENT : 0)
                | layout.ordinal() << LAYOUT_SHIFT
                | timeToLive << TIME_TO_LIVE_SHIFT;
    }

    /** The numbers of a TCP packet that has traits. */
    static long numbers(PacketBatch packets, int row) {
        byte[] bytes = packets.bytes();
        int tcp = packets.transportOffset(row);
        long identification = packets.isIpv6(row) ? 0 : Ipv4.identification(bytes, packets.ipOffset(row));
        return (long) Tcp.sequence(bytes, tcp) << 32 | identification << 16 | Tcp.window(bytes, tcp);
    }

    /** Whether there was a packet to read, and all of its headers. */
    public static boolean isKnown(int traits) {
        return (traits & KNOWN) != 0;
    }

    /** Whether the packet forbids fragmentation, as every IPv6 packet does. */
    public static boolean dontFragment(int traits) {
        return (traits & DONT_FRAGMENT) != 0;
    }

    public static OptionLayout options(int traits) {
        return LAYOUTS[traits >>> LAYOUT_SHIFT & 7];
    }

    /** Time to live or hop limit, 0 to 255. */
    public static int timeToLive(int traits) {
        return traits >>> TIME_TO_LIVE_SHIFT & 0xff;
    }

    public static int sequence(long numbers) {
        return (int) (numbers >>> 32);
    }

    /** Identification of the IPv4 packet, 0 to 65535. */
    public static int identification(long numbers) {
        return (int) (numbers >>> 16) & 0xffff;
    }

    public static int window(long numbers) {
        return (int) numbers & 0xffff;
    }
}

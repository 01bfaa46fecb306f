package io.vedette.core.flow;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 or IPv6 address as a value over two longs, in network byte order.
 *
 * <p>An IPv4 address is held in its IPv4-mapped form {@code ::ffff:a.b.c.d} (RFC 4291 section 2.5.5.2), so that both
 * families compare, hash and match prefixes alike; {@code ::ffff:1.2.3.4} and {@code 1.2.3.4} are the same value. Hot
 * paths pass the two longs and use the static methods; this record is for the edges.
 *
 * @param high the first eight octets
 * @param low the last eight octets
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {

    /** The low long of {@code ::ffff:0.0.0.0}: what the first 32 of the last 64 bits are in an IPv4-mapped address. */
    public static final long IPV4_MAPPED = 0x0000_ffff_0000_0000L;

    /** The IPv4 address whose 32 bits, in network byte order, are {@code bits}. */
    public static IpAddress ofIpv4(int bits) {
        return new IpAddress(0, lowOfIpv4(bits));
    }

    /** The low long of an IPv4 address; the high long of every IPv4 address is 0. */
    public static long lowOfIpv4(int bits) {
        return IPV4_MAPPED | (bits & 0xffff_ffffL);
    }

    /**
     * Reads an address as RFC 4291 section 2.2 and dotted-quad notation write it. No look-up is ever made.
     *
     * @throws IllegalArgumentException if {@code text} is no address; zone identifiers, leading zeros in a dotted quad
     *     and short forms such as {@code 1.2.3} are refused
     */
    public static IpAddress parse(String text) {
        return AddressText.parse(text);
    }

    /** The address of a socket or interface. */
    public static IpAddress of(InetAddress address) {
        return ofBytes(address.getAddress());
    }

    /**
     * The address in 4 or 16 octets of network byte order.
     *
     * @throws IllegalArgumentException for any other length
     */
    public static IpAddress ofBytes(byte[] octets) {
        if (octets.length == 4) {
            return ofIpv4((int) word(octets, 0, 4));
        }
        if (octets.length != 16) {
            throw new IllegalArgumentException("address of " + octets.length + " octets, expected 4 or 16");
        }
        return new IpAddress(word(octets, 0, 8), word(octets, 8, 8));
    }

    private static long word(byte[] octets, int offset, int count) {
        long word = 0;
        for (int i = offset; i < offset + count; i++) {
            word = word << 8 | octets[i] & 0xff;
        }
        return word;
    }

    public boolean isIpv4() {
        return isIpv4(high, low);
    }

    public static boolean isIpv4(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    /** Whether this is {@code 0.0.0.0} or {@code ::}, which exporters write for "none". */
    public static boolean isUnspecified(long high, long low) {
        return high == 0 && (low == 0 || low == IPV4_MAPPED);
    }

    /** Whether this is in {@code 224.0.0.0/4} (RFC 5771) or {@code ff00::/8} (RFC 4291 section 2.7). */
    public static boolean isMulticast(long high, long low) {
        return isIpv4(high, low) ? (low >>> 28 & 0xf) == 0xe : high >>> 56 == 0xff;
    }

    /** Whether this is {@code 255.255.255.255} (RFC 919). */
    public static boolean isLimitedBroadcast(long high, long low) {
        return high == 0 && low == (IPV4_MAPPED | 0xffff_ffffL);
    }

    /** The same address for the JDK's network classes; four octets for IPv4. */
    public InetAddress toInetAddress() {
        byte[] octets = new byte[isIpv4() ? 4 : 16];
        for (int i = 0; i < octets.length; i++) {
            int fromEnd = octets.length - 1 - i;
            octets[i] = (byte) (fromEnd < 8 ? low >>> 8 * fromEnd : high >>> 8 * (fromEnd - 8));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // only thrown for a wrong length
        }
    }

    /** The address with a port, {@code 192.0.2.1:2055} or {@code [2001:db8::1]:2055} (RFC 3986 section 3.2.2). */
    public String withPort(int port) {
        return (isIpv4() ? toString() : "[" + this + "]") + ":" + port;
    }

    /** Orders as unsigned 128-bit numbers: IPv4 together, within it numerically. */
    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** Dotted quad for IPv4, the canonical text of RFC 5952 for IPv6. */
    @Override
    public String toString() {
        return AddressText.format(high, low);
    }
}

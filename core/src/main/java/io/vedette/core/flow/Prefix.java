package io.vedette.core.flow;

/**
 * A block of addresses with a common beginning, in the notation of RFC 4632 section 3.1: {@code 192.0.2.0/24}.
 *
 * <p>The families do not mix: {@code ::/0} contains every IPv6 address and no IPv4 address, {@code 0.0.0.0/0} the reverse.
 * Bits behind the length are set to zero, so {@code 192.0.2.7/24} is {@code 192.0.2.0/24}.
 *
 * @param high the first eight octets of the first address, see {@link IpAddress}
 * @param low the last eight octets of the first address
 * @param bits leading bits in common, of the 128 that {@link IpAddress} holds: an IPv4 length plus 96
 */
public record Prefix(long high, long low, int bits) {

    private static final int IPV4_OFFSET = 96;

    public Prefix {
        if (bits < 0 || bits > 128) {
            throw new IllegalArgumentException("prefix of " + bits + " bits, expected 0 to 128");
        }
        high &= highMask(bits);
        low &= lowMask(bits);
    }

    /** The block that consists of one address. */
    public static Prefix of(IpAddress address) {
        return new Prefix(address.high(), address.low(), 128);
    }

    /**
     * Reads {@code address/length}, or a bare address as the block of that one.
     *
     * @throws IllegalArgumentException if {@code text} is neither; the length goes to 32 for IPv4 and to 128 for IPv6
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return of(IpAddress.parse(text));
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        boolean dotted = text.indexOf(':') < 0;
        int longest = dotted ? 32 : 128;
        int length = parseLength(text, slash + 1);
        if (length < 0 || length > longest) {
            throw new IllegalArgumentException(
                    "not a prefix: \"" + text + "\", expected a length of 0 to " + longest + " after the slash");
        }
        return new Prefix(address.high(), address.low(), dotted ? length + IPV4_OFFSET : length);
    }

    private static int parseLength(String text, int from) {
        int digits = text.length() - from;
        boolean padded = digits > 1 && text.charAt(from) == '0';
        if (digits < 1 || digits > 3 || padded) {
            return -1;
        }
        int length = 0;
        for (int i = from; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }

    public boolean isIpv4() {
        return bits >= IPV4_OFFSET && IpAddress.isIpv4(high, low);
    }

    public boolean contains(IpAddress address) {
        return contains(address.high(), address.low());
    }

    /** Whether the address of these two longs is in this block. */
    public boolean contains(long addressHigh, long addressLow) {
        return ((addressHigh ^ high) & highMask(bits)) == 0
                && ((addressLow ^ low) & lowMask(bits)) == 0
                && IpAddress.isIpv4(addressHigh, addressLow) == isIpv4();
    }

    /** The first address of this block. */
    IpAddress first() {
        return new IpAddress(high, low);
    }

    /** The last address of this block. */
    IpAddress last() {
        return new IpAddress(high | ~highMask(bits), low | ~lowMask(bits));
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1L : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }

    /** The first address and the length in its family: {@code 192.0.2.0/24}, {@code 2001:db8::/32}. */
    @Override
    public String toString() {
        return first() + "/" + (isIpv4() ? bits - IPV4_OFFSET : bits);
    }
}

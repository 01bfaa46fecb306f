package io.vedette.core.flow;

/** A block of addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3). */
public record Prefix(IpAddress address, int bits) {
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        IpAddress address = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        int bits = slash < 0 ? 128 : Integer.parseInt(text.substring(slash + 1)) + (address.isIpv4() ? 96 : 0);
        return new Prefix(address, bits);
    }

    public boolean contains(IpAddress other) {
        long highMask = bits >= 64 ? -1L : bits == 0 ? 0 : -1L << 64 - bits;
        long lowMask = bits <= 64 ? 0 : -1L << 128 - bits;
        return ((other.high() ^ address.high()) & highMask) == 0 && ((other.low() ^ address.low()) & lowMask) == 0;
    }
}

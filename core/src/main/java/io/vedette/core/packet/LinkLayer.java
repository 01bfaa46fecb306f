package io.vedette.core.packet;

/**
 * From a frame to the packet in it, for each link type that can be read.
 *
 * <p>Numbers and layouts from the LINKTYPE_ registry of tcpdump.org.
 */
public final class LinkLayer {

    public static final int NULL = 0;
    public static final int ETHERNET = 1;
    public static final int PPP = 9;
    public static final int RAW = 101;
    public static final int LOOP = 108;
    public static final int LINUX_SLL = 113;
    public static final int IPV4 = 228;
    public static final int IPV6 = 229;
    public static final int LINUX_SLL2 = 276;

    /** Raw IP under the numbers that OpenBSD and others wrote into files in place of {@link #RAW}. */
    private static final int RAW_12 = 12;

    private static final int RAW_14 = 14;

    private static final int SLL_HEADER_LENGTH = 16;
    private static final int SLL2_HEADER_LENGTH = 20;
    private static final int FAMILY_LENGTH = 4;

    private LinkLayer() {}

    /** Whether frames of this type can be read. */
    public static boolean isKnown(int linkType) {
        return switch (linkType) {
            case NULL, ETHERNET, PPP, RAW_12, RAW_14, RAW, LOOP, LINUX_SLL, IPV4, IPV6, LINUX_SLL2 -> true;
            default -> false;
        };
    }

    /** Name of a known link type, or its number as {@code "linktype-N"}. */
    public static String name(int linkType) {
        return switch (linkType) {
            case NULL -> "null";
            case ETHERNET -> "ethernet";
            case PPP -> "ppp";
            case RAW_12, RAW_14, RAW -> "raw";
            case LOOP -> "loop";
            case LINUX_SLL -> "linux-sll";
            case IPV4 -> "ipv4";
            case IPV6 -> "ipv6";
            case LINUX_SLL2 -> "linux-sll2";
            default -> "linktype-" + linkType;
        };
    }

    /** The packet in the frame {@code bytes[at, end)}: its EtherType and offset. */
    static long payload(int linkType, byte[] bytes, int at, int end) {
        return switch (linkType) {
            case ETHERNET -> Ethernet.payload(bytes, at, end);
            case LINUX_SLL -> cooked(bytes, at, end, SLL_HEADER_LENGTH, 14);
            case LINUX_SLL2 -> cooked(bytes, at, end, SLL2_HEADER_LENGTH, 0);
            case RAW, RAW_12, RAW_14 -> raw(bytes, at, end);
            case IPV4 -> Layer.of(EtherType.IPV4, at);
            case IPV6 -> Layer.of(EtherType.IPV6, at);
            case NULL, LOOP -> loopback(bytes, at, end);
            case PPP -> ppp(bytes, at, end);
            default -> Layer.NONE;
        };
    }

    private static long cooked(byte[] bytes, int at, int end, int headerLength, int typeAt) {
        if (end - at < headerLength) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        return Ethernet.payloadOf(Wire.u16(bytes, at + typeAt), bytes, at + headerLength, end);
    }

    private static long raw(byte[] bytes, int at, int end) {
        if (end <= at) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        return switch (Wire.u8(bytes, at) >>> 4) {
            case 4 -> Layer.of(EtherType.IPV4, at);
            case 6 -> Layer.of(EtherType.IPV6, at);
            default -> Layer.malformed(MalformedReason.BAD_IP_VERSION);
        };
    }

    /** The address family in front is in the byte order of the capturing machine (NULL) or of the network (LOOP). */
    private static long loopback(byte[] bytes, int at, int end) {
        if (end - at < FAMILY_LENGTH) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        int family = Wire.i32(bytes, at);
        if (family >>> 16 != 0) {
            family = Integer.reverseBytes(family);
        }
        return switch (family) {
            case 2 -> Layer.of(EtherType.IPV4, at + FAMILY_LENGTH);
            // AF_INET6 of Linux, of NetBSD and OpenBSD, of FreeBSD, of macOS
            case 10, 24, 28, 30 -> Layer.of(EtherType.IPV6, at + FAMILY_LENGTH);
            default -> Layer.NONE;
        };
    }

    /** PPP (RFC 1661) with or without the address and control bytes of RFC 1662 and with a protocol of one byte or two. */
    private static long ppp(byte[] bytes, int at, int end) {
        int field = end - at >= 2 && Wire.u16(bytes, at) == 0xff03 ? at + 2 : at;
        if (end - field < 2) {
            return Layer.malformed(MalformedReason.TRUNCATED_LINK);
        }
        boolean compressed = (bytes[field] & 1) != 0;
        return compressed
                ? pppPayload(Wire.u8(bytes, field), field + 1)
                : pppPayload(Wire.u16(bytes, field), field + 2);
    }

    /** What the PPP protocol number announces (RFC 1332, RFC 5072). */
    static long pppPayload(int protocol, int at) {
        return switch (protocol) {
            case 0x0021 -> Layer.of(EtherType.IPV4, at);
            case 0x0057 -> Layer.of(EtherType.IPV6, at);
            default -> Layer.NONE;
        };
    }
}

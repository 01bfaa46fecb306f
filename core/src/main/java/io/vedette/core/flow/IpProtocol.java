package io.vedette.core.flow;

/** The few IP protocol numbers that detection treats by name (IANA registry "Assigned Internet Protocol Numbers"). */
public final class IpProtocol {

    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;
    public static final int SCTP = 132;

    private IpProtocol() {}

    /** Lower-case keyword of the protocol, or its number as {@code "proto-N"}. */
    public static String name(int protocol) {
        return switch (protocol) {
            case ICMP -> "icmp";
            case TCP -> "tcp";
            case UDP -> "udp";
            case ICMPV6 -> "icmp6";
            case SCTP -> "sctp";
            default -> "proto-" + protocol;
        };
    }
}

package io.vedette.core.darknet;

/**
 * The kinds of packets that make different events. The code is the ordinal; codes, names and the port of the key are those of
 * Merit's Darknet Events.
 *
 * <p>"Only" means that no other of the nine flags is set, the former NS bit (RFC 3540) among them.
 */
public enum Traffic {
    ICMP_ECHO_REQUEST("ICMPEchoRequest", Family.ICMP),
    ICMP_ECHO_REPLY("ICMPEchoReply", Family.ICMP),
    ICMP_DESTINATION_UNREACHABLE("ICMPDestinationUnreachable", Family.ICMP),
    ICMP_SOURCE_QUENCH("ICMPSourceQuench", Family.ICMP),
    ICMP_REDIRECT("ICMPRedirect", Family.ICMP),
    ICMP_TIME_EXCEEDED("ICMPTimeExceeded", Family.ICMP),
    ICMP_PARAMETER_PROBLEM("ICMPParameterProblem", Family.ICMP),
    ICMP_TIMESTAMP_REPLY("ICMPTimestampReply", Family.ICMP),
    ICMP_INFO_REPLY("ICMPInfoReply", Family.ICMP),
    ICMP_ADDRESS_MASK_REPLY("ICMPAddressMaskReply", Family.ICMP),
    /** Every other type, requests among them. */
    ICMP_OTHER("ICMPOther", Family.ICMP),
    /** SYN only. */
    TCP_SYN("TCPSYN", Family.TCP),
    /** SYN and ACK only; the port is the source port, that of the service which answers. */
    TCP_SYN_ACK("TCPSYNACK", Family.TCP),
    /** ACK only. */
    TCP_ACK("TCPACK", Family.TCP),
    /** RST only; the port is the source port. */
    TCP_RST("TCPRST", Family.TCP),
    /** Every other set of flags: RST with ACK, data, SYN of a stack that offers ECN, none at all. */
    TCP_OTHER("TCPOther", Family.TCP),
    UDP("UDP", Family.OTHER),
    /** Other protocols, fragments, packets in packets, broken headers. */
    UNKNOWN("UnknownTraffic", Family.OTHER);

    private enum Family {
        ICMP,
        TCP,
        OTHER
    }

    private static final Traffic[] VALUES = values();

    private final String title;
    private final Family family;

    Traffic(String title, Family family) {
        this.title = title;
        this.family = family;
    }

    /** The number in files: 0 to 17. */
    public int code() {
        return ordinal();
    }

    /** @throws IllegalArgumentException if there is no such code */
    public static Traffic of(int code) {
        if (code < 0 || code >= VALUES.length) {
            throw new IllegalArgumentException("traffic " + code + ", expected 0 to " + (VALUES.length - 1));
        }
        return VALUES[code];
    }

    /** The name in files. */
    public String title() {
        return title;
    }

    public boolean isTcp() {
        return family == Family.TCP;
    }

    public boolean isIcmp() {
        return family == Family.ICMP;
    }

    /** The kind of an ICMP message (RFC 792, RFC 950) of this type; its code does not matter. */
    static Traffic ofIcmp(int type) {
        return switch (type) {
            case 8 -> ICMP_ECHO_REQUEST;
            case 0 -> ICMP_ECHO_REPLY;
            case 3 -> ICMP_DESTINATION_UNREACHABLE;
            case 4 -> ICMP_SOURCE_QUENCH;
            case 5 -> ICMP_REDIRECT;
            case 11 -> ICMP_TIME_EXCEEDED;
            case 12 -> ICMP_PARAMETER_PROBLEM;
            case 14 -> ICMP_TIMESTAMP_REPLY;
            case 16 -> ICMP_INFO_REPLY;
            case 18 -> ICMP_ADDRESS_MASK_REPLY;
            default -> ICMP_OTHER;
        };
    }

    /** The kind of a TCP segment with these nine flags, NS as bit 8. */
    static Traffic ofTcp(int flags) {
        return switch (flags) {
            case 0x02 -> TCP_SYN;
            case 0x12 -> TCP_SYN_ACK;
            case 0x10 -> TCP_ACK;
            case 0x04 -> TCP_RST;
            default -> TCP_OTHER;
        };
    }

    boolean hasPorts() {
        return this == UDP || family == Family.TCP;
    }

    boolean keyedBySourcePort() {
        return this == TCP_SYN_ACK || this == TCP_RST;
    }
}

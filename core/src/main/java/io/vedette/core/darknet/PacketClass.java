package io.vedette.core.darknet;

import java.util.Locale;

/**
 * What a packet is within its {@link Traffic}, where that lumps together what asks and what answers.
 *
 * <p>RST with ACK is the most frequent answer to a spoofed packet, and the SYN of a stack that offers ECN (RFC 3168 section
 * 6.1.1) asks like any other: both are "other TCP" by their code.
 */
public enum PacketClass {
    /** Nothing more to say than the traffic code does. */
    PLAIN,
    /** RST with ACK, or RST with anything else. */
    RST_ACK,
    /** SYN with ECE, CWR or the former NS, without ACK. */
    ECN_SYN,
    /** SYN and ACK with ECE or the former NS. */
    ECN_SYN_ACK,
    /** Flags that no connection begins with: none, FIN, FIN-PSH-URG, FIN-ACK. */
    STEALTH,
    /** An ICMP question: router solicitation, timestamp, information or address mask request. */
    ICMP_REQUEST;

    private static final PacketClass[] VALUES = values();

    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    public String label() {
        return label;
    }

    static PacketClass of(int ordinal) {
        return VALUES[ordinal];
    }

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;
    static final int URG = 0x20;
    static final int ECN = 0x1c0;

    /** The class of a segment whose nine flags make it {@link Traffic#TCP_OTHER}. */
    static PacketClass ofOtherTcp(int flags) {
        int plain = flags & ~ECN;
        if ((flags & RST) != 0) {
            return RST_ACK;
        }
        return switch (plain) {
            case SYN -> ECN_SYN;
            case SYN | ACK -> ECN_SYN_ACK;
            case 0, FIN, FIN | ACK, FIN | PSH | URG -> STEALTH;
            default -> PLAIN;
        };
    }

    /** The class of an ICMP message that is {@link Traffic#ICMP_OTHER}. */
    static PacketClass ofOtherIcmp(int type) {
        return switch (type) {
            case 10, 13, 15, 17 -> ICMP_REQUEST;
            default -> PLAIN;
        };
    }
}

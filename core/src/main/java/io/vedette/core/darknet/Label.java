package io.vedette.core.darknet;

import java.util.Locale;

/** Why such packets arrive at addresses where nobody is. */
public enum Label {
    /** Answers to packets with forged sources: the sender is the victim of a flood (Moore et al., 2006). */
    BACKSCATTER,
    /** Somebody asks whether anybody is there. */
    SCAN,
    /** The kind of packet does not tell. */
    OTHER;

    private final String label = name().toLowerCase(Locale.ROOT);

    public String label() {
        return label;
    }

    static Label of(Traffic traffic, PacketClass packetClass) {
        return switch (packetClass) {
            case RST_ACK, ECN_SYN_ACK -> BACKSCATTER;
            case ECN_SYN, STEALTH, ICMP_REQUEST -> SCAN;
            case PLAIN -> of(traffic);
        };
    }

    private static Label of(Traffic traffic) {
        return switch (traffic) {
            case ICMP_ECHO_REQUEST, TCP_SYN, UDP -> SCAN;
            case TCP_ACK, TCP_OTHER, UNKNOWN -> OTHER;
            default -> BACKSCATTER;
        };
    }
}

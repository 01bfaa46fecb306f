package io.vedette.core.detect;

import java.util.List;

/** The names of the rules that raise alerts: what {@link Alert#rule} can be. */
public final class Rules {

    public static final String TCP_SCAN = "tcp-scan";
    public static final String UDP_SCAN = "udp-scan";
    public static final String ICMP_SWEEP = "icmp-sweep";
    public static final String PROTOCOL_SCAN = "protocol-scan";
    public static final String DISTRIBUTED_SCAN = "distributed-scan";
    public static final String DECOYED_SCAN = "decoyed-scan";
    public static final String FLOOD = "flood";
    public static final String BACKSCATTER = "backscatter";
    public static final String DEAD_SERVICE = "dead-service";
    public static final String REFERENCE_TCP = "reference-tcp";
    public static final String REFERENCE_UDP = "reference-udp";

    /** All of them: a fixed set, so that counts can have a rule as their label. */
    public static final List<String> ALL = List.of(
            TCP_SCAN,
            UDP_SCAN,
            ICMP_SWEEP,
            PROTOCOL_SCAN,
            DISTRIBUTED_SCAN,
            DECOYED_SCAN,
            FLOOD,
            BACKSCATTER,
            DEAD_SERVICE,
            REFERENCE_TCP,
            REFERENCE_UDP);

    private Rules() {}
}

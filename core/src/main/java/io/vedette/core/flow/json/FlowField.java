package io.vedette.core.flow.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A field of nProbe's records that Vedette reads. The constant's name is nProbe's label.
 *
 * <p>Element numbers and IPFIX names are those of the IANA registry "IPFIX Information Elements"; numbers from {@value
 * #NTOP_BASE} on are ntop's, whose private enterprise number is {@value #NTOP_ENTERPRISE}.
 *
 * <p>Two names are one field only if they are one element. Elements that may stand beside each other in one record and mean
 * nearly the same (IN_PKTS and INITIATOR_PKTS, FIRST_SWITCHED and FLOW_START_MILLISECONDS) are fields of their own, and
 * {@link RecordDraft} says which one counts.
 */
enum FlowField {
    // Addresses come first: their ordinals are indices into the draft's address columns.
    IPV4_SRC_ADDR(8, Kind.ADDRESS, "sourceIPv4Address"),
    IPV6_SRC_ADDR(27, Kind.ADDRESS, "sourceIPv6Address"),
    IPV4_DST_ADDR(12, Kind.ADDRESS, "destinationIPv4Address"),
    IPV6_DST_ADDR(28, Kind.ADDRESS, "destinationIPv6Address"),
    EXPORTER_IPV4_ADDRESS(130, Kind.ADDRESS, "exporterIPv4Address"),
    EXPORTER_IPV6_ADDRESS(131, Kind.ADDRESS, "exporterIPv6Address"),
    NPROBE_IPV4_ADDRESS(57943, Kind.ADDRESS),

    PROTOCOL(4, Kind.OCTET, "protocolIdentifier"),
    L4_SRC_PORT(7, Kind.SHORT, "sourceTransportPort"),
    L4_DST_PORT(11, Kind.SHORT, "destinationTransportPort"),
    TCP_FLAGS(6, Kind.OCTET, "tcpControlBits"),
    CLIENT_TCP_FLAGS(57550, Kind.OCTET),
    SERVER_TCP_FLAGS(57551, Kind.OCTET),
    IN_PKTS(2, Kind.LONG, "packetDeltaCount", "SRC_TO_DST_PKTS"),
    OUT_PKTS(24, Kind.LONG, "postPacketDeltaCount", "DST_TO_SRC_PKTS"),
    INITIATOR_PKTS(298, Kind.LONG, "initiatorPackets"),
    RESPONDER_PKTS(299, Kind.LONG, "responderPackets"),
    ICMP_TYPE(32, Kind.SHORT, "icmpTypeCodeIPv4"),
    ICMP_IPV4_TYPE(176, Kind.OCTET, "icmpTypeIPv4"),
    ICMP_IPV4_CODE(177, Kind.OCTET, "icmpCodeIPv4"),
    FIRST_SWITCHED(22, Kind.LONG, "flowStartSysUpTime"),
    LAST_SWITCHED(21, Kind.LONG, "flowEndSysUpTime"),
    FLOW_START_SEC(150, Kind.LONG, "flowStartSeconds"),
    FLOW_END_SEC(151, Kind.LONG, "flowEndSeconds"),
    FLOW_START_MILLISECONDS(152, Kind.LONG, "flowStartMilliseconds"),
    FLOW_END_MILLISECONDS(153, Kind.LONG, "flowEndMilliseconds"),
    FLOW_START_MICROSECONDS(154, Kind.LONG, "flowStartMicroseconds"),
    FLOW_END_MICROSECONDS(155, Kind.LONG, "flowEndMicroseconds"),
    FLOW_DURATION_MILLISECONDS(161, Kind.LONG, "flowDurationMilliseconds"),
    FLOW_DURATION_MICROSECONDS(162, Kind.LONG, "flowDurationMicroseconds"),
    SAMPLING_INTERVAL(34, Kind.LONG, "samplingInterval"),
    TOTAL_FLOWS_EXP(42, Kind.LONG, "exportedFlowRecordTotalCount");

    /** What the value of a field is. */
    enum Kind {
        ADDRESS(-1),
        OCTET(0xff),
        SHORT(0xffff),
        /** An unsigned 64-bit number; what does not fit a {@code long} is held as the largest one. */
        LONG(Long.MAX_VALUE);

        final long max;

        Kind(long max) {
            this.max = max;
        }
    }

    static final int NTOP_ENTERPRISE = 35632;

    /** From here on nProbe numbers its own elements in NetFlow v9; in IPFIX they count from 0 under its enterprise. */
    static final int NTOP_BASE = 57472;

    /** Fields with a smaller ordinal are addresses, all others are numbers. */
    static final int ADDRESSES = 7;

    static final int COUNT = values().length;

    private static final long[] MAX =
            Arrays.stream(values()).mapToLong(field -> field.max).toArray();

    final long bit = 1L << ordinal();
    final long max;
    private final int element;
    private final List<String> aliases;

    FlowField(int element, Kind kind, String... aliases) {
        this.element = element;
        this.max = kind.max;
        this.aliases = List.of(aliases);
    }

    /** {@link #max} by ordinal, without the way over the constant. */
    static long max(int ordinal) {
        return MAX[ordinal];
    }

    boolean isAddress() {
        return ordinal() < ADDRESSES;
    }

    /** Every key under which this field is known: label, aliases, element number, and enterprise with number. */
    List<String> names() {
        List<String> names = new ArrayList<>(aliases);
        names.add(name());
        names.add(Integer.toString(element));
        if (element >= NTOP_BASE) {
            names.add(NTOP_ENTERPRISE + "." + element);
            names.add(NTOP_ENTERPRISE + "." + (element - NTOP_BASE));
        } else {
            names.add("0." + element);
        }
        return names;
    }
}

package io.vedette.core.filter;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.PrefixSet;
import io.vedette.core.meter.CounterFamily;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.QuotedPacket;

/**
 * Takes out of batches what a {@link Selection} does not want, and counts it by reason.
 *
 * <p>An ICMP error belongs to the packet that it quotes: it is wanted if that packet is, so that who refused is not lost. A
 * fragment that lacks its ports is wanted whatever the ports are: it may be part of a wanted packet. Belongs to one thread.
 */
public final class Selector {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int DCCP = 33;
    private static final int UDP_LITE = 136;

    /** ICMPv6 types below are errors: RFC 4443 section 2.1. */
    private static final int FIRST_ICMPV6_QUERY = 128;

    private final Selection selection;
    private final CounterFamily<Omission> omitted;
    private final QuotedPacket quoted = new QuotedPacket();
    private final PacketBatch.Test packetTest = this::wants;
    private final FlowBatch.Test flowTest = this::wants;
    private long fromNanos = Long.MIN_VALUE;
    private long toNanos = Long.MAX_VALUE;
    private boolean begun;

    /** @param omitted counts what was taken out */
    public Selector(Selection selection, CounterFamily<Omission> omitted) {
        this.selection = selection;
        this.omitted = omitted;
    }

    /** Takes out unwanted packets. */
    public void select(PacketBatch packets) {
        if (!selection.isAll() && packets.size() > 0) {
            begin(packets.timeNanos(0));
            packets.retain(packetTest);
        }
    }

    /** Takes out unwanted flows. */
    public void select(FlowBatch flows) {
        if (selection.isAll()) {
            return;
        }
        for (int row = 0; row < flows.size() && !begun; row++) {
            if (isTimed(flows, row)) {
                begin(flows.eventMillis(row) * NANOS_PER_MILLI);
            }
        }
        flows.retain(flowTest);
    }

    private void begin(long firstNanos) {
        if (!begun) {
            begun = true;
            fromNanos =
                    selection.from() == null ? Long.MIN_VALUE : selection.from().resolve(firstNanos);
            toNanos = selection.to() == null ? Long.MAX_VALUE : selection.to().resolve(firstNanos);
        }
    }

    private boolean wants(PacketBatch packets, int row) {
        long nanos = packets.timeNanos(row);
        if (nanos < fromNanos || nanos >= toNanos) {
            return omit(Omission.TIME);
        }
        PrefixSet hosts = selection.hosts();
        PortSet ports = selection.ports();
        if (hosts == null && ports == null) {
            return true;
        }
        boolean quotes = isIcmpError(packets, row) && quoted.read(packets, row);
        if (hosts != null && !isEnd(hosts, packets, row) && !(quotes && isEnd(hosts, quoted))) {
            return omit(Omission.HOST);
        }
        if (ports != null && !isPort(ports, packets, row) && !(quotes && isPort(ports, quoted))) {
            return omit(Omission.PORT);
        }
        return true;
    }

    private static boolean isEnd(PrefixSet hosts, PacketBatch packets, int row) {
        return hosts.contains(packets.sourceHigh(row), packets.sourceLow(row))
                || hosts.contains(packets.destinationHigh(row), packets.destinationLow(row));
    }

    private static boolean isEnd(PrefixSet hosts, QuotedPacket packet) {
        return hosts.contains(packet.sourceHigh(), packet.sourceLow())
                || hosts.contains(packet.destinationHigh(), packet.destinationLow());
    }

    private static boolean isPort(PortSet ports, PacketBatch packets, int row) {
        return hasPorts(packets.protocol(row))
                && (packets.isHeaderless(row)
                        || ports.contains(packets.sourcePort(row))
                        || ports.contains(packets.destinationPort(row)));
    }

    private static boolean isPort(PortSet ports, QuotedPacket packet) {
        return hasPorts(packet.protocol())
                && (ports.contains(packet.sourcePort()) || ports.contains(packet.destinationPort()));
    }

    private static boolean hasPorts(int protocol) {
        return switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP, DCCP, UDP_LITE -> true;
            default -> false;
        };
    }

    /** Destination unreachable, source quench, redirect, time exceeded, parameter problem: RFC 792; or any of RFC 4443. */
    private static boolean isIcmpError(PacketBatch packets, int row) {
        int type = packets.destinationPort(row) >>> 8;
        return switch (packets.protocol(row)) {
            case IpProtocol.ICMP -> type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
            case IpProtocol.ICMPV6 -> type < FIRST_ICMPV6_QUERY;
            default -> false;
        };
    }

    private boolean wants(FlowBatch flows, int row) {
        if (selection.from() != null || selection.to() != null) {
            if (!isTimed(flows, row)) {
                return omit(Omission.NO_TIME);
            }
            long nanos = flows.eventMillis(row) * NANOS_PER_MILLI;
            if (nanos < fromNanos || nanos >= toNanos) {
                return omit(Omission.TIME);
            }
        }
        PrefixSet hosts = selection.hosts();
        if (hosts != null
                && !hosts.contains(flows.sourceHigh(row), flows.sourceLow(row))
                && !hosts.contains(flows.destinationHigh(row), flows.destinationLow(row))) {
            return omit(Omission.HOST);
        }
        PortSet ports = selection.ports();
        if (ports != null
                && !(hasPorts(flows.protocol(row))
                        && (ports.contains(flows.sourcePort(row)) || ports.contains(flows.destinationPort(row))))) {
            return omit(Omission.PORT);
        }
        return true;
    }

    private static boolean isTimed(FlowBatch flows, int row) {
        return flows.endMillis(row) != Flow.UNKNOWN || flows.startMillis(row) != Flow.UNKNOWN;
    }

    private boolean omit(Omission reason) {
        omitted.of(reason).increment();
        return false;
    }
}

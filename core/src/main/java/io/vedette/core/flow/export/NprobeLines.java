package io.vedette.core.flow.export;

import io.vedette.core.flow.Flow;
import io.vedette.core.flow.IpAddress;

/**
 * Flow records as the JSON lines that nProbe sends with {@code --tcp}.
 *
 * <p>Labels, element numbers and their order are those of nProbe's flow information elements; a value that is not known has no
 * key. The running number of the record ends each line, as the probe's own does, so that a collector can tell losses. Belongs to
 * one thread.
 */
public final class NprobeLines {

    /** What stands in a record. */
    public enum Template {
        /** The seven fields with which {@code -T} is mostly called: no times. A bidirectional record has OUT_PKTS as well. */
        SHORT,
        /** All that a collector can use: times, volume, the flags of each side. */
        FULL
    }

    /** What the keys are. */
    public enum Keys {
        /** As with {@code --json-labels}. */
        LABELS,
        NUMBERS
    }

    private final Template template;
    private final boolean numeric;
    private long total;

    public NprobeLines(Template template, Keys keys) {
        this.template = template;
        this.numeric = keys == Keys.NUMBERS;
    }

    /** Appends the line of {@code exported}, with its LF. */
    public void append(FlowRecord exported, StringBuilder lines) {
        Flow flow = exported.flow();
        boolean full = template == Template.FULL;
        boolean ipv4 = flow.source().isIpv4();
        lines.append('{');
        if (ipv4) {
            address(lines, "IPV4_SRC_ADDR", 8, flow.source()).append(',');
            address(lines, "IPV4_DST_ADDR", 12, flow.destination());
        } else {
            address(lines, "IPV6_SRC_ADDR", 27, flow.source()).append(',');
            address(lines, "IPV6_DST_ADDR", 28, flow.destination());
        }
        if (full) {
            number(lines, "IP_PROTOCOL_VERSION", 60, ipv4 ? 4 : 6);
        }
        number(lines, "PROTOCOL", 4, flow.protocol());
        number(lines, "L4_SRC_PORT", 7, flow.sourcePort());
        number(lines, "L4_DST_PORT", 11, flow.destinationPort());
        number(lines, "TCP_FLAGS", 6, flow.tcpFlags());
        if (full) {
            number(lines, "CLIENT_TCP_FLAGS", 57550, flow.clientFlags());
            number(lines, "SERVER_TCP_FLAGS", 57551, flow.serverFlags());
        }
        number(lines, "IN_PKTS", 2, flow.packets());
        number(lines, "OUT_PKTS", 24, flow.reversePackets());
        if (full) {
            number(lines, "IN_BYTES", 1, exported.bytes());
            number(lines, "OUT_BYTES", 23, exported.reverseBytes());
            number(lines, "ICMP_TYPE", 32, flow.icmpType());
            number(lines, "FLOW_START_MILLISECONDS", 152, flow.startMillis());
            number(lines, "FLOW_END_MILLISECONDS", 153, flow.endMillis());
        }
        number(lines, "TOTAL_FLOWS_EXP", 42, ++total);
        lines.append("}\n");
    }

    private StringBuilder key(StringBuilder lines, String label, int element) {
        lines.append('"');
        return (numeric ? lines.append(element) : lines.append(label)).append("\":");
    }

    private StringBuilder address(StringBuilder lines, String label, int element, IpAddress address) {
        return key(lines, label, element).append('"').append(address).append('"');
    }

    private void number(StringBuilder lines, String label, int element, long value) {
        if (value != Flow.UNKNOWN) {
            key(lines.append(','), label, element).append(value);
        }
    }
}

package io.vedette.core.flow.json;

import static io.vedette.core.flow.json.FlowField.CLIENT_TCP_FLAGS;
import static io.vedette.core.flow.json.FlowField.EXPORTER_IPV4_ADDRESS;
import static io.vedette.core.flow.json.FlowField.EXPORTER_IPV6_ADDRESS;
import static io.vedette.core.flow.json.FlowField.ICMP_IPV4_CODE;
import static io.vedette.core.flow.json.FlowField.ICMP_IPV4_TYPE;
import static io.vedette.core.flow.json.FlowField.ICMP_TYPE;
import static io.vedette.core.flow.json.FlowField.INITIATOR_PKTS;
import static io.vedette.core.flow.json.FlowField.IN_PKTS;
import static io.vedette.core.flow.json.FlowField.IPV4_DST_ADDR;
import static io.vedette.core.flow.json.FlowField.IPV4_SRC_ADDR;
import static io.vedette.core.flow.json.FlowField.IPV6_DST_ADDR;
import static io.vedette.core.flow.json.FlowField.IPV6_SRC_ADDR;
import static io.vedette.core.flow.json.FlowField.L4_DST_PORT;
import static io.vedette.core.flow.json.FlowField.L4_SRC_PORT;
import static io.vedette.core.flow.json.FlowField.NPROBE_IPV4_ADDRESS;
import static io.vedette.core.flow.json.FlowField.OUT_PKTS;
import static io.vedette.core.flow.json.FlowField.PROTOCOL;
import static io.vedette.core.flow.json.FlowField.RESPONDER_PKTS;
import static io.vedette.core.flow.json.FlowField.SAMPLING_INTERVAL;
import static io.vedette.core.flow.json.FlowField.SERVER_TCP_FLAGS;
import static io.vedette.core.flow.json.FlowField.TCP_FLAGS;
import static io.vedette.core.flow.json.FlowField.TOTAL_FLOWS_EXP;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.TcpFlags;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one record while it is being read, and the rules that make a row of them.
 *
 * <p>A scanner puts values in under the field's ordinal and at last says which fields are {@link #present}; values of other
 * fields are leftovers of earlier records and never read. The rules, where a record offers a choice:
 *
 * <ul>
 *   <li>an end of the flow is its IPv4 field unless that is empty or unspecified, else its IPv6 field; if nothing better is
 *       given, the unspecified address stands;
 *   <li>IN_PKTS before INITIATOR_PKTS, OUT_PKTS before RESPONDER_PKTS, ICMP_TYPE before ICMP_IPV4_TYPE and _CODE, the
 *       exporter's own address before that of the probe that relayed it;
 *   <li>TCP_FLAGS, if absent, are the union of CLIENT_TCP_FLAGS and SERVER_TCP_FLAGS: what nProbe has put there since 8.7.
 * </ul>
 */
final class RecordDraft {

    private static final long SIDE_FLAGS = CLIENT_TCP_FLAGS.bit | SERVER_TCP_FLAGS.bit;
    private static final long EXPORTERS =
            EXPORTER_IPV4_ADDRESS.bit | EXPORTER_IPV6_ADDRESS.bit | NPROBE_IPV4_ADDRESS.bit;
    private static final long RARE = FlowTimes.FIELDS
            | SIDE_FLAGS
            | EXPORTERS
            | OUT_PKTS.bit
            | RESPONDER_PKTS.bit
            | INITIATOR_PKTS.bit
            | ICMP_TYPE.bit
            | ICMP_IPV4_TYPE.bit
            | SAMPLING_INTERVAL.bit;

    private final long[] high = new long[FlowField.ADDRESSES];
    private final long[] low = new long[FlowField.ADDRESSES];
    private final long[] numbers = new long[FlowField.COUNT];
    private final FlowTimes times = new FlowTimes();
    private final AddressScanner addresses = new AddressScanner();
    private long present;
    private @Nullable FlowField missing;

    void clear() {
        present = 0;
    }

    /** Says that exactly these fields, a union of {@link FlowField#bit}, were put in. */
    void present(long fields) {
        present = fields;
    }

    /** Puts in the plain number at {@code at}; returns the index after it, or -1 if it is none or out of range. */
    int scanNumber(int field, byte[] bytes, int at, int limit) {
        int end = Numerals.scan(bytes, at, limit, numbers, field);
        return end >= 0 && numbers[field] <= FlowField.max(field) ? end : -1;
    }

    /** Puts in the address at {@code at}, which ends with a quote; returns the index of that, or -1 if it is none. */
    int scanAddress(int field, byte[] bytes, int at, int limit) {
        if (at + AddressScanner.IPV4_WINDOW <= limit) {
            int end = AddressScanner.scanIpv4(bytes, at, low, field);
            if (end >= 0) {
                high[field] = 0;
                return end;
            }
        }
        int end = GeneralScanner.textEnd(bytes, at, limit);
        return end >= 0 && putAddress(field, bytes, at, end) ? end : -1;
    }

    /** Puts the text of an address in; nothing at all stands for the unspecified address. */
    private boolean putAddress(int field, byte[] bytes, int from, int to) {
        if (from == to) {
            high[field] = 0;
            low[field] = IpAddress.lowOfIpv4(0);
            return true;
        }
        if (!addresses.parse(bytes, from, to)) {
            return false;
        }
        high[field] = addresses.high();
        low[field] = addresses.low();
        return true;
    }

    /**
     * Puts a value in and marks its field present. An empty text is no number and no problem: the field stays absent.
     *
     * @return why the value cannot be used, null if it can
     */
    @Nullable
    RejectReason put(FlowField field, byte[] bytes, int from, int to) {
        if (field.isAddress()) {
            if (!putAddress(field.ordinal(), bytes, from, to)) {
                return RejectReason.BAD_ADDRESS;
            }
        } else if (from == to) {
            return null;
        } else {
            long value = Numerals.parse(bytes, from, to);
            if (value < 0 || value > field.max) {
                return RejectReason.BAD_NUMBER;
            }
            numbers[field.ordinal()] = value;
        }
        present |= field.bit;
        return null;
    }

    private boolean has(FlowField field) {
        return (present & field.bit) != 0;
    }

    private long number(FlowField field) {
        return numbers[field.ordinal()];
    }

    /** The field that {@link #complete} missed. */
    @Nullable
    FlowField missing() {
        return missing;
    }

    /** The probe's running number of this record, or -1. */
    long runningNumber() {
        return has(TOTAL_FLOWS_EXP) ? number(TOTAL_FLOWS_EXP) : -1;
    }

    /** Whether the row last completed had a time in the future. */
    boolean skewed() {
        return (present & FlowTimes.FIELDS) != 0 && times.skewed();
    }

    /**
     * Writes the open row of a batch that is not full; the caller commits it.
     *
     * @return false if the record lacks {@link #missing()}
     */
    boolean complete(FlowBatch batch) {
        int source = end(IPV4_SRC_ADDR, IPV6_SRC_ADDR);
        int destination = end(IPV4_DST_ADDR, IPV6_DST_ADDR);
        FlowField absent = absent(source, destination);
        if (absent != null) {
            missing = absent;
            return false;
        }
        batch.begin();
        batch.setSource(high[source], low[source]);
        batch.setDestination(high[destination], low[destination]);
        batch.setProtocol((int) number(PROTOCOL));
        if (has(L4_SRC_PORT)) {
            batch.setSourcePort((int) number(L4_SRC_PORT));
        }
        if (has(L4_DST_PORT)) {
            batch.setDestinationPort((int) number(L4_DST_PORT));
        }
        if (has(TCP_FLAGS)) {
            batch.setTcpFlags((int) number(TCP_FLAGS));
        }
        if (has(IN_PKTS)) {
            batch.setPackets(number(IN_PKTS));
        }
        if ((present & RARE) != 0) {
            completeRare(batch);
        }
        return true;
    }

    private int end(FlowField ipv4, FlowField ipv6) {
        int first = ipv4.ordinal();
        if (has(ipv4) && !IpAddress.isUnspecified(high[first], low[first])) {
            return first;
        }
        int second = ipv6.ordinal();
        if (has(ipv6) && !(has(ipv4) && IpAddress.isUnspecified(high[second], low[second]))) {
            return second;
        }
        return has(ipv4) ? first : -1;
    }

    private @Nullable FlowField absent(int source, int destination) {
        if (source < 0) {
            return IPV4_SRC_ADDR;
        }
        if (destination < 0) {
            return IPV4_DST_ADDR;
        }
        if (!has(PROTOCOL)) {
            return PROTOCOL;
        }
        long protocol = number(PROTOCOL);
        if (protocol != IpProtocol.TCP && protocol != IpProtocol.UDP) {
            return null;
        }
        if (!has(L4_SRC_PORT)) {
            return L4_SRC_PORT;
        }
        if (!has(L4_DST_PORT)) {
            return L4_DST_PORT;
        }
        return protocol == IpProtocol.TCP && (present & (TCP_FLAGS.bit | SIDE_FLAGS)) == 0 ? TCP_FLAGS : null;
    }

    private void completeRare(FlowBatch batch) {
        if ((present & FlowTimes.FIELDS) != 0) {
            times.write(present, numbers, batch);
        }
        if ((present & SIDE_FLAGS) != 0) {
            completeSideFlags(batch);
        }
        if (!has(IN_PKTS) && has(INITIATOR_PKTS)) {
            batch.setPackets(number(INITIATOR_PKTS));
        }
        if (has(OUT_PKTS)) {
            batch.setReversePackets(number(OUT_PKTS));
        } else if (has(RESPONDER_PKTS)) {
            batch.setReversePackets(number(RESPONDER_PKTS));
        }
        if (has(ICMP_TYPE)) {
            batch.setIcmpType((int) number(ICMP_TYPE));
        } else if (has(ICMP_IPV4_TYPE)) {
            int code = has(ICMP_IPV4_CODE) ? (int) number(ICMP_IPV4_CODE) : 0;
            batch.setIcmpType((int) number(ICMP_IPV4_TYPE) << 8 | code);
        }
        if (has(SAMPLING_INTERVAL) && number(SAMPLING_INTERVAL) > 0) {
            batch.setSamplingInterval(number(SAMPLING_INTERVAL));
        }
        if ((present & EXPORTERS) != 0) {
            completeExporter(batch);
        }
    }

    private void completeSideFlags(FlowBatch batch) {
        int client = has(CLIENT_TCP_FLAGS) ? (int) number(CLIENT_TCP_FLAGS) : TcpFlags.UNKNOWN;
        int server = has(SERVER_TCP_FLAGS) ? (int) number(SERVER_TCP_FLAGS) : TcpFlags.UNKNOWN;
        batch.setSideFlags(client, server);
        if (!has(TCP_FLAGS)) {
            batch.setTcpFlags(Math.max(client, 0) | Math.max(server, 0));
        }
    }

    private void completeExporter(FlowBatch batch) {
        for (int field = EXPORTER_IPV4_ADDRESS.ordinal(); field <= NPROBE_IPV4_ADDRESS.ordinal(); field++) {
            if ((present & 1L << field) != 0 && !IpAddress.isUnspecified(high[field], low[field])) {
                batch.setExporter(high[field], low[field]);
                return;
            }
        }
    }
}

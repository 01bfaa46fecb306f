package io.vedette.core.packet;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;

/**
 * The beginning of a packet that an ICMP error quotes (RFC 792: the header and eight bytes; RFC 4443: as much as fits).
 *
 * <p>The result of {@link #read} stands in the fields, because there is one for each error of a flood. Belongs to one
 * thread.
 */
public final class QuotedPacket {

    private static final int QUOTE_OFFSET = 8;
    private static final int PORTS_LENGTH = 4;

    private long sourceHigh;
    private long sourceLow;
    private long destinationHigh;
    private long destinationLow;
    private int protocol;
    private int ports;
    private boolean icmp;

    /**
     * Reads what is quoted by the ICMP message in a row.
     *
     * @return whether it can be told whose packet it was; if not, nothing here has a meaning
     */
    public boolean read(PacketBatch packets, int row) {
        byte[] bytes = packets.bytes();
        int at = packets.transportOffset(row) + QUOTE_OFFSET;
        int end = packets.end(row);
        return packets.isIpv6(row) ? readIpv6(bytes, at, end) : readIpv4(bytes, at, end);
    }

    private boolean readIpv4(byte[] bytes, int at, int end) {
        // The lengths in a quote are often those that the packet had somewhere on its way: not looked at.
        if (end - at < Ipv4.MIN_HEADER_LENGTH || bytes[at] >> 4 != 4 || Ipv4.fragmentOffset(bytes, at) != 0) {
            return false;
        }
        int headerLength = Ipv4.headerLength(bytes, at);
        if (headerLength < Ipv4.MIN_HEADER_LENGTH) {
            return false;
        }
        sourceHigh = 0;
        sourceLow = IpAddress.lowOfIpv4(Ipv4.source(bytes, at));
        destinationHigh = 0;
        destinationLow = IpAddress.lowOfIpv4(Ipv4.destination(bytes, at));
        protocol = Ipv4.protocol(bytes, at);
        return readPorts(IpProtocol.ICMP, bytes, at + headerLength, end);
    }

    private boolean readIpv6(byte[] bytes, int at, int end) {
        long payload = at <= end ? Ipv6.payload(bytes, at, end) : -1;
        if (payload < 0 || (payload & Layer.LATER_FRAGMENT) != 0) {
            return false;
        }
        sourceHigh = Ipv6.sourceHigh(bytes, at);
        sourceLow = Ipv6.sourceLow(bytes, at);
        destinationHigh = Ipv6.destinationHigh(bytes, at);
        destinationLow = Ipv6.destinationLow(bytes, at);
        protocol = Layer.protocol(payload);
        return readPorts(IpProtocol.ICMPV6, bytes, Layer.offset(payload), end);
    }

    /** @param familyIcmp the ICMP of the packet's address family */
    private boolean readPorts(int familyIcmp, byte[] bytes, int at, int end) {
        ports = 0;
        icmp = protocol == familyIcmp;
        if (icmp) {
            if (end - at < Icmp.HEADER_LENGTH) {
                return false;
            }
            ports = Icmp.identifier(bytes, at) << 16 | Wire.u16(bytes, at);
        } else if (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP || protocol == IpProtocol.SCTP) {
            if (end - at < PORTS_LENGTH) {
                return false;
            }
            ports = Wire.i32(bytes, at);
        }
        // Other protocols have no ports that anybody looks at.
        return true;
    }

    /** Whether it is an ICMP message, and of the family of its addresses. */
    public boolean isIcmp() {
        return icmp;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long destinationHigh() {
        return destinationHigh;
    }

    public long destinationLow() {
        return destinationLow;
    }

    public int protocol() {
        return protocol;
    }

    /** As {@link PacketBatch#sourcePort}. */
    public int sourcePort() {
        return ports >>> 16;
    }

    /** As {@link PacketBatch#destinationPort}. */
    public int destinationPort() {
        return ports & 0xffff;
    }
}

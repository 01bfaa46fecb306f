package io.vedette.core.packet;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.meter.Counter;
import io.vedette.core.sketch.KeyedHash;

/**
 * Puts transport headers together that were cut into fragments, as {@code nmap -f} does to get past filters.
 *
 * <p>Keeps the first 16 bytes of a datagram, which are enough for ports and TCP flags, and not one of its payload. Of bytes
 * that come twice the first win (RFC 5722 calls such datagrams attacks; RFC 791 leaves the choice). A fixed table of {@link
 * #CELLS} cells: a datagram that falls on another's cell takes it over, so fragments that never become complete cost
 * nothing but that. Belongs to one thread.
 */
public final class FragmentHeaders {

    static final int CELLS = 1 << 12;

    /** A datagram is given up after this time; RFC 1122 section 3.3.2 asks for 60 to 120 s, scanners send at once. */
    private static final long TIMEOUT_NANOS = 60_000_000_000L;

    /** Fragments are cut at multiples of this, so a header consists of whole units. */
    private static final int UNIT = 8;

    private static final int FIRST_UNIT = 1;
    private static final int BOTH_UNITS = 3;
    private static final int DONE = 4;

    private static final int KEY = 0;
    private static final int UNIT_0 = 1;
    private static final int UNIT_1 = 2;
    private static final int STARTED = 3;
    private static final int CELL_LONGS = 4;

    private final KeyedHash hash;
    private final Counter forgotten;
    private final long[] cells = new long[CELLS * CELL_LONGS];
    private final byte[] have = new byte[CELLS];
    private int sequence;

    /** @param forgotten counts datagrams whose header never became complete because another one took their place */
    public FragmentHeaders(KeyedHash hash, Counter forgotten) {
        this.hash = hash;
        this.forgotten = forgotten;
    }

    /**
     * Takes a fragment from a {@linkplain PacketBatch#isHeaderless headerless} row.
     *
     * @return whether it made a header complete, once for each datagram; the row then has ports, flags and no offset to read
     *     more from
     */
    public boolean complete(PacketBatch packets, int row) {
        byte[] bytes = packets.bytes();
        int ip = packets.ipOffset(row);
        int fragmentOffset;
        int identification;
        if (packets.isIpv6(row)) {
            int header = Ipv6.fragmentHeader(bytes, ip);
            fragmentOffset = Ipv6.fragmentOffset(bytes, header);
            identification = Ipv6.fragmentIdentification(bytes, header);
        } else {
            fragmentOffset = Ipv4.fragmentOffset(bytes, ip);
            identification = Ipv4.identification(bytes, ip);
        }
        if (fragmentOffset > UNIT) {
            return false;
        }
        int protocol = packets.protocol(row);
        int needed = protocol == IpProtocol.TCP ? BOTH_UNITS : FIRST_UNIT;
        int cell = cell(packets, row, identification);
        int length = packets.end(row) - packets.transportOffset(row);
        int from = packets.transportOffset(row) - fragmentOffset;
        for (int unit = fragmentOffset / UNIT; unit < 2; unit++) {
            boolean present = fragmentOffset + length >= (unit + 1) * UNIT;
            if (present && (have[cell] & 1 << unit) == 0) {
                cells[cell * CELL_LONGS + UNIT_0 + unit] = Wire.i64(bytes, from + unit * UNIT);
                have[cell] |= (byte) (1 << unit);
            }
        }
        if ((have[cell] & needed) != needed || (have[cell] & DONE) != 0) {
            return false;
        }
        have[cell] |= DONE;
        fill(packets, row, protocol, cell);
        return true;
    }

    /** The sequence number in the TCP header that was completed last. */
    public int sequence() {
        return sequence;
    }

    private void fill(PacketBatch packets, int row, int protocol, int cell) {
        long first = cells[cell * CELL_LONGS + UNIT_0];
        int ports = (int) (first >>> 32);
        int flags = 0;
        if (protocol == IpProtocol.TCP) {
            flags = (int) (cells[cell * CELL_LONGS + UNIT_1] >>> 16) & 0xff;
            sequence = (int) first;
        } else if (protocol == IpProtocol.ICMP || protocol == IpProtocol.ICMPV6) {
            ports = (int) first & 0xffff_0000 | ports >>> 16;
        }
        packets.completeHeader(row, ports, flags);
    }

    /** The cell of this datagram, emptied if it was another's or is too old. */
    private int cell(PacketBatch packets, int row, int identification) {
        long source =
                hash.ofCouple(packets.sourceHigh(row), packets.sourceLow(row), identification, packets.protocol(row));
        long destination = hash.ofAddress(packets.destinationHigh(row), packets.destinationLow(row));
        long key = hash.ofBoth(source, destination) | 1; // never 0, which is an empty cell
        int cell = (int) (key >>> 32) & CELLS - 1;
        int at = cell * CELL_LONGS;
        long nanos = packets.timeNanos(row);
        boolean same = cells[at + KEY] == key && Math.abs(nanos - cells[at + STARTED]) < TIMEOUT_NANOS;
        if (!same) {
            if (cells[at + KEY] != 0 && (have[cell] & DONE) == 0) {
                forgotten.increment();
            }
            cells[at + KEY] = key;
            cells[at + STARTED] = nanos;
            have[cell] = 0;
        }
        return cell;
    }
}

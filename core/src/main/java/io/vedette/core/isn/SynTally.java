package io.vedette.core.isn;

import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.packet.FragmentHeaders;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.Tcp;
import io.vedette.core.sketch.KeyedHash;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts SYNs of packets by day and port.
 *
 * <p>A SYN is a TCP segment with SYN and without ACK, whatever its other flags: those of ECN are part of many. It matches if
 * its sequence number is the IPv4 address it goes to, as it is in every SYN of Mirai (Antonakakis et al.: Understanding the
 * Mirai Botnet, USENIX Security 2017). Of packets in packets the innermost one counts. Retransmissions count; a header in fragments
 * counts once, when it is complete.
 *
 * <p>Memory is bounded: when there is no more room for a day or for senders, {@link #accept} stops, and its caller takes what was
 * counted so far. Belongs to one thread.
 */
public final class SynTally {

    /** Days at once. A capture has one or two; only wrong time stamps have more. */
    static final int MAX_DAYS = 64;

    private static final long MIN_BYTES = 1 << 16;
    private static final long SOURCES_SEED = 0;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final long MAX_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND;

    private final ZoneId zone;
    private final boolean withIpv6;
    private final long maxBytes;
    private final SynCounts counts;
    private final KeyedHash hash = new KeyedHash(SOURCES_SEED);
    private final FragmentHeaders fragments;
    private final List<DayTally> days = new ArrayList<>();
    private long olderBytes;

    // The day of the last packet, and the times that belong to it.
    private @Nullable DayTally current;
    private long currentFrom;
    private long currentTo;

    /**
     * @param zone whose days are counted
     * @param withIpv6 whether SYNs over IPv6 count; they never match
     * @param maxBytes memory for what is counted, about; at least 64 KiB
     */
    public SynTally(ZoneId zone, boolean withIpv6, long maxBytes, SynCounts counts) {
        if (maxBytes < MIN_BYTES) {
            throw new IllegalArgumentException("memory " + maxBytes + ", expected at least " + MIN_BYTES);
        }
        this.zone = zone;
        this.withIpv6 = withIpv6;
        this.maxBytes = maxBytes;
        this.counts = counts;
        this.fragments = new FragmentHeaders(hash, counts.fragmentsForgotten);
    }

    /**
     * Counts packets from row {@code from} on.
     *
     * @return the row at which there was no more room, before which everything is counted; the number of rows if there was
     *     room for all. After {@link #take} there is room for at least one
     */
    public int accept(PacketBatch packets, int from) {
        int size = packets.size();
        byte[] bytes = packets.bytes();
        int syns = 0;
        int matching = 0;
        int ipv6 = 0;
        int row = from;
        for (; row < size; row++) {
            if (packets.protocol(row) != IpProtocol.TCP) {
                continue;
            }
            if (packets.isHeaderless(row)) {
                fragments.complete(packets, row);
            }
            if ((packets.tcpFlags(row) & (TcpFlags.SYN | TcpFlags.ACK)) != TcpFlags.SYN) {
                continue;
            }
            boolean isIpv6 = packets.isIpv6(row);
            if (isIpv6 && !withIpv6) {
                ipv6++;
                continue;
            }
            DayTally day = dayAt(packets.timeNanos(row));
            if (day == null) {
                break;
            }
            boolean matches = !isIpv6 && sequence(packets, bytes, row) == (int) packets.destinationLow(row);
            day.add(
                    packets.destinationPort(row),
                    matches,
                    hash.ofAddress(packets.sourceHigh(row), packets.sourceLow(row)));
            syns++;
            matching += matches ? 1 : 0;
        }
        int taken = row - from;
        counts.packets.add(taken);
        counts.syns.add(syns);
        counts.matching.add(matching);
        counts.ipv6.add(ipv6);
        counts.other.add(taken - syns - ipv6);
        return row;
    }

    private int sequence(PacketBatch packets, byte[] bytes, int row) {
        int at = packets.transportOffset(row);
        boolean inFragments = at == packets.end(row); // no packet that has flags ends where its header begins
        return inFragments ? fragments.sequence() : Tcp.sequence(bytes, at);
    }

    private @Nullable DayTally dayAt(long nanos) {
        DayTally day = current;
        if (day != null && nanos >= currentFrom && nanos < currentTo) {
            return olderBytes + day.bytes() <= maxBytes ? day : null;
        }
        return change(nanos);
    }

    /** Makes the day of {@code nanos} the current one; null if there is no room for it. */
    private @Nullable DayTally change(long nanos) {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS_PER_SECOND)), zone);
        DayTally found = null;
        long bytes = 0;
        for (DayTally day : days) {
            if (day.day().equals(date)) {
                found = day;
            } else {
                bytes += day.bytes();
            }
        }
        if (found == null) {
            if (days.size() == MAX_DAYS || bytes > maxBytes) {
                return null;
            }
            found = new DayTally(date);
            days.add(found);
        }
        if (bytes + found.bytes() > maxBytes) {
            return null;
        }
        olderBytes = bytes;
        current = found;
        currentFrom = nanosOfStart(date);
        currentTo = nanosOfStart(date.plusDays(1));
        return found;
    }

    /** The first moment of a day; in the years 1677 and 2262 the first or last second that nanoseconds can tell. */
    private long nanosOfStart(LocalDate date) {
        long seconds = date.atStartOfDay(zone).toEpochSecond();
        return Math.max(-MAX_SECONDS, Math.min(MAX_SECONDS, seconds)) * NANOS_PER_SECOND;
    }

    /** Whether anything was counted. */
    public boolean isEmpty() {
        return days.isEmpty();
    }

    /** Gives away what was counted, by day, and begins anew. */
    public List<DayTally> take() {
        List<DayTally> taken =
                days.stream().sorted(Comparator.comparing(DayTally::day)).toList();
        days.clear();
        current = null;
        olderBytes = 0;
        return taken;
    }
}

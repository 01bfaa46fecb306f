package io.vedette.core.darknet;

import io.vedette.core.packet.Ipv4;
import io.vedette.core.packet.Tcp;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the victims of floods by their backscatter: SYN-ACK, RST, RST-ACK, and the ICMP types 0, 3, 4, 5, 11, 12, 14, 16 and
 * 18. Where an ICMP error quotes the packet that caused it, the victim is whom that packet was sent to.
 *
 * <p>All answers of one victim count together, whatever their kind and port. Belongs to one thread.
 */
public final class Victims {

    private static final long BUCKET_NANOS = 10_000_000_000L;
    private static final int QUOTE_OFFSET = 8;
    private static final int IPV4_HEADER = 20;

    private final VictimSettings settings;
    private final VictimSink over;
    private final long timeoutNanos;
    final RowTable table;
    final DestinationSets sets;
    long nowNanos;
    long clearedNanos;
    private long beyondLimit;

    /** @param over takes the victims whose flood is over and was one */
    public Victims(VictimSettings settings, long seed, VictimSink over) {
        this.settings = settings;
        this.over = over;
        this.timeoutNanos = settings.idleTimeout().toNanos();
        this.table = new RowTable(VictimRow.LONGS, seed);
        this.sets = new DestinationSets(seed, 64 << 20, new DarknetCounts());
    }

    /** Answers of senders for which there was no room. */
    public long beyondLimit() {
        return beyondLimit;
    }

    /** Adds the backscatter of a batch. */
    public void accept(DarknetBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            Traffic traffic = batch.traffic(i);
            if (Label.of(traffic, batch.packetClass(i)) == Label.BACKSCATTER && traffic != Traffic.ICMP_OTHER) {
                add(batch, i, traffic);
            }
        }
    }

    private void add(DarknetBatch batch, int i, Traffic traffic) {
        long time = batch.timeNanos(i);
        if (nowNanos - clearedNanos > timeoutNanos) {
            sweep(timeoutNanos);
        }
        nowNanos = Math.max(nowNanos, time);
        byte[] bytes = batch.bytes();
        int quoted = traffic.isIcmp() ? quoted(traffic, bytes, batch.transport(i), batch.end(i)) : -1;
        int victim = quoted < 0 ? batch.source(i) : Ipv4.destination(bytes, quoted);
        int row = row(victim, time);
        if (row == RowTable.NONE) {
            beyondLimit++;
            return;
        }
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        rows[at + VictimRow.LATEST] = time;
        rows[at + VictimRow.BYTES] += batch.frameLength(i);
        VictimRow.count(rows, at, Math.max(0, time) / BUCKET_NANOS);
        rows[at + VictimRow.SET] = sets.add(rows[at + VictimRow.SET], batch.destination(i));
        rows[at + VictimRow.PACKETS]++;
        if (quoted >= 0) {
            rows[at + VictimRow.MISMATCHES] += Ipv4.source(bytes, quoted) == batch.destination(i) ? 0 : 1;
            addQuotedPort(rows, at, bytes, quoted, batch.end(i));
        } else if (traffic.isTcp()) {
            VictimRow.addPort(rows, at, batch.sourcePort(i));
        }
    }

    private int row(int victim, long time) {
        long key = EventKey.of(victim, 0, 0);
        int row = table.find(key);
        if (row == RowTable.NONE) {
            if (table.size() >= settings.maxVictims() && sweep(timeoutNanos) == 0) {
                return RowTable.NONE;
            }
            row = table.add(key);
            table.chunk(row)[table.offset(row) + VictimRow.FIRST] = time;
        } else if (time - table.chunk(row)[table.offset(row) + VictimRow.LATEST] > timeoutNanos) {
            end(row);
            table.reset(row);
            table.chunk(row)[table.offset(row) + VictimRow.FIRST] = time;
        }
        return row;
    }

    /** Where the header stands that an ICMP error (RFC 792) quotes; -1 if there is none. */
    private static int quoted(Traffic traffic, byte[] bytes, int icmp, int end) {
        boolean error = switch (traffic) {
            case ICMP_DESTINATION_UNREACHABLE,
                    ICMP_SOURCE_QUENCH,
                    ICMP_REDIRECT,
                    ICMP_TIME_EXCEEDED,
                    ICMP_PARAMETER_PROBLEM -> true;
            default -> false;
        };
        int at = icmp + QUOTE_OFFSET;
        return error && end - at >= IPV4_HEADER && bytes[at] >> 4 == 4 ? at : -1;
    }

    private static void addQuotedPort(long[] rows, int at, byte[] bytes, int quoted, int end) {
        int protocol = Ipv4.protocol(bytes, quoted);
        int transport = quoted + Ipv4.headerLength(bytes, quoted);
        boolean hasPorts = protocol == 6 || protocol == 17;
        if (hasPorts && end - transport >= 4 && Ipv4.fragmentOffset(bytes, quoted) == 0) {
            VictimRow.addPort(rows, at, Tcp.destinationPort(bytes, transport));
        }
    }

    private int sweep(long idleNanos) {
        int before = table.size();
        for (int row = 0; row < table.end(); row++) {
            long[] rows = table.chunk(row);
            int at = table.offset(row);
            if (rows[at] != 0 && nowNanos - rows[at + VictimRow.LATEST] > idleNanos) {
                end(row);
                table.remove(row);
            }
        }
        clearedNanos = nowNanos;
        if (table.size() < before) {
            table.removed();
        }
        return before - table.size();
    }

    private void end(int row) {
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        long set = rows[at + VictimRow.SET];
        long duration = rows[at + VictimRow.LATEST] - rows[at + VictimRow.FIRST];
        if (rows[at + VictimRow.PACKETS] >= settings.minPackets()
                && duration >= settings.minDuration().toNanos()
                && VictimRow.largest(rows, at) >= settings.minWindow()) {
            over.accept(victim(rows, at, sets.size(set).addresses()));
        }
        sets.release(set);
    }

    private static Victim victim(long[] rows, int at, long destinations) {
        List<Integer> ports = new ArrayList<>();
        int count = VictimRow.ports(rows, at);
        for (int i = 0; i < Math.min(count, VictimRow.MAX_PORTS); i++) {
            ports.add(VictimRow.port(rows, at, i));
        }
        ports.sort(null);
        return new Victim(
                EventKey.source(rows[at]),
                rows[at + VictimRow.FIRST],
                rows[at + VictimRow.LATEST],
                rows[at + VictimRow.PACKETS],
                rows[at + VictimRow.BYTES],
                VictimRow.largest(rows, at),
                destinations,
                ports,
                count > VictimRow.MAX_PORTS,
                rows[at + VictimRow.MISMATCHES]);
    }

    /** Ends what is over by the time of the last answer. */
    public void sweep() {
        sweep(timeoutNanos);
    }

    /** Ends all, as nothing more will come. */
    public void finish() {
        sweep(Long.MIN_VALUE);
    }
}

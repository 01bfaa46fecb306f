package io.vedette.core.darknet;

import io.vedette.core.detect.fingerprint.TallyColumns;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of packets. A state machine that knows no time but that of the packets.
 *
 * <p>An event ends when its next packet comes after a gap longer than the idle timeout, or when a sweep finds it idle for
 * longer. Sweeps happen whenever a whole timeout has passed since the last one. The time of the last packet is simply that of
 * the packet that came last, as in Merit's Darknet Events; unlike there, an event is never drawn out over a gap that happens
 * to coincide with a sweep. Belongs to one thread.
 */
public final class DarknetEvents {

    /** SYNs of each event that also count for its source. */
    private static final int FIRST_SYNS = 4;

    private final DarknetSettings settings;
    private final DarknetCounts counts;
    private final EventFilter filter;
    private final EventSink ended;
    private final TallyColumns tallies = new TallyColumns();
    private final long timeoutNanos;
    final DestinationSets sets;
    final Samples samples;
    final RowTable table;
    final SourceTools sources;
    private int[] found = new int[1024];

    /** Without it the compiler would see that nobody needs what {@link #touch} reads. */
    private long touched;

    long nowNanos;
    long clearedNanos;

    /**
     * @param ended takes the events that end and pass the filters
     */
    public DarknetEvents(DarknetSettings settings, DarknetCounts counts, EventSink ended) {
        this.settings = settings;
        this.counts = counts;
        this.filter = new EventFilter(settings);
        this.ended = ended;
        this.timeoutNanos = settings.idleTimeout().toNanos();
        this.sets = new DestinationSets(settings.seed(), settings.maxSetBytes(), counts);
        this.samples = new Samples(settings, counts);
        this.table = new RowTable(EventRow.LONGS, settings.seed());
        this.sources = new SourceTools(settings, timeoutNanos);
    }

    /** Events that are open. */
    public int open() {
        return table.size();
    }

    /** Time of the packet that came last, nanoseconds since 1970 UTC; 0 before the first. */
    public long nowNanos() {
        return nowNanos;
    }

    /** Adds all packets of a batch. */
    public void accept(DarknetBatch batch) {
        int size = batch.size;
        if (found.length < size) {
            found = new int[size];
        }
        // First all look-ups, which do not depend on each other and so wait for memory together.
        int[] rows = found;
        for (int i = 0; i < size; i++) {
            rows[i] = table.find(batch.key[i]);
        }
        touch(rows, batch, size);
        boolean stale = false;
        for (int i = 0; i < size; i++) {
            long time = batch.timeNanos[i];
            if (nowNanos - clearedNanos > timeoutNanos) {
                sweep(timeoutNanos);
                stale = true;
            }
            int row = rows[i] == RowTable.NONE || stale ? table.find(batch.key[i]) : rows[i];
            if (row == RowTable.NONE) {
                if (table.size() >= settings.maxEvents()) {
                    makeRoom();
                    stale = true;
                }
                row = table.add(batch.key[i]);
                begin(row, time, batch.destination[i]);
            } else if (time - table.chunk(row)[table.offset(row) + EventRow.LATEST] > timeoutNanos) {
                end(row);
                table.reset(row);
                begin(row, time, batch.destination[i]);
            } else {
                addDestination(row, batch.destination[i]);
            }
            add(row, batch, i);
            nowNanos = time;
        }
    }

    /**
     * Reads what the updates will need from memory, so that these waits overlap as well: they do not depend on each other,
     * while updates do.
     */
    private void touch(int[] rows, DarknetBatch batch, int size) {
        long seen = 0;
        for (int i = 0; i < size; i++) {
            int row = rows[i];
            if (row != RowTable.NONE) {
                long[] chunk = table.chunk(row);
                int at = table.offset(row);
                seen += chunk[at + EventRow.LATEST] + chunk[at + EventRow.TALLY + 1] + chunk[at + EventRow.LONGS - 1];
                Object set = table.set(row);
                if (set != null) {
                    seen += DestinationSets.touch(set, batch.destination[i]);
                }
            }
        }
        touched = seen;
    }

    private void begin(int row, long time, int destination) {
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        rows[at + EventRow.FIRST] = time;
        rows[at + EventRow.DESTINATION] = destination & 0xffff_ffffL;
    }

    private void addDestination(int row, int destination) {
        Object set = table.set(row);
        if (set != null) {
            Object now = sets.add(set, destination);
            if (now != set) {
                table.putSet(row, now);
            }
            return;
        }
        int first = (int) table.chunk(row)[table.offset(row) + EventRow.DESTINATION];
        if (first != destination) {
            table.putSet(row, sets.ofTwo(first, destination));
        }
    }

    private void add(int row, DarknetBatch batch, int i) {
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        long key = batch.key[i];
        long index = rows[at + EventRow.PACKETS]++;
        rows[at + EventRow.LATEST] = batch.timeNanos[i];
        rows[at + EventRow.BYTES] += batch.frameLength[i];
        if (EventKey.code(key) == Traffic.TCP_SYN.ordinal()) {
            tallies.add(rows, at + EventRow.TALLY, batch.bytes, batch.ip[i], batch.transport[i]);
            if (index < FIRST_SYNS) {
                rows[at + EventRow.SOURCE_TOOL] = sources.add(tallies, batch, i);
            }
        } else if (batch.packetClass[i] != 0) {
            EventRow.classify(rows, at, batch.packetClass(i), batch.sourcePort(i));
        }
        int slot = samples.slot(index, key, rows[at + EventRow.FIRST]);
        if (slot != Samples.NONE) {
            Object held = table.extra(row);
            Object now = samples.put(held, slot, batch, i);
            if (now != held) {
                table.putExtra(row, now);
            }
        }
    }

    /** Ends every event that is idle for longer than {@code idleNanos}; returns how many. */
    private int sweep(long idleNanos) {
        int before = table.size();
        for (int row = 0; row < table.end(); row++) {
            long[] rows = table.chunk(row);
            int at = table.offset(row);
            if (rows[at] != 0 && nowNanos - rows[at + EventRow.LATEST] > idleNanos) {
                end(row);
                table.remove(row);
            }
        }
        sources.sweep(nowNanos);
        clearedNanos = nowNanos;
        int removed = before - table.size();
        if (removed > 0) {
            table.removed();
        }
        return removed;
    }

    /** Ends those events early that are idle for longest, when there is no room for another one. */
    private void makeRoom() {
        int removed = sweep(timeoutNanos);
        for (long idle = timeoutNanos / 2; removed == 0 && idle > 0; idle /= 2) {
            removed = sweep(idle);
            counts.cutShort.add(removed);
        }
        if (removed == 0) {
            removed = sweep(Long.MIN_VALUE);
            counts.cutShort.add(removed);
        }
    }

    private void end(int row) {
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        Object set = table.set(row);
        long packets = rows[at + EventRow.PACKETS];
        EventFilter.Reason reason = rejection(rows, at, set);
        if (reason != null) {
            counts.ignoredEvents.of(reason).increment();
            counts.ignoredPackets.of(reason).add(packets);
        } else {
            counts.reportedEvents.increment();
            counts.reportedPackets.add(packets);
            ended.accept(EventRow.event(rows, at, set, table.extra(row)));
        }
        if (set != null) {
            sets.release(set);
        }
        samples.release(table.extra(row));
    }

    private EventFilter.@Nullable Reason rejection(long[] rows, int at, @Nullable Object set) {
        return filter.reject(
                EventRow.uniques(set),
                rows[at + EventRow.PACKETS],
                rows[at + EventRow.FIRST],
                rows[at + EventRow.LATEST]);
    }

    /** Ends what has been idle for too long by the time of the last packet. To be called at the end of an input. */
    public void sweep() {
        sweep(timeoutNanos);
    }

    /** Offers the events that are still open and pass the filters. They stay open. */
    public void report(EventSink ongoing) {
        for (int row = 0; row < table.end(); row++) {
            long[] rows = table.chunk(row);
            int at = table.offset(row);
            if (rows[at] != 0) {
                Object set = table.set(row);
                boolean wanted = rejection(rows, at, set) == null;
                (wanted ? counts.ongoingEvents : counts.ongoingIgnored).increment();
                if (wanted) {
                    ongoing.accept(EventRow.event(rows, at, set, table.extra(row)));
                }
            }
        }
    }

    /** Ends all events, as nothing more will come. */
    public void finish() {
        sweep(Long.MIN_VALUE);
    }
}

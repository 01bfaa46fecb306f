package io.vedette.core.darknet;

import io.vedette.core.darknet.DarknetEvent.Destinations;
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

    /** Packets for which memory is read ahead: as many as stay in the processor's nearest caches. */
    private static final int AHEAD = 128;

    private final DarknetSettings settings;
    private final DarknetCounts counts;
    private final EventFilter filter;
    private final EventSink ended;
    private final long timeoutNanos;
    final DestinationSets sets;
    final Samples samples;
    final RowTable table;
    final SourceTools sources;
    private final long[] keys = new long[AHEAD];
    private final int[] addresses = new int[AHEAD];
    private final int[] found = new int[AHEAD];
    private final long[] setsOfFound = new long[AHEAD];
    private final ChosenFrames chosen;

    /** Without it the compiler would see that nobody needs what is read ahead. */
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
        this.chosen = new ChosenFrames(table, samples, AHEAD);
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
        for (int from = 0; from < batch.size(); from += AHEAD) {
            accept(batch, from, Math.min(batch.size(), from + AHEAD));
        }
    }

    private void accept(DarknetBatch batch, int from, int to) {
        lookUp(batch, from, to - from);
        boolean stale = false;
        for (int i = from; i < to; i++) {
            long time = batch.timeNanos(i);
            if (nowNanos - clearedNanos > timeoutNanos) {
                chosen.copy(batch);
                sweep(timeoutNanos);
                stale = true;
            }
            int row = found[i - from];
            if (row == RowTable.NONE || stale) {
                row = table.find(batch.key(i));
            }
            if (row == RowTable.NONE) {
                if (table.size() >= settings.maxEvents()) {
                    chosen.copy(batch);
                    makeRoom();
                    stale = true;
                }
                row = table.add(batch.key(i));
                begin(row, time);
            } else if (time - table.chunk(row)[table.offset(row) + EventRow.LATEST] > timeoutNanos) {
                chosen.copy(batch);
                end(row);
                table.reset(row);
                begin(row, time);
            }
            add(row, batch, i);
            nowNanos = time;
        }
        chosen.copy(batch);
    }

    /**
     * Looks the events of some packets up, and reads of them and of their sets what the updates will need: these waits for memory
     * overlap, those would not.
     */
    private void lookUp(DarknetBatch batch, int from, int count) {
        for (int i = 0; i < count; i++) {
            keys[i] = batch.key(from + i);
            addresses[i] = batch.destination(from + i);
        }
        long seen = table.find(keys, count, found);
        for (int i = 0; i < count; i++) {
            int row = found[i];
            setsOfFound[i] =
                    row == RowTable.NONE ? DestinationSets.EMPTY : table.chunk(row)[table.offset(row) + EventRow.SET];
        }
        touched = seen + sets.touch(setsOfFound, addresses, count);
    }

    private void begin(int row, long time) {
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        rows[at + EventRow.FIRST] = time;
        rows[at + EventRow.RANDOM] = samples.random(rows[at], time);
    }

    private void add(int row, DarknetBatch batch, int i) {
        long[] rows = table.chunk(row);
        int at = table.offset(row);
        long index = rows[at + EventRow.PACKETS]++;
        rows[at + EventRow.LATEST] = batch.timeNanos(i);
        rows[at + EventRow.BYTES] += batch.frameLength(i);
        rows[at + EventRow.SET] = sets.add(rows[at + EventRow.SET], batch.destination(i));
        if (EventKey.code(batch.key(i)) == Traffic.TCP_SYN.ordinal()) {
            TallyColumns.add(rows, at + EventRow.TALLY, batch.bytes(), batch.ip(i), batch.transport(i));
            if (index < FIRST_SYNS) {
                rows[at + EventRow.SOURCE_TOOL] = sources.add(batch, i);
            }
        } else if (batch.packetClass(i) != PacketClass.PLAIN) {
            EventRow.classify(rows, at, batch.packetClass(i), batch.sourcePort(i));
        }
        chosen.add(row, samples.slot(index, rows[at + EventRow.RANDOM]), i);
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
        long packets = rows[at + EventRow.PACKETS];
        Destinations destinations = sets.size(rows[at + EventRow.SET]);
        EventFilter.Reason reason = rejection(rows, at, destinations);
        if (reason != null) {
            counts.ignoredEvents.of(reason).increment();
            counts.ignoredPackets.of(reason).add(packets);
        } else {
            counts.reportedEvents.increment();
            counts.reportedPackets.add(packets);
            ended.accept(EventRow.event(rows, at, destinations, table.extra(row)));
        }
        sets.release(rows[at + EventRow.SET]);
        samples.release(table.extra(row));
    }

    private EventFilter.@Nullable Reason rejection(long[] rows, int at, Destinations destinations) {
        return filter.reject(
                destinations.addresses(),
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
                Destinations destinations = sets.size(rows[at + EventRow.SET]);
                boolean wanted = rejection(rows, at, destinations) == null;
                (wanted ? counts.ongoingEvents : counts.ongoingIgnored).increment();
                if (wanted) {
                    ongoing.accept(EventRow.event(rows, at, destinations, table.extra(row)));
                }
            }
        }
    }

    /** Ends all events, as nothing more will come. */
    public void finish() {
        sweep(Long.MIN_VALUE);
    }
}

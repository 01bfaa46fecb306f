package io.vedette.core.darknet;

import io.vedette.core.darknet.DestinationSets.Sketch;
import io.vedette.core.sketch.HyperLogLog;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Open events and victims as bytes, to go on from in another run.
 *
 * <p>Layout, big-endian: magic, version, times of the last packet and sweep; the events, each as its longs, its set and its
 * samples, until a key of zero; the victims and the sources in the same way; the magic again. Timeout and filters are not stored: they are
 * those of the run that goes on. Hashes of sketches depend on the seed, which therefore is.
 */
public final class EventState {

    private static final long MAGIC = 0x5645_4445_5454_4532L; // "VEDETTE2"
    private static final int FEW = 1;
    private static final int BLOCKS = 2;
    private static final int SKETCH = 3;
    private static final int NO_SET = -1;
    private static final int MAX_SAMPLES = 1 << 20;
    private static final int MAX_FRAME = 1 << 20;

    private EventState() {}

    /** Writes everything that is open. */
    public static void write(DarknetEvents events, Victims victims, long seed, DataOutput out) throws IOException {
        out.writeLong(MAGIC);
        out.writeLong(seed);
        out.writeLong(events.nowNanos);
        out.writeLong(events.clearedNanos);
        out.writeLong(victims.nowNanos);
        out.writeLong(victims.clearedNanos);
        writeTable(events.table, EventRow.SET, events.sets, out);
        writeTable(victims.table, VictimRow.SET, victims.sets, out);
        writeTable(events.sources.table, NO_SET, events.sets, out);
        out.writeLong(MAGIC);
    }

    private static void writeTable(RowTable table, int setAt, DestinationSets sets, DataOutput out) throws IOException {
        for (int row = 0; row < table.end(); row++) {
            long[] rows = table.chunk(row);
            int at = table.offset(row);
            if (rows[at] != 0) {
                for (int i = 0; i < table.longs(); i++) {
                    out.writeLong(i == setAt ? 0 : rows[at + i]);
                }
                if (setAt != NO_SET) {
                    writeSet(sets, rows[at + setAt], out);
                }
                writeSamples(table.extra(row), out);
            }
        }
        out.writeLong(0);
    }

    private static void writeSet(DestinationSets sets, long set, DataOutput out) throws IOException {
        Object object = sets.object(set);
        if (object instanceof Sketch sketch) {
            out.writeByte(SKETCH);
            writeBytes(sketch.addresses().registers(), out);
            writeBytes(sketch.blocks().registers(), out);
            return;
        }
        out.writeByte(object == null ? FEW : BLOCKS);
        List<Integer> addresses = new ArrayList<>();
        sets.forEach(set, addresses::add);
        out.writeInt(addresses.size());
        for (int address : addresses) {
            out.writeInt(address);
        }
    }

    private static void writeSamples(@Nullable Object held, DataOutput out) throws IOException {
        byte[][] frames = held == null ? new byte[0][] : (byte[][]) held;
        out.writeInt(frames.length);
        for (byte @Nullable [] frame : frames) {
            writeBytes(frame == null ? new byte[0] : frame, out);
        }
    }

    private static void writeBytes(byte[] bytes, DataOutput out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * Takes up what was written, into state that has seen no packet yet.
     *
     * @throws IOException if it is no such state, was cut off, or was written with another seed
     */
    public static void read(DarknetEvents events, Victims victims, long seed, DataInput in) throws IOException {
        if (in.readLong() != MAGIC) {
            throw new IOException("not a state that this version has written");
        }
        long writtenSeed = in.readLong();
        if (writtenSeed != seed) {
            throw new IOException("written with --seed " + writtenSeed + ", not " + seed);
        }
        events.nowNanos = in.readLong();
        events.clearedNanos = in.readLong();
        victims.nowNanos = in.readLong();
        victims.clearedNanos = in.readLong();
        readTable(events.table, EventRow.SET, events.sets, events.samples, in);
        readTable(victims.table, VictimRow.SET, victims.sets, null, in);
        readTable(events.sources.table, NO_SET, events.sets, null, in);
        if (in.readLong() != MAGIC) {
            throw new IOException("does not end as it should");
        }
    }

    private static void readTable(
            RowTable table, int setAt, DestinationSets sets, @Nullable Samples samples, DataInput in)
            throws IOException {
        for (long key = in.readLong(); key != 0; key = in.readLong()) {
            if (table.find(key) != RowTable.NONE || EventKey.code(key) > Traffic.UNKNOWN.ordinal()) {
                throw new IOException("holds an impossible event");
            }
            int row = table.add(key);
            long[] rows = table.chunk(row);
            int at = table.offset(row);
            for (int i = 1; i < table.longs(); i++) {
                rows[at + i] = in.readLong();
            }
            if (setAt != NO_SET) {
                rows[at + setAt] = readSet(sets, in);
            }
            byte[][] frames = readSamples(in);
            if (samples != null && frames != null) {
                samples.adopt(frames);
                table.putExtra(row, frames);
            }
        }
    }

    private static long readSet(DestinationSets sets, DataInput in) throws IOException {
        int kind = in.readUnsignedByte();
        switch (kind) {
            case SKETCH:
                return sets.adopt(new Sketch(readSketch(in), readSketch(in)));
            case FEW, BLOCKS:
                return readAddresses(kind, sets, in);
            default:
                throw new IOException("holds an unknown kind of set: " + kind);
        }
    }

    private static long readAddresses(int kind, DestinationSets sets, DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 1) {
            throw new IOException("holds a set of " + count);
        }
        if (kind == BLOCKS) {
            Blocks blocks = new Blocks();
            for (int i = 0; i < count; i++) {
                blocks.add(in.readInt());
            }
            return sets.adopt(blocks);
        }
        long set = DestinationSets.EMPTY;
        for (int i = 0; i < count; i++) {
            set = sets.add(set, in.readInt());
        }
        return set;
    }

    private static HyperLogLog readSketch(DataInput in) throws IOException {
        try {
            return HyperLogLog.ofRegisters(readBytes(in, 1 << HyperLogLog.MAX_PRECISION));
        } catch (IllegalArgumentException e) {
            throw new IOException("holds an impossible sketch: " + e.getMessage(), e);
        }
    }

    private static byte @Nullable [][] readSamples(DataInput in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MAX_SAMPLES) {
            throw new IOException("holds " + count + " samples of one event");
        }
        byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            byte[] frame = readBytes(in, MAX_FRAME);
            frames[i] = frame.length == 0 ? null : frame;
        }
        return count == 0 ? null : frames;
    }

    private static byte[] readBytes(DataInput in, int most) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > most) {
            throw new IOException("holds a piece of " + length + " bytes");
        }
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        return bytes;
    }
}

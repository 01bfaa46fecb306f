package io.vedette.core.darknet;

import org.jspecify.annotations.Nullable;

/**
 * Frames that were chosen as samples and are not copied yet: where those of an event lie is known only after several waits for
 * memory, which overlap when many are copied at once. Belongs to one thread.
 */
final class ChosenFrames {

    private final RowTable table;
    private final Samples samples;
    private final int[] rows;
    private final int[] places;
    private final int[] packets;
    private final @Nullable Object[] held;
    private int size;

    /** Without it the compiler would see that nobody needs what is read ahead. */
    private long touched;

    /** @param capacity how many are added before they are {@linkplain #copy copied}, at most */
    ChosenFrames(RowTable table, Samples samples, int capacity) {
        this.table = table;
        this.samples = samples;
        // One more, as a frame that is not chosen is written there as well, and forgotten.
        rows = new int[capacity + 1];
        places = new int[capacity + 1];
        packets = new int[capacity + 1];
        held = new Object[capacity + 1];
    }

    /**
     * Remembers the frame of a packet, if it is chosen.
     *
     * @param row its event
     * @param place what {@link Samples#slot} says, which may be {@link Samples#NONE}
     */
    void add(int row, int place, int packet) {
        int at = size;
        rows[at] = row;
        places[at] = place;
        packets[at] = packet;
        size = place == Samples.NONE ? at : at + 1;
    }

    /** Copies all, in the order in which they were added. To be called before a row is emptied. */
    void copy(DarknetBatch batch) {
        if (size == 0) {
            return;
        }
        long seen = 0;
        for (int i = 0; i < size; i++) {
            held[i] = table.extra(rows[i]);
        }
        for (int i = 0; i < size; i++) {
            seen += Samples.touch(held[i], places[i]);
        }
        touched = seen;
        for (int i = 0; i < size; i++) {
            Object before = table.extra(rows[i]);
            Object now = samples.put(before, places[i], batch, packets[i]);
            if (now != before) {
                table.putExtra(rows[i], now);
            }
        }
        size = 0;
    }
}

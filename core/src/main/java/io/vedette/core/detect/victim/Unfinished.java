package io.vedette.core.detect.victim;

import io.vedette.core.contact.ContactBatch;
import io.vedette.core.flow.IpAddress;
import io.vedette.core.packet.IntPair;
import java.util.Arrays;

/** Contacts of a shard that were not completed, in the order they came: written one after the other, read at the tick. */
final class Unfinished {

    /*
     * Three words an entry, because what is written here pushes something else out of the caches: the two ends, the time, and
     * from the top packets up to MAX_PACKETS (31 bits), the port + 1 (17), the protocol (8), the kind (2), whether the couple was
     * asked before (1), whether the ends are wide (1). Of IPv4 ends, target and initiator have 32 bits each; for others the word
     * says where their four words are.
     */
    private static final int WORDS = 3;
    private static final int WIDE_WORDS = 4;
    private static final int PACKETS_SHIFT = 32;
    private static final int PORT_SHIFT = 12;
    private static final int PROTOCOL_SHIFT = 4;
    private static final int KIND_SHIFT = 2;
    private static final int AGAIN = 2;
    private static final int WIDE = 1;
    private static final Tally.Kind[] KINDS = Tally.Kind.values();
    private static final long MAX_PACKETS = Integer.MAX_VALUE;

    private final int limit;
    private long[] words = new long[WORDS << 6];
    private int[] keys = new int[1 << 6];
    private int size;
    private long[] wide = new long[WIDE_WORDS];
    private int wideUsed;

    Unfinished(int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return size == limit;
    }

    int size() {
        return size;
    }

    void clear() {
        size = 0;
        wideUsed = 0;
    }

    /**
     * Adds a contact. There must be room.
     *
     * @param key of the target, see {@link Heat#keyOf}
     */
    void add(Tally.Kind kind, ContactBatch batch, int row, boolean again, int key) {
        int entry = size++;
        int at = entry * WORDS;
        if (at == words.length) {
            words = Arrays.copyOf(words, words.length * 2);
            keys = Arrays.copyOf(keys, keys.length * 2);
        }
        boolean narrow = batch.isIpv4(row);
        words[at] = narrow ? IntPair.of(batch.target4(row), batch.initiator4(row)) : addWide(batch, row);
        words[at + 1] = batch.timeMillis(row);
        words[at + 2] = Math.min(MAX_PACKETS, Math.max(1, batch.packets(row))) << PACKETS_SHIFT
                | (long) (batch.targetPort(row) + 1 & 0x1ffff) << PORT_SHIFT
                | (long) (batch.protocol(row) & 0xff) << PROTOCOL_SHIFT
                | (long) kind.ordinal() << KIND_SHIFT
                | (again ? AGAIN : 0)
                | (narrow ? 0 : WIDE);
        keys[entry] = key;
    }

    private int addWide(ContactBatch batch, int row) {
        int at = wideUsed;
        if (at == wide.length) {
            wide = Arrays.copyOf(wide, wide.length * 2);
        }
        wideUsed += WIDE_WORDS;
        wide[at] = batch.targetHigh(row);
        wide[at + 1] = batch.targetLow(row);
        wide[at + 2] = batch.initiatorHigh(row);
        wide[at + 3] = batch.initiatorLow(row);
        return at;
    }

    /** The key of the target for {@link Heat}. */
    int key(int i) {
        return keys[i];
    }

    private boolean isWide(int i) {
        return (words[i * WORDS + 2] & WIDE) != 0;
    }

    long targetHigh(int i) {
        return isWide(i) ? wide[(int) words[i * WORDS]] : 0;
    }

    long targetLow(int i) {
        long ends = words[i * WORDS];
        return isWide(i) ? wide[(int) ends + 1] : IpAddress.lowOfIpv4((int) (ends >>> 32));
    }

    Tally.Kind kind(int i) {
        return KINDS[(int) (words[i * WORDS + 2] >>> KIND_SHIFT) & 3];
    }

    long packets(int i) {
        return words[i * WORDS + 2] >>> PACKETS_SHIFT;
    }

    /** Whether the initiator had asked for the same couple before. */
    boolean again(int i) {
        return (words[i * WORDS + 2] & AGAIN) != 0;
    }

    /** Adds an entry to the tally of its target. */
    void addTo(Tally tally, int i, boolean room) {
        int at = i * WORDS;
        int ends = (int) words[at];
        long rest = words[at + 2];
        int port = (int) (rest >>> PORT_SHIFT) & 0x1ffff;
        tally.add(
                isWide(i) ? wide[ends + 2] : 0,
                isWide(i) ? wide[ends + 3] : IpAddress.lowOfIpv4(ends),
                port - 1,
                (int) (rest >>> PROTOCOL_SHIFT) & 0xff,
                rest >>> PACKETS_SHIFT,
                words[at + 1],
                room);
    }
}

package io.vedette.core.contact;

import io.vedette.core.flow.IpAddress;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.packet.IntPair;

/**
 * Contacts as rows of primitives. Belongs to one thread at a time; handed over whole, then reused.
 */
public final class ContactBatch {

    /*
     * A row is five words: addresses, what is small, packets and traits of the header, time, numbers of the header. Of IPv4
     * the addresses are one word; others stand apart, in an array that is made when the first of them comes. From its top the
     * word of small things has the initiator's port (17 bits), the target port (17), the protocol (8), the flags (17), each but
     * the protocol plus one, because they may be unknown; then whether the addresses stand apart, whether the target sent data,
     * whether the initiator was seen, and the outcome (2). Columns would be read and written one by one, each with its own
     * bounds, and what is written here pushes something else out of the caches.
     */
    private static final int ADDRESSES = 0; // initiator 32, target 32; nothing where wide
    private static final int SMALL = 1;
    private static final int PACKETS_AND_TRAITS = 2; // packets 48, traits 16
    private static final int TIME = 3;
    private static final int NUMBERS = 4;
    private static final int WORDS = 5;

    private static final int WIDE_INITIATOR = 0;
    private static final int WIDE_TARGET = 2;
    private static final int WIDE_WORDS = 4;

    private static final int INITIATOR_PORT_SHIFT = 47;
    private static final int TARGET_PORT_SHIFT = 30;
    private static final int PROTOCOL_SHIFT = 22;
    private static final int FLAGS_SHIFT = 5;
    private static final int OR_UNKNOWN = 0x1ffff;
    private static final int WIDE = 1 << 4;
    private static final int TARGET_SENT_DATA = 1 << 3;
    private static final int INITIATOR_SEEN = 1 << 2;
    private static final int OUTCOME = 3;

    private static final int PACKETS_SHIFT = 16;
    private static final int TRAITS = 0xffff;
    private static final long MAX_PACKETS = Long.MAX_VALUE >> PACKETS_SHIFT;

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final int capacity;
    private final long[] words;
    private long[] wide = {};
    private long receivedMillis;
    private int size;

    /** An empty batch for at most {@code capacity} rows. */
    public ContactBatch(int capacity) {
        this.capacity = capacity;
        words = new long[capacity * WORDS];
    }

    public int capacity() {
        return capacity;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == capacity;
    }

    public void clear() {
        size = 0;
    }

    /** When these rows were received: the clock by which idle state is dropped. Milliseconds since 1970 UTC. */
    public long receivedMillis() {
        return receivedMillis;
    }

    public void receivedAt(long millis) {
        receivedMillis = millis;
    }

    /**
     * Appends a row; the parameters are those of {@link Contact}. What only packets tell is not known until it is {@link
     * #addDetail added}.
     *
     * @throws IndexOutOfBoundsException if the batch is full
     */
    public void add(
            long initiatorHigh,
            long initiatorLow,
            int initiatorPort,
            long targetHigh,
            long targetLow,
            int targetPort,
            int protocol,
            int flags,
            Outcome outcome,
            boolean initiatorSeen,
            long packets,
            long timeMillis) {
        long small = small(initiatorPort, targetPort, protocol, flags, outcome, initiatorSeen);
        if (IpAddress.isIpv4(initiatorHigh, initiatorLow) && IpAddress.isIpv4(targetHigh, targetLow)) {
            append(IntPair.of((int) initiatorLow, (int) targetLow), small, packets, 0, timeMillis);
            return;
        }
        append(0, small | WIDE, packets, 0, timeMillis);
        if (wide.length == 0) {
            wide = new long[capacity * WIDE_WORDS];
        }
        int at = (size - 1) * WIDE_WORDS;
        wide[at + WIDE_INITIATOR] = initiatorHigh;
        wide[at + WIDE_INITIATOR + 1] = initiatorLow;
        wide[at + WIDE_TARGET] = targetHigh;
        wide[at + WIDE_TARGET + 1] = targetLow;
    }

    /** Appends the row of a TCP conversation over IPv4, with what only packets tell. */
    void addTcp4(
            long addresses,
            int initiatorPort,
            int targetPort,
            int flags,
            Outcome outcome,
            boolean targetSentData,
            long packets,
            int traits,
            long numbers,
            long timeMillis) {
        long small = small(initiatorPort, targetPort, IpProtocol.TCP, flags, outcome, true);
        append(addresses, small | (targetSentData ? TARGET_SENT_DATA : 0), packets, traits, timeMillis);
        words[(size - 1) * WORDS + NUMBERS] = numbers;
    }

    private void append(long addresses, long small, long packets, int traits, long timeMillis) {
        int at = size++ * WORDS;
        words[at + ADDRESSES] = addresses;
        words[at + SMALL] = small;
        words[at + PACKETS_AND_TRAITS] = Math.min(packets, MAX_PACKETS) << PACKETS_SHIFT | traits;
        words[at + TIME] = timeMillis;
    }

    private static long small(
            int initiatorPort, int targetPort, int protocol, int flags, Outcome outcome, boolean initiatorSeen) {
        return orUnknown(initiatorPort) << INITIATOR_PORT_SHIFT
                | orUnknown(targetPort) << TARGET_PORT_SHIFT
                | (protocol & 0xffL) << PROTOCOL_SHIFT
                | orUnknown(flags) << FLAGS_SHIFT
                | (initiatorSeen ? INITIATOR_SEEN : 0)
                | outcome.ordinal();
    }

    /** A number of at most 16 bits that may be unknown, plus one. */
    private static long orUnknown(int number) {
        return number + 1 & OR_UNKNOWN;
    }

    /** Adds what only packets tell to the last row; the parameters are those of {@link Contact}. */
    public void addDetail(long numbers, int traits, boolean targetSentData) {
        int at = (size - 1) * WORDS;
        words[at + NUMBERS] = numbers;
        words[at + SMALL] |= targetSentData ? TARGET_SENT_DATA : 0;
        words[at + PACKETS_AND_TRAITS] |= traits;
    }

    public void add(Contact contact) {
        add(
                contact.initiatorHigh(),
                contact.initiatorLow(),
                contact.initiatorPort(),
                contact.targetHigh(),
                contact.targetLow(),
                contact.targetPort(),
                contact.protocol(),
                contact.flags(),
                contact.outcome(),
                contact.initiatorSeen(),
                contact.packets(),
                contact.timeMillis());
        addDetail(contact.headerNumbers(), contact.headerTraits(), contact.targetSentData());
    }

    /** Whether both addresses are of IPv4; then {@link #initiator4} and {@link #target4} tell them. */
    public boolean isIpv4(int row) {
        return !has(row, WIDE);
    }

    /** The initiator's address, see {@link IpAddress#ofIpv4}; only {@linkplain #isIpv4 where it is of IPv4}. */
    public int initiator4(int row) {
        return IntPair.upper(words[row * WORDS + ADDRESSES]);
    }

    /** The target's address, see {@link IpAddress#ofIpv4}; only {@linkplain #isIpv4 where it is of IPv4}. */
    public int target4(int row) {
        return IntPair.lower(words[row * WORDS + ADDRESSES]);
    }

    public long initiatorHigh(int row) {
        return isIpv4(row) ? 0 : wide[row * WIDE_WORDS + WIDE_INITIATOR];
    }

    public long initiatorLow(int row) {
        return isIpv4(row) ? IpAddress.lowOfIpv4(initiator4(row)) : wide[row * WIDE_WORDS + WIDE_INITIATOR + 1];
    }

    public IpAddress initiator(int row) {
        return new IpAddress(initiatorHigh(row), initiatorLow(row));
    }

    public long targetHigh(int row) {
        return isIpv4(row) ? 0 : wide[row * WIDE_WORDS + WIDE_TARGET];
    }

    public long targetLow(int row) {
        return isIpv4(row) ? IpAddress.lowOfIpv4(target4(row)) : wide[row * WIDE_WORDS + WIDE_TARGET + 1];
    }

    private long small(int row) {
        return words[row * WORDS + SMALL];
    }

    private boolean has(int row, int bit) {
        return (small(row) & bit) != 0;
    }

    private int initiatorPort(int row) {
        return (int) (small(row) >>> INITIATOR_PORT_SHIFT) - 1;
    }

    public int targetPort(int row) {
        return ((int) (small(row) >>> TARGET_PORT_SHIFT) & OR_UNKNOWN) - 1;
    }

    public int protocol(int row) {
        return (int) small(row) >>> PROTOCOL_SHIFT & 0xff;
    }

    public int flags(int row) {
        return ((int) small(row) >>> FLAGS_SHIFT & OR_UNKNOWN) - 1;
    }

    public Outcome outcome(int row) {
        return OUTCOMES[(int) small(row) & OUTCOME];
    }

    public boolean initiatorSeen(int row) {
        return has(row, INITIATOR_SEEN);
    }

    private boolean targetSentData(int row) {
        return has(row, TARGET_SENT_DATA);
    }

    private long headerNumbers(int row) {
        return headerTraits(row) == 0 ? 0 : words[row * WORDS + NUMBERS];
    }

    private int headerTraits(int row) {
        return (int) words[row * WORDS + PACKETS_AND_TRAITS] & TRAITS;
    }

    /** Packets as {@link Contact#packets} has them, up to 2^47 - 1. */
    public long packets(int row) {
        return words[row * WORDS + PACKETS_AND_TRAITS] >> PACKETS_SHIFT;
    }

    public long timeMillis(int row) {
        return words[row * WORDS + TIME];
    }

    /** A view of the rows of this batch, standing before the first. */
    public Cursor cursor() {
        return new Cursor();
    }

    /** A {@link Contact} that is one row after the other. */
    public final class Cursor implements Contact {

        private int row = -1;

        private Cursor() {}

        public Cursor moveTo(int newRow) {
            row = newRow;
            return this;
        }

        @Override
        public long initiatorHigh() {
            return ContactBatch.this.initiatorHigh(row);
        }

        @Override
        public long initiatorLow() {
            return ContactBatch.this.initiatorLow(row);
        }

        @Override
        public long targetHigh() {
            return ContactBatch.this.targetHigh(row);
        }

        @Override
        public long targetLow() {
            return ContactBatch.this.targetLow(row);
        }

        @Override
        public int initiatorPort() {
            return ContactBatch.this.initiatorPort(row);
        }

        @Override
        public int targetPort() {
            return ContactBatch.this.targetPort(row);
        }

        @Override
        public int protocol() {
            return ContactBatch.this.protocol(row);
        }

        @Override
        public Outcome outcome() {
            return ContactBatch.this.outcome(row);
        }

        @Override
        public int flags() {
            return ContactBatch.this.flags(row);
        }

        @Override
        public boolean initiatorSeen() {
            return ContactBatch.this.initiatorSeen(row);
        }

        @Override
        public long packets() {
            return ContactBatch.this.packets(row);
        }

        @Override
        public boolean targetSentData() {
            return ContactBatch.this.targetSentData(row);
        }

        @Override
        public long headerNumbers() {
            return ContactBatch.this.headerNumbers(row);
        }

        @Override
        public int headerTraits() {
            return ContactBatch.this.headerTraits(row);
        }

        @Override
        public long timeMillis() {
            return ContactBatch.this.timeMillis(row);
        }
    }
}

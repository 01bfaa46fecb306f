package io.vedette.core.contact;

import io.vedette.core.flow.IpAddress;

/**
 * Contacts as rows of primitives. Belongs to one thread at a time; handed over whole, then reused.
 */
public final class ContactBatch {

    /*
     * A row is a cache line: the addresses, what is small in one word, packets, time, numbers of the header. From its top the
     * word of small things has the initiator's port (17 bits), the target port (17), the protocol (8), the flags (17), each but
     * the protocol plus one, because they may be unknown; then whether there is a header, whether the target sent data, whether
     * the initiator was seen, and the outcome (2). Columns would be read and written one by one, each with its own bounds.
     */
    private static final int INITIATOR_HIGH = 0;
    private static final int INITIATOR_LOW = 1;
    private static final int TARGET_HIGH = 2;
    private static final int TARGET_LOW = 3;
    private static final int SMALL = 4;
    private static final int PACKETS = 5;
    private static final int TIME = 6;
    private static final int NUMBERS = 7;
    private static final int WORDS = 8;

    private static final int INITIATOR_PORT_SHIFT = 47;
    private static final int TARGET_PORT_SHIFT = 30;
    private static final int PROTOCOL_SHIFT = 22;
    private static final int FLAGS_SHIFT = 5;
    private static final int OR_UNKNOWN = 0x1ffff;
    private static final int HAS_HEADER = 1 << 4;
    private static final int TARGET_SENT_DATA = 1 << 3;
    private static final int INITIATOR_SEEN = 1 << 2;
    private static final int OUTCOME = 3;

    private static final Outcome[] OUTCOMES = Outcome.values();

    private final long[] words;
    private final short[] headerTraits;
    private long receivedMillis;
    private int size;

    /** An empty batch for at most {@code capacity} rows. */
    public ContactBatch(int capacity) {
        words = new long[capacity * WORDS];
        headerTraits = new short[capacity];
    }

    public int capacity() {
        return headerTraits.length;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == headerTraits.length;
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
        int at = size++ * WORDS;
        words[at + INITIATOR_HIGH] = initiatorHigh;
        words[at + INITIATOR_LOW] = initiatorLow;
        words[at + TARGET_HIGH] = targetHigh;
        words[at + TARGET_LOW] = targetLow;
        words[at + SMALL] = orUnknown(initiatorPort) << INITIATOR_PORT_SHIFT
                | orUnknown(targetPort) << TARGET_PORT_SHIFT
                | (protocol & 0xffL) << PROTOCOL_SHIFT
                | orUnknown(flags) << FLAGS_SHIFT
                | (initiatorSeen ? INITIATOR_SEEN : 0)
                | outcome.ordinal();
        words[at + PACKETS] = packets;
        words[at + TIME] = timeMillis;
    }

    /** A number of at most 16 bits that may be unknown, plus one. */
    private static long orUnknown(int number) {
        return number + 1 & OR_UNKNOWN;
    }

    /** Adds what only packets tell to the last row; the parameters are those of {@link Contact}. */
    public void addDetail(long numbers, int traits, boolean targetSentData) {
        int row = size - 1;
        int at = row * WORDS;
        words[at + NUMBERS] = numbers;
        words[at + SMALL] |= HAS_HEADER | (targetSentData ? TARGET_SENT_DATA : 0);
        headerTraits[row] = (short) traits;
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

    public long initiatorHigh(int row) {
        return words[row * WORDS + INITIATOR_HIGH];
    }

    public long initiatorLow(int row) {
        return words[row * WORDS + INITIATOR_LOW];
    }

    public IpAddress initiator(int row) {
        return new IpAddress(initiatorHigh(row), initiatorLow(row));
    }

    public long targetHigh(int row) {
        return words[row * WORDS + TARGET_HIGH];
    }

    public long targetLow(int row) {
        return words[row * WORDS + TARGET_LOW];
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
        return has(row, HAS_HEADER) ? words[row * WORDS + NUMBERS] : 0;
    }

    private int headerTraits(int row) {
        return has(row, HAS_HEADER) ? headerTraits[row] : 0;
    }

    public long packets(int row) {
        return words[row * WORDS + PACKETS];
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

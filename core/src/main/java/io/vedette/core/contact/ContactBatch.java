package io.vedette.core.contact;

import io.vedette.core.flow.IpAddress;

/**
 * Contacts as columns of primitives. Belongs to one thread at a time; handed over whole, then reused.
 */
public final class ContactBatch {

    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final int INITIATOR_SEEN = 1 << 8;
    private static final int TARGET_SENT_DATA = 1 << 9;

    private final long[] initiatorHigh;
    private final long[] initiatorLow;
    private final long[] targetHigh;
    private final long[] targetLow;
    private final int[] initiatorPort;
    private final int[] targetPort;
    private final int[] protocol;
    private final int[] flags;
    private final int[] verdict;
    private final long[] packets;
    private final long[] timeMillis;
    private final long[] headerNumbers;
    private final int[] headerTraits;
    private long receivedMillis;
    private int size;

    /** An empty batch for at most {@code capacity} rows. */
    public ContactBatch(int capacity) {
        initiatorHigh = new long[capacity];
        initiatorLow = new long[capacity];
        targetHigh = new long[capacity];
        targetLow = new long[capacity];
        initiatorPort = new int[capacity];
        targetPort = new int[capacity];
        protocol = new int[capacity];
        flags = new int[capacity];
        verdict = new int[capacity];
        packets = new long[capacity];
        timeMillis = new long[capacity];
        headerNumbers = new long[capacity];
        headerTraits = new int[capacity];
    }

    public int capacity() {
        return verdict.length;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == verdict.length;
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
        int row = size;
        this.initiatorHigh[row] = initiatorHigh;
        this.initiatorLow[row] = initiatorLow;
        this.initiatorPort[row] = initiatorPort;
        this.targetHigh[row] = targetHigh;
        this.targetLow[row] = targetLow;
        this.targetPort[row] = targetPort;
        this.protocol[row] = protocol;
        this.flags[row] = flags;
        this.verdict[row] = outcome.ordinal() | (initiatorSeen ? INITIATOR_SEEN : 0);
        this.packets[row] = packets;
        this.timeMillis[row] = timeMillis;
        headerTraits[row] = 0;
        size = row + 1;
    }

    /** Adds what only packets tell to the last row; the parameters are those of {@link Contact}. */
    public void addDetail(long numbers, int traits, boolean targetSentData) {
        int row = size - 1;
        headerNumbers[row] = numbers;
        headerTraits[row] = traits;
        verdict[row] |= targetSentData ? TARGET_SENT_DATA : 0;
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
        return initiatorHigh[row];
    }

    public long initiatorLow(int row) {
        return initiatorLow[row];
    }

    public IpAddress initiator(int row) {
        return new IpAddress(initiatorHigh[row], initiatorLow[row]);
    }

    public long targetHigh(int row) {
        return targetHigh[row];
    }

    public long targetLow(int row) {
        return targetLow[row];
    }

    public int targetPort(int row) {
        return targetPort[row];
    }

    public int protocol(int row) {
        return protocol[row];
    }

    public int flags(int row) {
        return flags[row];
    }

    public Outcome outcome(int row) {
        return OUTCOMES[verdict[row] & 0xff];
    }

    public boolean initiatorSeen(int row) {
        return (verdict[row] & INITIATOR_SEEN) != 0;
    }

    public long packets(int row) {
        return packets[row];
    }

    public long timeMillis(int row) {
        return timeMillis[row];
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
            return initiatorHigh[row];
        }

        @Override
        public long initiatorLow() {
            return initiatorLow[row];
        }

        @Override
        public long targetHigh() {
            return targetHigh[row];
        }

        @Override
        public long targetLow() {
            return targetLow[row];
        }

        @Override
        public int initiatorPort() {
            return initiatorPort[row];
        }

        @Override
        public int targetPort() {
            return targetPort[row];
        }

        @Override
        public int protocol() {
            return protocol[row];
        }

        @Override
        public Outcome outcome() {
            return ContactBatch.this.outcome(row);
        }

        @Override
        public int flags() {
            return flags[row];
        }

        @Override
        public boolean initiatorSeen() {
            return ContactBatch.this.initiatorSeen(row);
        }

        @Override
        public long packets() {
            return packets[row];
        }

        @Override
        public boolean targetSentData() {
            return (verdict[row] & TARGET_SENT_DATA) != 0;
        }

        @Override
        public long headerNumbers() {
            return headerNumbers[row];
        }

        @Override
        public int headerTraits() {
            return headerTraits[row];
        }

        @Override
        public long timeMillis() {
            return timeMillis[row];
        }
    }
}

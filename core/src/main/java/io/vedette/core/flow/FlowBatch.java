package io.vedette.core.flow;

/**
 * Flow records as columns of primitives: the form in which they travel from a decoder to the analysis.
 *
 * <p>A decoder calls {@link #begin()}, sets what the record carries, and {@link #commit()}s; a row that turns out to be
 * unusable is simply not committed. Columns hold {@link Flow#UNKNOWN} where nothing was set.
 *
 * <p>Belongs to one thread at a time and is reused: whoever receives a batch reads it before returning.
 */
public final class FlowBatch {

    /*
     * Columns, not objects: state lookups later run in tight loops over a few of them, and independent loads overlap
     * their cache misses. Rarely reported columns share one bit per row in `present`; they are neither cleared nor read
     * unless that bit is set, so a short template pays nothing for them.
     */
    private static final int HAS_SIDE_FLAGS = 1;
    private static final int HAS_REVERSE = 1 << 1;
    private static final int HAS_ICMP = 1 << 2;
    private static final int HAS_START = 1 << 3;
    private static final int HAS_END = 1 << 4;
    private static final int HAS_SAMPLING = 1 << 5;
    private static final int HAS_EXPORTER = 1 << 6;

    private final long[] sourceHigh;
    private final long[] sourceLow;
    private final long[] destinationHigh;
    private final long[] destinationLow;
    private final int[] sourcePort;
    private final int[] destinationPort;
    private final int[] protocol;
    private final int[] tcpFlags;
    private final long[] packets;
    private final int[] present;
    private final int[] sideFlags;
    private final long[] reversePackets;
    private final int[] icmpType;
    private final long[] startMillis;
    private final long[] endMillis;
    private final long[] samplingInterval;
    private final long[] exporterHigh;
    private final long[] exporterLow;
    private long receivedMillis;
    private long arrivedMillis;
    private int size;

    /** An empty batch for at most {@code capacity} rows, at least one. */
    public FlowBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", expected at least 1");
        }
        sourceHigh = new long[capacity];
        sourceLow = new long[capacity];
        destinationHigh = new long[capacity];
        destinationLow = new long[capacity];
        sourcePort = new int[capacity];
        destinationPort = new int[capacity];
        protocol = new int[capacity];
        tcpFlags = new int[capacity];
        packets = new long[capacity];
        present = new int[capacity];
        sideFlags = new int[capacity];
        reversePackets = new long[capacity];
        icmpType = new int[capacity];
        startMillis = new long[capacity];
        endMillis = new long[capacity];
        samplingInterval = new long[capacity];
        exporterHigh = new long[capacity];
        exporterLow = new long[capacity];
    }

    public int capacity() {
        return present.length;
    }

    public int size() {
        return size;
    }

    public boolean isFull() {
        return size == present.length;
    }

    /** Forgets all rows. */
    public void clear() {
        size = 0;
    }

    /** When the bytes of these rows were received, milliseconds since 1970 UTC: the time of rows that carry none. */
    public long receivedMillis() {
        return receivedMillis;
    }

    /** Sets {@link #receivedMillis}, and {@link #arrivedMillis} to the same. */
    public void receivedAt(long millis) {
        receivedMillis = millis;
        arrivedMillis = millis;
    }

    /** The same moment on a clock that never jumps: for waiting and expiry, not for people. */
    public long arrivedMillis() {
        return arrivedMillis;
    }

    public void arrivedAt(long millis) {
        arrivedMillis = millis;
    }

    /**
     * Opens the next row with everything unknown. A row opened before and not committed is dropped.
     *
     * @throws IndexOutOfBoundsException if the batch is full
     */
    public void begin() {
        int row = size;
        present[row] = 0;
        sourcePort[row] = Flow.UNKNOWN;
        destinationPort[row] = Flow.UNKNOWN;
        protocol[row] = Flow.UNKNOWN;
        tcpFlags[row] = TcpFlags.UNKNOWN;
        packets[row] = Flow.UNKNOWN;
    }

    /** Keeps the open row. */
    public void commit() {
        size++;
    }

    /** Tells which rows somebody wants. */
    @FunctionalInterface
    public interface Test {

        boolean wants(FlowBatch flows, int row);
    }

    /** Keeps only the rows that {@code test} wants, in their order; returns how many went. */
    public int retain(Test test) {
        int kept = 0;
        for (int row = 0; row < size; row++) {
            if (test.wants(this, row)) {
                if (row != kept) {
                    copy(row, kept);
                }
                kept++;
            }
        }
        int gone = size - kept;
        size = kept;
        return gone;
    }

    private void copy(int from, int to) {
        sourceHigh[to] = sourceHigh[from];
        sourceLow[to] = sourceLow[from];
        destinationHigh[to] = destinationHigh[from];
        destinationLow[to] = destinationLow[from];
        sourcePort[to] = sourcePort[from];
        destinationPort[to] = destinationPort[from];
        protocol[to] = protocol[from];
        tcpFlags[to] = tcpFlags[from];
        packets[to] = packets[from];
        present[to] = present[from];
        sideFlags[to] = sideFlags[from];
        reversePackets[to] = reversePackets[from];
        icmpType[to] = icmpType[from];
        startMillis[to] = startMillis[from];
        endMillis[to] = endMillis[from];
        samplingInterval[to] = samplingInterval[from];
        exporterHigh[to] = exporterHigh[from];
        exporterLow[to] = exporterLow[from];
    }

    // The setters write the open row.

    public void setSource(long high, long low) {
        sourceHigh[size] = high;
        sourceLow[size] = low;
    }

    public void setDestination(long high, long low) {
        destinationHigh[size] = high;
        destinationLow[size] = low;
    }

    public void setProtocol(int number) {
        protocol[size] = number;
    }

    public void setSourcePort(int port) {
        sourcePort[size] = port;
    }

    public void setDestinationPort(int port) {
        destinationPort[size] = port;
    }

    public void setTcpFlags(int flags) {
        tcpFlags[size] = flags;
    }

    /** CLIENT_TCP_FLAGS and SERVER_TCP_FLAGS, each 0 to 255 or {@link TcpFlags#UNKNOWN}. */
    public void setSideFlags(int client, int server) {
        sideFlags[size] = (client & 0xffff) << 16 | server & 0xffff;
        present[size] |= HAS_SIDE_FLAGS;
    }

    public void setPackets(long count) {
        packets[size] = count;
    }

    public void setReversePackets(long count) {
        reversePackets[size] = count;
        present[size] |= HAS_REVERSE;
    }

    public void setIcmpType(int typeAndCode) {
        icmpType[size] = typeAndCode;
        present[size] |= HAS_ICMP;
    }

    public void setStartMillis(long millis) {
        startMillis[size] = millis;
        present[size] |= HAS_START;
    }

    public void setEndMillis(long millis) {
        endMillis[size] = millis;
        present[size] |= HAS_END;
    }

    public void setSamplingInterval(long interval) {
        samplingInterval[size] = interval;
        present[size] |= HAS_SAMPLING;
    }

    public void setExporter(long high, long low) {
        exporterHigh[size] = high;
        exporterLow[size] = low;
        present[size] |= HAS_EXPORTER;
    }

    // The getters read a committed row.

    public long sourceHigh(int row) {
        return sourceHigh[row];
    }

    public long sourceLow(int row) {
        return sourceLow[row];
    }

    public long destinationHigh(int row) {
        return destinationHigh[row];
    }

    public long destinationLow(int row) {
        return destinationLow[row];
    }

    public int sourcePort(int row) {
        return sourcePort[row];
    }

    public int destinationPort(int row) {
        return destinationPort[row];
    }

    public int protocol(int row) {
        return protocol[row];
    }

    public int tcpFlags(int row) {
        return tcpFlags[row];
    }

    public int clientFlags(int row) {
        return has(row, HAS_SIDE_FLAGS) ? (short) (sideFlags[row] >>> 16) : TcpFlags.UNKNOWN;
    }

    public int serverFlags(int row) {
        return has(row, HAS_SIDE_FLAGS) ? (short) sideFlags[row] : TcpFlags.UNKNOWN;
    }

    public long packets(int row) {
        return packets[row];
    }

    public long reversePackets(int row) {
        return has(row, HAS_REVERSE) ? reversePackets[row] : Flow.UNKNOWN;
    }

    public int icmpType(int row) {
        return has(row, HAS_ICMP) ? icmpType[row] : Flow.UNKNOWN;
    }

    public long startMillis(int row) {
        return has(row, HAS_START) ? startMillis[row] : Flow.UNKNOWN;
    }

    public long endMillis(int row) {
        return has(row, HAS_END) ? endMillis[row] : Flow.UNKNOWN;
    }

    /**
     * The moment this row counts for: its end, else its start, else when it was received.
     *
     * @return milliseconds since 1970 UTC
     */
    public long eventMillis(int row) {
        return has(row, HAS_END) ? endMillis[row] : has(row, HAS_START) ? startMillis[row] : receivedMillis;
    }

    public long samplingInterval(int row) {
        return has(row, HAS_SAMPLING) ? samplingInterval[row] : Flow.UNKNOWN;
    }

    public boolean hasExporter(int row) {
        return has(row, HAS_EXPORTER);
    }

    private boolean has(int row, int bit) {
        return (present[row] & bit) != 0;
    }

    /** Row {@code row} as a value. */
    public Flow flow(int row) {
        return new Flow(
                new IpAddress(sourceHigh[row], sourceLow[row]),
                new IpAddress(destinationHigh[row], destinationLow[row]),
                protocol[row],
                sourcePort[row],
                destinationPort[row],
                tcpFlags[row],
                clientFlags(row),
                serverFlags(row),
                packets[row],
                reversePackets(row),
                icmpType(row),
                startMillis(row),
                endMillis(row),
                samplingInterval(row),
                hasExporter(row) ? new IpAddress(exporterHigh[row], exporterLow[row]) : null);
    }

    /**
     * Appends a value as a row.
     *
     * @throws IndexOutOfBoundsException if the batch is full
     */
    public void add(Flow flow) {
        begin();
        setSource(flow.source().high(), flow.source().low());
        setDestination(flow.destination().high(), flow.destination().low());
        setProtocol(flow.protocol());
        setSourcePort(flow.sourcePort());
        setDestinationPort(flow.destinationPort());
        setTcpFlags(flow.tcpFlags());
        setPackets(flow.packets());
        if (flow.clientFlags() >= 0 || flow.serverFlags() >= 0) {
            setSideFlags(flow.clientFlags(), flow.serverFlags());
        }
        if (flow.reversePackets() >= 0) {
            setReversePackets(flow.reversePackets());
        }
        if (flow.icmpType() >= 0) {
            setIcmpType(flow.icmpType());
        }
        if (flow.startMillis() >= 0) {
            setStartMillis(flow.startMillis());
        }
        if (flow.endMillis() >= 0) {
            setEndMillis(flow.endMillis());
        }
        if (flow.samplingInterval() >= 0) {
            setSamplingInterval(flow.samplingInterval());
        }
        IpAddress exporter = flow.exporter();
        if (exporter != null) {
            setExporter(exporter.high(), exporter.low());
        }
        commit();
    }
}

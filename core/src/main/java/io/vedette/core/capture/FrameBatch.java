package io.vedette.core.capture;

/**
 * Where frames lie in a block of bytes: their offset, lengths and time, as columns.
 *
 * <p>All frames of a batch have the same link type and lie in the same block; the bytes are not copied. Belongs to one
 * thread at a time and is reused: it is valid until its producer fills it again.
 */
public final class FrameBatch {

    private static final byte[] NO_BYTES = {};

    /** Tells which frames somebody wants. */
    @FunctionalInterface
    public interface Test {

        /** Whether the frame {@code bytes[at, at + captured)} is wanted, which was {@code wire} bytes long on the wire. */
        boolean wants(byte[] bytes, int at, int captured, int wire);
    }

    private final int[] offset;
    private final int[] capturedLength;
    private final int[] wireLength;
    private final long[] timeNanos;
    private byte[] bytes = NO_BYTES;
    private int linkType;
    private int size;

    /** An empty batch for at most {@code capacity} frames, at least one. */
    public FrameBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", expected at least 1");
        }
        offset = new int[capacity];
        capturedLength = new int[capacity];
        wireLength = new int[capacity];
        timeNanos = new long[capacity];
    }

    /** Forgets all frames; the next ones lie in {@code block}. */
    public void startIn(byte[] block) {
        bytes = block;
        size = 0;
    }

    /** Whether there is room for a frame of this link type. A frame of another one needs a batch of its own. */
    public boolean accepts(int frameLinkType) {
        return size == 0 || size < offset.length && frameLinkType == linkType;
    }

    /**
     * Appends a frame, which the batch must {@linkplain #accepts accept}.
     *
     * @param frameLinkType number of the LINKTYPE_ registry
     * @param wire length on the wire, at least {@code captured}
     * @param nanos nanoseconds since 1970 UTC
     */
    public void add(int frameLinkType, int at, int captured, int wire, long nanos) {
        int row = size;
        offset[row] = at;
        capturedLength[row] = captured;
        wireLength[row] = wire;
        timeNanos[row] = nanos;
        linkType = frameLinkType;
        size = row + 1;
    }

    /** Keeps only the frames that {@code test} wants, in their order; returns how many went. */
    public int retain(Test test) {
        int kept = 0;
        for (int row = 0; row < size; row++) {
            if (test.wants(bytes, offset[row], capturedLength[row], wireLength[row])) {
                offset[kept] = offset[row];
                capturedLength[kept] = capturedLength[row];
                wireLength[kept] = wireLength[row];
                timeNanos[kept] = timeNanos[row];
                kept++;
            }
        }
        int gone = size - kept;
        size = kept;
        return gone;
    }

    /** Forgets all frames but the first {@code count}. */
    public void truncate(int count) {
        size = Math.min(size, Math.max(0, count));
    }

    public int capacity() {
        return offset.length;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The block in which the offsets point. */
    public byte[] bytes() {
        return bytes;
    }

    /** The link type of every frame here, a number of the LINKTYPE_ registry. */
    public int linkType() {
        return linkType;
    }

    public int offset(int row) {
        return offset[row];
    }

    public int capturedLength(int row) {
        return capturedLength[row];
    }

    /** Length of the frame on the wire, never less than what was captured of it. */
    public int wireLength(int row) {
        return wireLength[row];
    }

    /** When the frame was captured, nanoseconds since 1970 UTC. */
    public long timeNanos(int row) {
        return timeNanos[row];
    }
}

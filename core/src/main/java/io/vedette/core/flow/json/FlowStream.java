package io.vedette.core.flow.json;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectionSink;

/**
 * One stream of nProbe JSON records, from a connection or a file, turned into rows.
 *
 * <p>Records are lines that end with LF or CR LF. A line may hold several objects or arrays of them; blank lines are skipped; a
 * line may begin with a syslog header and the stream with a UTF-8 byte order mark. The stream's first bytes also decide
 * whether records end with NUL instead (GELF over TCP), or have their length before them, as four bytes or as digits, which
 * nProbe may send since 10.2; once a length is not followed by a record, the rest is taken as lines.
 *
 * <p>Bad input is rejected record by record and never ends the stream. What is kept between two calls is the unfinished
 * record, at most {@link StreamLimits#maxLineBytes()}; the rest of a longer one is skipped as it comes. Nothing is allocated
 * for a record that has the usual shape.
 *
 * <p>A stream belongs to one thread at a time.
 */
public final class FlowStream {

    private static final byte LF = '\n';
    private static final byte NUL = 0;

    private final int maxLineBytes;
    private final IntakeCounts counts;
    private final RecordDecoder decoder;
    private final Tail tail = new Tail();

    private FramePrefix framing = FramePrefix.UNKNOWN;

    /** What ends a line, once {@link #separatorKnown}. */
    private byte separator = LF;

    private boolean separatorKnown;

    /** The rest of a line or frame that was too long is being skipped. */
    private boolean skipping;

    /** Bytes of the frame at hand that are still to come; 0 between frames, where a prefix is expected. */
    private int frameRest;

    private long taken;

    /** Offset in the stream of index 0 of the bytes at hand, and of the first byte in {@link #tail}. */
    private long origin;

    private long tailOffset;

    public FlowStream(StreamLimits limits, IntakeCounts counts, RejectionSink rejections) {
        this(limits, Scanning.ORDERED, counts, rejections);
    }

    FlowStream(StreamLimits limits, Scanning scanning, IntakeCounts counts, RejectionSink rejections) {
        this.maxLineBytes = limits.maxLineBytes();
        this.counts = counts;
        decoder = new RecordDecoder(limits, scanning, counts, rejections);
    }

    /**
     * Takes the next bytes of the stream, in whatever pieces they come.
     *
     * @param batch scratch rows, lent for the call: given to {@code sink} whenever full and before this returns; empty
     *     again afterwards. Its {@link FlowBatch#receivedMillis()} must be set: later times count as errors of a clock
     */
    public void feed(byte[] bytes, int from, int to, FlowBatch batch, FlowSink sink) {
        origin = taken - from;
        taken += to - from;
        counts.bytes.add(to - from);
        decoder.begin(batch, sink);
        int at = from;
        while (at < to) {
            at = switch (framing) {
                case UNKNOWN -> detect(bytes, at);
                case NONE -> takeLines(bytes, at, to);
                case BINARY, DECIMAL -> frameRest > 0 ? takeFrame(bytes, at, to) : takePrefix(bytes, at);
            };
        }
        decoder.finish();
    }

    /** Ends the stream: a last record without a line end counts if it is complete. */
    public void end(FlowBatch batch, FlowSink sink) {
        decoder.begin(batch, sink);
        if (tail.length() > 0) {
            decoder.lastLine(tail.bytes(), 0, tail.length(), tailOffset);
            tail.clear();
        }
        decoder.end();
        decoder.finish();
    }

    /** Bytes of an unfinished record that are being kept, 0 between records. */
    public int pending() {
        return tail.length();
    }

    private int detect(byte[] bytes, int at) {
        framing = FramePrefix.of(tail.bytes(), tail.length(), bytes[at]);
        return switch (framing) {
            case UNKNOWN -> keep(bytes, at, at + 1);
            case NONE -> takeKeptAsLines(at);
            case BINARY, DECIMAL -> beginFrame(at);
        };
    }

    // Lines

    private int takeLines(byte[] bytes, int from, int to) {
        if (!separatorKnown) {
            findSeparator(bytes, from, to);
        }
        if (skipping) {
            return skipLine(bytes, from, to);
        }
        if (tail.length() > 0) {
            return takeRestOfLine(bytes, from, to);
        }
        int end = to;
        while (end > from && bytes[end - 1] != separator) {
            end--;
        }
        if (end > from) {
            decoder.lines(bytes, from, end, origin, separator);
        }
        return end < to ? takeRestOfLine(bytes, end, to) : to;
    }

    private int takeRestOfLine(byte[] bytes, int from, int to) {
        int end = Words.indexOf(separator, bytes, from, to);
        int lineEnd = end < 0 ? to : end;
        int room = maxLineBytes - tail.length();
        if (lineEnd - from > room) {
            keep(bytes, from, from + room);
            decoder.oversize(tail.bytes(), 0, tail.length(), tailOffset);
            tail.clear();
            skipping = true;
            return from + room;
        }
        if (end < 0) {
            return keep(bytes, from, to);
        }
        keep(bytes, from, end + 1);
        decodeTail(separator);
        return end + 1;
    }

    private int skipLine(byte[] bytes, int from, int to) {
        int end = Words.indexOf(separator, bytes, from, to);
        if (end < 0) {
            return to;
        }
        skipping = false;
        decoder.skippedLine();
        return end + 1;
    }

    /** The first LF or NUL decides; NUL only right after a closed record, elsewhere it is a fault of the line. */
    private void findSeparator(byte[] bytes, int from, int to) {
        int longest = from + maxLineBytes - tail.length();
        for (int at = from; at < to && at <= longest; at++) {
            if (bytes[at] == LF || bytes[at] == NUL) {
                byte before = at > from ? bytes[at - 1] : tail.length() > 0 ? tail.last() : 0;
                separator = bytes[at] == NUL && (before == '}' || before == ']') ? NUL : LF;
                separatorKnown = true;
                return;
            }
        }
        separatorKnown = to > longest; // an oversize line; without this, its end would decide or not by how it was cut
    }

    /** Goes on with lines: what was kept was no prefix. Returns {@code at}, which is not consumed. */
    private int takeKeptAsLines(int at) {
        framing = FramePrefix.NONE;
        if (tail.length() > 0) {
            byte[] kept = tail.take();
            long before = origin;
            origin = tailOffset;
            for (int i = 0; i < kept.length; ) {
                i = takeLines(kept, i, kept.length);
            }
            origin = before;
        }
        return at;
    }

    // Frames

    private int takePrefix(byte[] bytes, int at) {
        if (tail.length() == 0 && LinePrefix.isBlank(bytes[at])) {
            return at + 1; // a line end that the length before it did not include
        }
        FramePrefix prefix = FramePrefix.of(tail.bytes(), tail.length(), bytes[at]);
        return switch (prefix) {
            case UNKNOWN -> keep(bytes, at, at + 1);
            case NONE -> takeKeptAsLines(at);
            case BINARY, DECIMAL -> beginFrame(at);
        };
    }

    private int beginFrame(int at) {
        frameRest = FramePrefix.length(tail.bytes(), tail.length());
        skipping = false;
        tail.clear();
        return at;
    }

    private int takeFrame(byte[] bytes, int from, int to) {
        int end = from + Math.min(frameRest, to - from);
        frameRest -= end - from;
        if (!skipping) {
            int room = maxLineBytes - tail.length();
            boolean tooLong = end - from > room;
            keep(bytes, from, tooLong ? from + room : end);
            if (tooLong) {
                decoder.oversize(tail.bytes(), 0, tail.length(), tailOffset);
                tail.clear();
                skipping = true;
            }
        }
        if (frameRest == 0) {
            endFrame();
        }
        return end;
    }

    private void endFrame() {
        if (skipping) {
            skipping = false;
            decoder.skippedLine();
            return;
        }
        if (tail.last() != LF) {
            tail.append(LF);
        }
        decodeTail(LF);
    }

    private void decodeTail(byte lineSeparator) {
        decoder.lines(tail.bytes(), 0, tail.length(), tailOffset, lineSeparator);
        tail.clear();
    }

    private int keep(byte[] bytes, int from, int to) {
        if (tail.length() == 0) {
            tailOffset = origin + from;
        }
        tail.append(bytes, from, to);
        return to;
    }
}

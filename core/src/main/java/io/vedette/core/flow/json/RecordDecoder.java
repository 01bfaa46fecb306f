package io.vedette.core.flow.json;

import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.FlowSink;
import io.vedette.core.flow.IntakeCounts;
import io.vedette.core.flow.RejectReason;
import io.vedette.core.flow.Rejection;
import io.vedette.core.flow.RejectionSink;
import org.jspecify.annotations.Nullable;

/**
 * Turns complete lines into rows, rejections and counts. Belongs to one stream.
 *
 * <p>Each line goes to the fastest scanner first and, if that declines, to the next; the last, {@link Arbiter}, always
 * decides. Counts are gathered while a run of lines is read and settled before anybody else gets to see what they count.
 */
final class RecordDecoder implements Verdicts {

    private static final int DECLINED = GeneralScanner.DECLINED;
    private static final FlowBatch NO_BATCH = new FlowBatch(1);
    private static final FlowSink NO_SINK = batch -> {};

    private final int maxLineBytes;
    private final Scanning scanning;
    private final IntakeCounts counts;
    private final RejectionSink rejections;
    private final RecordDraft draft = new RecordDraft();
    private final OrderedScanner ordered = new OrderedScanner();
    private final Arbiter arbiter = new Arbiter(draft, this);
    private final ProbeNumbering numbering;

    /** Lent between {@link #begin} and {@link #finish}. */
    private FlowBatch batch = NO_BATCH;

    private FlowSink sink = NO_SINK;

    // The lines at hand.
    private byte[] bytes = {};
    private long origin;
    private byte separator;
    private boolean inputEnded;

    private long settledLines;

    // Counted but not settled.
    private long lines;
    private long flows;
    private long general;

    RecordDecoder(StreamLimits limits, Scanning scanning, IntakeCounts counts, RejectionSink rejections) {
        this.maxLineBytes = limits.maxLineBytes();
        this.scanning = scanning;
        this.counts = counts;
        this.rejections = rejections;
        numbering = new ProbeNumbering(counts);
    }

    /** Rows go into {@code rows} and, whenever it is full, on to {@code target}, until {@link #finish}. */
    void begin(FlowBatch rows, FlowSink target) {
        batch = rows;
        sink = target;
    }

    /** Delivers the rows that are left, settles the counts and gives the batch back. */
    void finish() {
        deliver();
        settle();
        batch = NO_BATCH;
        sink = NO_SINK;
    }

    /**
     * Decodes whole lines.
     *
     * @param to the index after the last line's separator
     * @param startOffset the offset in the stream of {@code source[0]}
     * @param lineSeparator the byte that ends a line, a control byte
     */
    void lines(byte[] source, int from, int to, long startOffset, byte lineSeparator) {
        bytes = source;
        origin = startOffset;
        separator = lineSeparator;
        inputEnded = false;
        int at = from;
        while (at < to) {
            int next = scan(at, to);
            at = next == DECLINED ? judge(at, to) : next;
        }
        settle();
    }

    /** Decodes the last line of the input, which has no separator. */
    void lastLine(byte[] source, int from, int to, long startOffset) {
        bytes = source;
        origin = startOffset;
        inputEnded = true;
        judgeLine(from, to);
    }

    /** The input is at its end, whether or not it had a last line. */
    void end() {
        numbering.end();
    }

    /** Rejects a line of which only the beginning was kept. */
    void oversize(byte[] source, int from, int to, long startOffset) {
        bytes = source;
        origin = startOffset;
        draft.clear();
        rejected(RejectReason.OVERSIZE, null, from, to);
    }

    /** Counts the separator of a line that was not kept. */
    void skippedLine() {
        lines++;
    }

    /** Reads the line at {@code from} with the scanners; returns the index after its separator, or {@link #DECLINED}. */
    private int scan(int from, int to) {
        if (scanning == Scanning.ARBITER) {
            return DECLINED;
        }
        int end = scanning == Scanning.ORDERED ? ordered.scan(bytes, from, to, draft) : DECLINED;
        boolean unordered = end == DECLINED;
        if (unordered) {
            end = GeneralScanner.scan(bytes, from, to, draft);
        }
        int lineEnd = end == DECLINED ? DECLINED : lineEnd(end);
        if (lineEnd == DECLINED || lineEnd - from > maxLineBytes) {
            return DECLINED;
        }
        if (batch.isFull()) {
            deliver();
        }
        if (!draft.complete(batch)) {
            return DECLINED;
        }
        if (!unordered) {
            ordered.hit();
        } else {
            general++;
            if (scanning == Scanning.ORDERED) {
                ordered.missed(bytes, from, end);
            }
        }
        commit();
        lines++;
        return lineEnd + 1;
    }

    private int lineEnd(int from) {
        int at = from;
        while (bytes[at] != separator) {
            if (bytes[at] != ' ' && bytes[at] != '\t' && bytes[at] != '\r') {
                return DECLINED;
            }
            at++;
        }
        return at;
    }

    /** Gives the line at {@code from} to the arbiter; returns the index after its separator. */
    private int judge(int from, int to) {
        int lineEnd = Words.indexOf(separator, bytes, from, to);
        if (lineEnd - from > maxLineBytes) {
            draft.clear();
            rejected(RejectReason.OVERSIZE, null, from, from + maxLineBytes);
        } else if (!judgeLine(from, lineEnd)) {
            counts.emptyLines.increment();
        }
        lines++;
        return lineEnd + 1;
    }

    private boolean judgeLine(int from, int to) {
        int start = linesBefore() == 0 ? LinePrefix.skipByteOrderMark(bytes, from, to) : from;
        start = LinePrefix.skipBlanks(bytes, start, to);
        if (start == to) {
            return false;
        }
        arbiter.line(bytes, LinePrefix.skipSyslog(bytes, start, to), to, inputEnded);
        return true;
    }

    @Override
    public void record(boolean repaired, int from, int to) {
        if (batch.isFull()) {
            deliver();
        }
        if (!draft.complete(batch)) {
            rejected(RejectReason.MISSING_FIELD, draft.missing(), from, to);
            return;
        }
        general++;
        commit();
        if (repaired) {
            counts.repaired.increment();
        }
        if (inputEnded) {
            counts.partialLines.increment();
        }
    }

    private void commit() {
        batch.commit();
        flows++;
        if (draft.skewed()) {
            counts.clockSkew.increment();
        }
        observeNumber();
    }

    private void observeNumber() {
        long number = draft.runningNumber();
        if (number >= 0) {
            numbering.saw(number);
        }
    }

    @Override
    public void rejected(RejectReason reason, @Nullable FlowField field, int from, int to) {
        observeNumber();
        settle();
        counts.records.increment();
        counts.rejected.of(reason).increment();
        rejections.rejected(new Rejection(
                reason,
                linesBefore() + 1,
                origin + from,
                field == null ? null : field.name(),
                Excerpt.of(bytes, from, to)));
    }

    private long linesBefore() {
        return settledLines + lines;
    }

    private void deliver() {
        settle();
        if (batch.size() > 0) {
            sink.flows(batch);
            batch.clear();
        }
    }

    private void settle() {
        counts.lines.add(lines);
        settledLines += lines;
        counts.records.add(flows);
        counts.flows.add(flows);
        counts.general.add(general);
        lines = 0;
        flows = 0;
        general = 0;
    }
}

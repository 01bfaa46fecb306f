package io.vedette.collector.tcp;

import io.vedette.collector.shard.FlowInput;
import io.vedette.core.flow.FlowBatch;
import io.vedette.core.flow.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one connection on their way through the decoder into the shards. Knows nothing of sockets; belongs to the
 * connection's event loop.
 */
final class ProbeStream {

    private final Probe probe;
    private final IntakeLoop loop;
    private final IntakeServices services;
    private final Runnable resume;
    private final RejectionLog rejections;

    /** Present until the first bytes are understood; {@link #decoder} and {@link #input} are present from then on. */
    private @Nullable FirstBytes firstBytes = new FirstBytes();

    private @Nullable StreamDecoder decoder;
    private @Nullable FlowInput input;
    private boolean foreign;
    private boolean ended;
    private boolean unfinished;
    private long unfinishedSince;
    private long linesThen;

    /** @param resume called, from any thread, when {@link #ready} may have become true */
    ProbeStream(Probe probe, IntakeLoop loop, Runnable resume) {
        this.probe = probe;
        this.loop = loop;
        this.services = loop.services();
        this.resume = resume;
        this.rejections = new RejectionLog(
                probe.peer(), services.rejectionLines(), services.ticker().getAsLong());
    }

    /**
     * Takes the next bytes.
     *
     * @return the protocol that they turned out to be, after which no more bytes are taken; null for flows
     */
    @Nullable
    ForeignProtocol read(byte[] bytes, int from, int to) {
        if (foreign || ended) {
            return null;
        }
        loop.batch().receivedAt(services.clock().millis());
        FirstBytes first = firstBytes;
        if (first != null) {
            int before = first.size();
            FirstBytes.Verdict verdict = first.judge(bytes, from, to);
            if (!verdict.decided()) {
                noteProgress();
                return null;
            }
            firstBytes = null;
            if (verdict.foreign() != null) {
                foreign = true;
                return verdict.foreign();
            }
            if (before > 0) {
                feed(first.bytes(), 0, before);
            }
        }
        feed(bytes, from, to);
        noteProgress();
        return null;
    }

    private void feed(byte[] bytes, int from, int to) {
        openedDecoder().feed(bytes, from, to, loop.batch(), openedInput());
    }

    private StreamDecoder openedDecoder() {
        StreamDecoder opened = decoder;
        if (opened == null) {
            opened = decoder = services.decoders().open(probe.intake, this::rejected);
        }
        return opened;
    }

    /** Opened with the first bytes of flows: an idle connection costs no pairing tables. */
    private FlowInput openedInput() {
        FlowInput opened = input;
        if (opened == null) {
            opened = input = services.intake().open(resume);
            probe.analysedBy(opened.counts());
        }
        return opened;
    }

    private void rejected(Rejection rejection) {
        rejections.rejected(rejection, services.ticker().getAsLong());
        RejectFile file = services.rejectFile();
        if (file != null) {
            file.write(services.clock().instant(), probe.peer(), rejection);
        }
    }

    /** Remembers since when the line at the end has been unfinished. */
    private void noteProgress() {
        long lines = probe.intake.lines.get();
        if (pending() == 0) {
            unfinished = false;
        } else if (!unfinished || lines != linesThen) {
            unfinished = true;
            unfinishedSince = loop.awakeNanos();
            linesThen = lines;
        }
    }

    /** Bytes of an unfinished line. */
    int pending() {
        FirstBytes first = firstBytes;
        if (first != null) {
            return first.size();
        }
        return decoder == null ? 0 : decoder.pending();
    }

    /** Whether the line at the end has been unfinished for this long. */
    boolean isUnfinishedFor(long nanos) {
        return unfinished && loop.awakeNanos() - unfinishedSince >= nanos;
    }

    /** Starts the time for an unfinished line again: its rest may have waited in the kernel while reading was stopped. */
    void forgive() {
        unfinishedSince = loop.awakeNanos();
    }

    /** Hands over what was gathered: no more bytes are waiting. */
    void flush() {
        FlowInput open = input;
        if (open != null) {
            open.flush();
        }
    }

    /** Whether more bytes are welcome. */
    boolean ready() {
        FlowInput open = input;
        return open == null || open.ready();
    }

    void tick(long nowMillis) {
        FlowInput open = input;
        if (open != null) {
            open.tick(nowMillis);
            open.flush();
        }
        rejections.tick(services.ticker().getAsLong());
    }

    /** Ends the stream: an unfinished line is decoded as the last, then the input is closed. Further calls do nothing. */
    void end() {
        if (ended) {
            return;
        }
        ended = true;
        if (foreign) {
            return;
        }
        FlowBatch batch = loop.batch();
        batch.receivedAt(services.clock().millis());
        FirstBytes first = firstBytes;
        firstBytes = null;
        try {
            if (first != null && first.size() > 0) {
                feed(first.bytes(), 0, first.size());
            }
            if (decoder != null) {
                decoder.end(batch, openedInput());
            }
            flush();
        } finally {
            batch.clear();
            if (input != null) {
                input.close();
            }
        }
    }
}

package io.vedette.collector.isn;

import io.vedette.collector.file.CaptureReader;
import io.vedette.collector.isn.store.FileMark;
import io.vedette.collector.isn.store.IsnStore;
import io.vedette.collector.isn.store.StoreChange;
import io.vedette.core.capture.CaptureFault;
import io.vedette.core.capture.CaptureProblem;
import io.vedette.core.capture.FrameBatch;
import io.vedette.core.isn.DayTally;
import io.vedette.core.isn.SynCounts;
import io.vedette.core.isn.SynTally;
import io.vedette.core.packet.PacketBatch;
import io.vedette.core.packet.PacketCounts;
import io.vedette.core.packet.PacketDecoder;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Counts one capture, and puts it into the store together with its mark.
 *
 * <p>What there is no memory for goes into the open change, which becomes visible with the rest, or not at all. A capture that
 * has grown since it was counted is read from its beginning, and what is counted begins behind what was counted then.
 */
final class CaptureCount implements Closeable {

    private static final int ROWS = 1024;

    private final IsnStore store;
    private final ImportSettings settings;
    private final FrameBatch frames = new FrameBatch(ROWS);
    private final PacketBatch packets = new PacketBatch(ROWS);
    private final PacketDecoder decoder = new PacketDecoder(new PacketCounts());
    private SynCounts counts = new SynCounts();
    private SynTally tally;
    private @Nullable StoreChange change;
    private boolean grown;

    /** What became of a capture. */
    enum Outcome {
        COUNTED,
        KNOWN,
        UNREADABLE,
        STOPPED
    }

    CaptureCount(IsnStore store, ImportSettings settings) {
        this.store = store;
        this.settings = settings;
        tally = newTally();
    }

    private SynTally newTally() {
        counts = new SynCounts();
        return new SynTally(store.zone(), settings.withIpv6(), settings.maxBytes(), counts);
    }

    SynCounts counts() {
        return counts;
    }

    /** Whether something was left out because it had been counted before. */
    boolean isGrown() {
        return grown;
    }

    /**
     * Reads {@code reader} to its end and commits.
     *
     * @param mark of the file, its content not known yet
     * @param before what was counted under the same name; null if nothing was
     * @throws IOException if the store fails; what cannot be read of the capture is the reader's problem
     */
    Outcome count(CaptureReader reader, FileMark mark, @Nullable FileMark before, BooleanSupplier stopped)
            throws IOException {
        ContentHash content = new ContentHash(settings.again() ? null : before, this::startOver);
        reader.observe(content);
        try {
            while (reader.read(frames)) {
                if (stopped.getAsBoolean()) {
                    return Outcome.STOPPED;
                }
                take(frames);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        CaptureProblem problem = reader.problem();
        if (!reader.format().isCapture() || problem != null && problem.fault() == CaptureFault.UNREADABLE) {
            return Outcome.UNREADABLE;
        }
        String hash = content.hash();
        boolean known = !settings.again() && change().isDone(hash);
        if (known) {
            forget();
        }
        putAway();
        change().mark(new FileMark(hash, content.length(), mark.path(), mark.size(), mark.modifiedMillis()));
        change().commit();
        return known ? Outcome.KNOWN : Outcome.COUNTED;
    }

    /** Counts packets; they need not be of a file. */
    void take(FrameBatch batch) throws IOException {
        decoder.decode(batch, packets);
        int from = tally.accept(packets, 0);
        while (from < packets.size()) {
            putAway();
            from = tally.accept(packets, from);
        }
    }

    /** Puts what was counted into the open change. */
    private void putAway() throws IOException {
        for (DayTally day : tally.take()) {
            change().add(day);
        }
    }

    private StoreChange change() throws IOException {
        if (change == null) {
            change = store.begin();
        }
        return change;
    }

    private void startOver() {
        try {
            forget();
            grown = true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void forget() throws IOException {
        close();
        tally = newTally();
    }

    /** Commits what was counted without a mark: packets that come from no file come once. */
    void commit() throws IOException {
        if (tally.isEmpty() && change == null) {
            return;
        }
        putAway();
        change().commit();
        close();
    }

    @Override
    public void close() throws IOException {
        if (change != null) {
            change.close();
            change = null;
        }
    }
}

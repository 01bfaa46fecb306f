package io.vedette.core.detect.victim;

import io.vedette.core.contact.Contact;
import io.vedette.core.contact.ContactBatch;
import io.vedette.core.contact.Outcome;
import io.vedette.core.detect.Alert;
import io.vedette.core.detect.AlertSink;
import io.vedette.core.detect.scan.ScanState;
import io.vedette.core.flow.IpProtocol;
import io.vedette.core.flow.TcpFlags;
import io.vedette.core.sketch.KeyedHash;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one shard sees of targets between two ticks, and the alerts about its sources that wait for the next one.
 *
 * <p>Belongs to its shard, except while that waits at a tick: then the judge reads it.
 */
public final class TargetSide implements AlertSink {

    /*
     * Three things, each bounded:
     *
     *   - contacts that were not completed, and answers that nobody asked for: Failures;
     *   - for each suspect source the window in which its failed couples, which its judge keeps, are compared with those of
     *     others, and of those the ones that lie together at one target;
     *   - how often any target was asked, and how often that was finished, in cells that targets share by hash: a target that
     *     most of its askers reach is no victim. Sharing makes these numbers too large at times, which errs on the quiet side.
     */
    private static final int CELL_BITS = 14;

    private static final int MAX_PROBES = 1 << 16;
    private static final int MAX_HELD = 1 << 15;

    private final KeyedHash hash;
    private final long windowMillis;
    private final int[] asked = new int[1 << CELL_BITS];
    private final int[] finished = new int[1 << CELL_BITS];
    private long[] targets = {};
    private final Failures failures;

    /** Keeps the loads of {@link #prepare} from being optimised away. */
    @SuppressWarnings("unused")
    private int unused;

    /** A {@link CompareWindow} for each suspect, by the number of its judge. */
    private long[] windows = new long[16];

    private final Joins joins;
    private final List<Probe> probes = new ArrayList<>();
    private final List<Alert> held = new ArrayList<>();
    private @Nullable AlertSink overflow;
    private long overLimit;

    /**
     * @param hash the host's keyed hash of targets; decides where state lies, never what is found
     * @param shards over which the bounds of {@code settings} are divided
     */
    public TargetSide(VictimSettings settings, KeyedHash hash, int shards) {
        this.hash = hash;
        this.failures = new Failures(settings, hash, shards);
        this.windowMillis = settings.window().toMillis();
        this.joins = new Joins(windowMillis, this::report);
    }

    /** Where alerts go at once when more wait than there is room for. */
    public void overflowTo(AlertSink sink) {
        overflow = sink;
    }

    /**
     * Hashes the targets of all rows and begins with the cache misses that they will cause, so that these overlap; to be called for each
     * batch before its rows.
     */
    public void prepare(ContactBatch batch) {
        int rows = batch.size();
        if (targets.length < rows) {
            targets = new long[rows];
        }
        for (int row = 0; row < rows; row++) {
            targets[row] = Heat.hashOf(batch.targetHigh(row), batch.targetLow(row));
        }
        int touched = 0;
        for (int row = 0; row < rows; row++) {
            touched += asked[cell(targets[row])];
        }
        unused = touched;
    }

    /**
     * Counts a contact of any kind, and keeps it if it is an answer that nobody was seen to ask for.
     *
     * @return whether the target was asked, so that this is to be told whether it was {@link #finished} or {@link #unfinished}
     */
    public boolean contact(ContactBatch batch, int row) {
        if (!isDisowned(batch, row) && (batch.initiatorSeen(row) || batch.flags(row) >= 0 || !isAnswer(batch, row))) {
            asked[cell(targets[row])]++;
            return true;
        }
        failures.addAnswer(batch, row);
        return false;
    }

    /** Counts a contact in which nothing failed, or which is let off. */
    public void finished(int row) {
        finished[cell(targets[row])]++;
    }

    private int cell(long target) {
        return hash.placeOf(target, CELL_BITS);
    }

    /** Whether the host that got a SYN+ACK sent nothing but a reset: it had not asked, and says so (RFC 9293 section 3.5.2). */
    private static boolean isDisowned(ContactBatch batch, int row) {
        return batch.protocol(row) == IpProtocol.TCP
                && batch.outcome(row) == Outcome.ANSWERED
                && batch.flags(row) >= 0
                && (batch.flags(row) & TcpFlags.CLASSIC) == TcpFlags.RST;
    }

    private static boolean isAnswer(ContactBatch batch, int row) {
        Outcome outcome = batch.outcome(row);
        boolean said = outcome == Outcome.ANSWERED || outcome == Outcome.REFUSED;
        // Word of an unreachable host comes from a router, and answers over UDP are often seen from one side only.
        return said
                && (batch.protocol(row) != IpProtocol.UDP || outcome == Outcome.REFUSED && batch.targetPort(row) >= 0);
    }

    /**
     * Keeps a contact that was not completed, of a source that is not known to scan.
     *
     * @param again whether the source failed at the same couple before
     */
    public void unfinished(ContactBatch batch, int row, boolean again) {
        Outcome outcome = batch.outcome(row);
        Tally.Kind kind = switch (batch.protocol(row)) {
            case IpProtocol.TCP -> {
                boolean halfOpen = (batch.flags(row) & (TcpFlags.SYN | TcpFlags.ACK)) == TcpFlags.SYN;
                yield halfOpen || outcome != Outcome.ANSWERED ? Tally.Kind.HALF_OPEN : null;
            }
            case IpProtocol.UDP ->
                outcome == Outcome.SILENT || outcome == Outcome.REFUSED ? Tally.Kind.DATAGRAMS : null;
            default -> outcome == Outcome.ANSWERED ? null : Tally.Kind.OTHER;
        };
        if (kind == null) {
            finished(row);
            return;
        }
        failures.add(kind, batch, row, again, Heat.keyOf(kind, targets[row]));
    }

    /**
     * Takes a failed contact of a suspect source, after its judge has.
     *
     * @param seat the number of the judge
     * @param source what the judge remembers
     * @param scanning whether the source has an incident of its own
     */
    public void probe(int seat, ScanState source, Contact contact, boolean scanning) {
        long window = windowOf(seat);
        if (!CompareWindow.covers(window, contact.timeMillis(), windowMillis)) {
            window = CompareWindow.from(contact.timeMillis());
            begin(seat, window);
            source.compareAnew();
        }
        int at = source.compare(contact);
        if (at >= 0) {
            joins.add(source, at, window, scanning);
        }
    }

    private long windowOf(int seat) {
        return seat < windows.length ? windows[seat] : 0;
    }

    private void begin(int seat, long window) {
        if (seat >= windows.length) {
            windows = Arrays.copyOf(windows, Math.max(seat + 1, windows.length * 2));
        }
        windows[seat] = window;
    }

    private void report(Probe probe) {
        if (probes.size() < MAX_PROBES) {
            probes.add(probe);
        } else {
            overLimit++;
        }
    }

    /** A contact of a suspect source succeeded. */
    public void succeeded(int seat) {
        if (windowOf(seat) != 0) {
            windows[seat] = CompareWindow.withAnswer(windows[seat]);
        }
    }

    /** The judge of a source was dismissed. */
    public void left(int seat) {
        if (windowOf(seat) != 0) {
            windows[seat] = 0;
        }
    }

    /** Whether something is remembered of the source of that judge, to be written by {@link #write}. */
    public boolean remembers(int seat) {
        return windowOf(seat) != 0;
    }

    /** Writes what is remembered of the source of that judge, beside what the judge itself does. */
    public void write(int seat, DataOutput out) throws IOException {
        out.writeLong(windows[seat]);
    }

    /**
     * What an earlier run remembered of one source, beside what its judge did.
     *
     * @param window a {@link CompareWindow}
     */
    public record Remembered(long window) {

        /** Reads what {@link TargetSide#write} wrote. */
        public static Remembered read(DataInput in) throws IOException {
            return new Remembered(in.readLong());
        }
    }

    /** Takes over what an earlier run remembered of the source of that judge; before its first contact. */
    public void restore(int seat, Remembered remembered) {
        begin(seat, remembered.window);
    }

    /** Keeps an alert about a source of this shard until the next tick. */
    @Override
    public void raise(Alert alert) {
        if (held.size() < MAX_HELD || overflow == null) {
            held.add(alert);
        } else {
            overLimit++;
            overflow.raise(alert);
        }
    }

    /** Times a bound was reached. */
    public long overLimit() {
        return overLimit + failures.overLimit();
    }

    List<Probe> probes() {
        return probes;
    }

    List<Alert> held() {
        return held;
    }

    Failures failures() {
        return failures;
    }

    /** How often that was finished since the last tick; never too small. */
    long finished(long high, long low) {
        return finished[cell(Heat.hashOf(high, low))];
    }

    /** How often a target was asked for anything since the last tick; never too small. */
    long asked(long high, long low) {
        return asked[cell(Heat.hashOf(high, low))];
    }

    /** Forgets what the judge has taken. */
    void clear() {
        Arrays.fill(asked, 0);
        Arrays.fill(finished, 0);
        failures.clear();
        probes.clear();
        held.clear();
    }
}

package io.vedette.collector.alert;

import io.vedette.collector.meter.MetricSource;
import io.vedette.collector.meter.MetricWriter;
import io.vedette.core.meter.Counter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The alert log: a file with one alert in JSON per line, the source of truth about what was raised.
 *
 * <p>An alert is delivered when its whole line is written (with {@code sync: always}, when it is on the disk). A write that
 * fails in the middle of a line, as on a full disk, leaves a torn line: it is completed when writing goes on in the same
 * file, else ended, and the alert written again. A damaged last line of an earlier run is ended too, never a reason not to
 * start. If the file is renamed or deleted, the next alert goes to a new one, so rotation from outside needs no signal.
 *
 * <p>Alerts that a suppression keeps back from people are in it as well, with the id of that suppression in {@code suppressed}.
 *
 * <p>A rotation that fails does not stop the log: it goes on in the same file and tries again a minute later.
 */
public final class AlertLog implements Sink, MetricSource {

    private static final Logger log = LoggerFactory.getLogger(AlertLog.class);
    private static final long UPKEEP_NANOS = 600_000_000_000L;
    private static final long ROTATION_PAUSE_NANOS = 60_000_000_000L;

    /** The start of a line that was cut off: in which file, up to where, and how many of its bytes are there. */
    private record Torn(@Nullable Object fileKey, long fileSize, int bytes) {}

    private final AlertLogConfig config;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final LogRotation rotation;
    private final LogUpkeep upkeep;
    private final Counter rotations = new Counter();
    private final Counter rotationErrors = new Counter();

    private final AlertLines lines;

    private @Nullable LogFile file;
    private @Nullable Torn torn;
    /** Bytes of the next line that are in the file already. */
    private int tornBytes;

    private Instant lastWritten = Instant.EPOCH;
    private long unsyncedSinceNanos;
    private boolean unsynced;
    private long noRotationBeforeNanos;
    private long upkeepNanos;
    private volatile boolean reopenWanted;

    /**
     * @param clock names files that are put aside, and tells their age
     * @param nanoTime measures the intervals between syncs
     */
    public AlertLog(AlertLogConfig config, InstantSource clock, LongSupplier nanoTime) {
        this.config = config;
        this.lines = new AlertLines(config.format());
        this.clock = clock;
        this.nanoTime = nanoTime;
        rotation = new LogRotation(config);
        upkeep = new LogUpkeep(rotation, config.compress(), clock);
        upkeepNanos = nanoTime.getAsLong();
        noRotationBeforeNanos = nanoTime.getAsLong();
    }

    /** Has the file closed and opened again before the next alert, as after a rotation from outside. Any thread. */
    public void reopen() {
        reopenWanted = true;
    }

    @Override
    public String name() {
        return "alert-log";
    }

    @Override
    public Guarantee guarantee() {
        return Guarantee.AT_LEAST_ONCE;
    }

    @Override
    public int queueLimit() {
        return config.queue();
    }

    @Override
    public boolean isRecord() {
        return true;
    }

    @Override
    public void tick() throws IOException {
        LogFile current = current();
        if (unsynced
                && config.sync() == AlertLogConfig.Sync.INTERVAL
                && nanoTime.getAsLong() - unsyncedSinceNanos
                        >= config.syncInterval().toNanos()) {
            sync(current);
        }
        if (isOld(current)) {
            rotate(current);
        }
        if (nanoTime.getAsLong() - upkeepNanos >= 0) {
            upkeepNanos = nanoTime.getAsLong() + UPKEEP_NANOS;
            upkeep.request();
        }
    }

    @Override
    public void deliver(AlertBatch batch) throws IOException {
        lines.encode(batch.alerts(), batch.suppressions());
        int first = 0;
        while (first < lines.count()) {
            LogFile current = withRoomFor(lines.length(first));
            long room = config.rotateSize().bytes() - current.size() + tornBytes;
            int end = lines.endOfFitting(first, room);
            writeLines(current, batch, first, end);
            first = end;
        }
    }

    /** The file to write to, after a rotation if a line of {@code bytes} would make it too large. */
    private LogFile withRoomFor(int bytes) throws IOException {
        LogFile current = current();
        long size = current.size();
        if (size > 0 && tornBytes == 0 && size + bytes > config.rotateSize().bytes()) {
            return rotate(current);
        }
        return current;
    }

    /** Writes the lines from {@code first} to before {@code end}; settles each that is written, also on failure. */
    private void writeLines(LogFile current, AlertBatch batch, int first, int end) throws IOException {
        boolean always = config.sync() == AlertLogConfig.Sync.ALWAYS;
        int from = lines.start(first) + tornBytes;
        long sizeBefore = current.size();
        ByteBuffer bytes = lines.between(from, lines.start(end));
        try {
            owesSync();
            current.write(bytes);
            if (always) {
                sync(current);
            }
        } catch (IOException e) {
            int reached = lines.lineAt(bytes.position());
            int written = always ? 0 : reached - first;
            int rest = bytes.position() - lines.start(reached);
            boolean headIsTorn = rest > 0 && first + written == reached;
            torn = headIsTorn ? new Torn(current.key(), sizeBefore + bytes.position() - from, rest) : null;
            batch.settle(written, Fate.DELIVERED);
            closeFile();
            throw e;
        }
        tornBytes = 0;
        lastWritten = clock.instant();
        batch.settle(end - first, Fate.DELIVERED);
    }

    private void owesSync() {
        if (!unsynced) {
            unsynced = true;
            unsyncedSinceNanos = nanoTime.getAsLong();
        }
    }

    /** The file that the path leads to now, opened if need be. */
    private LogFile current() throws IOException {
        LogFile open = file;
        if (reopenWanted) {
            reopenWanted = false;
            log.info("alert log {} is opened again", config.path());
            closeFile();
            return open();
        }
        if (open != null && open.isCurrent()) {
            return open;
        }
        if (open != null) {
            log.info("alert log {} was moved or removed, going on in a new file", config.path());
            closeFile();
        }
        return open();
    }

    private LogFile open() throws IOException {
        LogFile opened = LogFile.open(config.path());
        try {
            tornBytes = resume(opened);
        } catch (IOException e) {
            opened.close();
            throw e;
        }
        torn = null;
        lastWritten = opened.lastWritten();
        file = opened;
        return opened;
    }

    /** Makes {@code opened} ready for the next line. Returns how much of that line it already has. */
    private int resume(LogFile opened) throws IOException {
        if (torn != null
                && torn.fileKey() != null
                && torn.fileKey().equals(opened.key())
                && torn.fileSize() == opened.size()) {
            return torn.bytes();
        }
        if (opened.endsInsideLine()) {
            opened.write(ByteBuffer.wrap(new byte[] {'\n'}));
            log.warn("alert log {} ended inside a line, which is left as it is", config.path());
        }
        return 0;
    }

    private boolean isOld(LogFile current) throws IOException {
        if (config.rotateAge() == null || tornBytes > 0 || current.size() == 0) {
            return false;
        }
        long age = config.rotateAge().toMillis();
        return Math.floorDiv(clock.millis(), age) > Math.floorDiv(lastWritten.toEpochMilli(), age);
    }

    /** Puts the file aside and returns a new one, or the same one if that cannot be done now. */
    private LogFile rotate(LogFile current) throws IOException {
        if (!current.isRegular() || nanoTime.getAsLong() - noRotationBeforeNanos < 0) {
            return current;
        }
        try {
            log.info("alert log is put aside as {}", rotation.putAside(clock.instant()));
            rotations.increment();
            upkeep.request();
        } catch (IOException e) {
            rotationErrors.increment();
            noRotationBeforeNanos = nanoTime.getAsLong() + ROTATION_PAUSE_NANOS;
            log.error("alert log {} cannot be rotated: {}; tried again in a minute", config.path(), e.toString());
        }
        if (current.isCurrent()) {
            return current;
        }
        closeFile();
        return open();
    }

    private void sync(LogFile current) throws IOException {
        unsynced = false; // after a failed sync the system forgets what it could not write; trying again proves nothing
        current.force();
    }

    @Override
    public void close() {
        closeFile();
        upkeep.close();
    }

    private void closeFile() {
        LogFile open = file;
        file = null;
        if (open == null) {
            return;
        }
        try (open) {
            if (unsynced && config.sync() == AlertLogConfig.Sync.INTERVAL) {
                sync(open);
            }
        } catch (IOException e) {
            log.error("alert log {}: the last alerts may not be on the disk: {}", config.path(), e.toString());
        }
    }

    @Override
    public void writeMetrics(MetricWriter writer) {
        writer.counter("alert_log_rotations", "Times the alert log was put aside.", rotations.get());
        writer.counter("alert_log_rotation_errors", "Times that failed.", rotationErrors.get());
        String help = "Times that files put aside could not be compressed or deleted.";
        writer.counter("alert_log_upkeep_errors", help, upkeep.errors());
    }
}

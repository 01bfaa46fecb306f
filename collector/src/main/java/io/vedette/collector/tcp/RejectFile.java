package io.vedette.collector.tcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.vedette.core.flow.Rejection;
import io.vedette.core.text.FileTrouble;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rejected records as JSON lines in a file. It is a help for looking into a problem, not an archive: when the disk fails or
 * is slower than the rejections, lines are dropped and counted, and no probe waits.
 *
 * <p>Any thread may hand over a rejection; a thread of its own touches the disk.
 */
final class RejectFile implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(RejectFile.class);
    private static final int QUEUE_LINES = 4096;

    /** Lines that are written, or lost, together: an error may come with the last of them, for all. */
    private static final int BATCH_LINES = 64;

    private static final long IDLE_MILLIS = 200;
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSE_MILLIS = 2000;

    private final JsonFactory json = new JsonFactory();
    private final RotatingFile file;
    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(QUEUE_LINES);
    private final LongAdder dropped = new LongAdder();
    private final Thread writer = new Thread(this::run, "vedette-rejects");
    private volatile boolean closing;
    private boolean failed;
    private long retryNanos;

    RejectFile(RotatingFile file) {
        this.file = file;
        writer.setDaemon(true);
    }

    void start() {
        writer.start();
    }

    /** Hands a rejection to the writer, or drops it if too many are waiting. */
    void write(Instant time, PeerAddress peer, Rejection rejection) {
        if (!queue.offer(new Entry(time, peer, rejection))) {
            dropped.increment();
        }
    }

    /** Rejections that were not written. */
    long dropped() {
        return dropped.sum();
    }

    /** Writes what is waiting, for two seconds at most. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<Entry> entries = new ArrayList<>();
        try {
            while (!closing || !queue.isEmpty()) {
                Entry first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    entries.add(first);
                    queue.drainTo(entries, BATCH_LINES - 1);
                    append(entries);
                    entries.clear();
                }
            }
            file.close();
        } catch (IOException e) {
            log.warn("reject file {} was not closed: {}", file.path(), FileTrouble.why(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void append(List<Entry> entries) {
        if (failed && System.nanoTime() - retryNanos < 0) {
            dropped.add(entries.size());
            return;
        }
        try {
            for (Entry entry : entries) {
                file.append(encode(entry));
            }
            file.flush();
            if (failed) {
                failed = false;
                log.info("reject file {} can be written again", file.path());
            }
        } catch (IOException e) {
            dropped.add(entries.size());
            fail(e);
        }
    }

    private void fail(IOException cause) {
        if (!failed) {
            log.warn(
                    "reject file {} cannot be written, trying again every 10 s: {}",
                    file.path(),
                    FileTrouble.why(cause));
        }
        failed = true;
        retryNanos = System.nanoTime() + RETRY_NANOS;
        try {
            file.close();
        } catch (IOException e) {
            log.debug("closing {}", file.path(), e);
        }
    }

    private byte[] encode(Entry entry) throws IOException {
        Rejection rejection = entry.rejection;
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = json.createGenerator(line)) {
            generator.writeStartObject();
            generator.writeStringField("time", entry.time.toString());
            generator.writeStringField("peer", entry.peer.toString());
            generator.writeStringField("reason", rejection.reason().label());
            generator.writeNumberField("line", rejection.line());
            generator.writeNumberField("offset", rejection.offset());
            if (rejection.field() != null) {
                generator.writeStringField("field", rejection.field());
            }
            generator.writeStringField("excerpt", rejection.excerpt());
            generator.writeEndObject();
        }
        line.write('\n');
        return line.toByteArray();
    }

    private record Entry(Instant time, PeerAddress peer, Rejection rejection) {}
}
